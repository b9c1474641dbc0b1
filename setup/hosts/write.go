package hosts

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"acronis-reports-mcp/setup/settings"
)

// A Change is what [Plan] would do to the file of a host.
type Change struct {
	File  string   // absolute; links are followed
	Diff  []string // lines of our entry, which begin with -, + or a blank; values that may be secret are hidden. None if nothing changes
	Notes []string // what the user should know before
	Next  []string // what the user has to do afterwards

	before, after []byte
	mode          fs.FileMode
	info          fs.FileInfo // of the old file, or nil
	isNew         bool
}

// Plan returns the change that connects a host with the running program, its flags
// and its settings. It writes nothing. The error says why the file can't be changed;
// then [Config] still helps.
func Plan(name string, s *settings.Settings) (*Change, error) {
	i, err := current(s)
	if err != nil {
		return nil, err
	}
	for _, h := range all {
		if h.name == name && h.path != nil {
			return plan(h, i)
		}
	}
	return nil, fmt.Errorf("the configuration of %s can't be written by this program", name)
}

func plan(h host, i installation) (*Change, error) {
	c := &Change{File: h.path(i), mode: 0o600}
	if err := c.read(); err != nil {
		return nil, err
	}
	m := newMerge(h, i)
	before, err := newDocument(h.format, string(c.before))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.File, err)
	}
	after := *before
	if err := m.into(&after); err != nil {
		return nil, fmt.Errorf("%s: %w", c.File, err)
	}
	c.after = after.bytes()
	if fillIn := []byte(settings.FillIn); bytes.Contains(c.after, fillIn) && !bytes.Contains(c.before, fillIn) {
		return nil, errors.New("settings are missing") // the notes of [Config] say which
	}
	c.Notes = append(i.todo, m.notes...)
	if note := i.networkNote(); note != "" && after.content != before.content {
		c.Notes = append(c.Notes, note)
	}
	if h.name == "claude-code" {
		c.Notes = append(c.Notes, "Claude Code writes this file while it runs. Quit it first.")
	}
	if m.secretIsOurs(&after) {
		c.Next = append(c.Next, i.secretNote(h.name))
	}
	if after.content != before.content {
		c.Diff = diff(m.shown(before), m.shown(&after))
	}
	return c, nil
}

// read reads the file, if there is one.
func (c *Change) read() error {
	_, err := os.Lstat(c.File)
	if errors.Is(err, fs.ErrNotExist) {
		c.isNew = true
		return nil
	}
	if err != nil {
		return err
	}
	if c.File, err = filepath.EvalSymlinks(c.File); err != nil {
		return err
	}
	before, info, err := readRegular(c.File)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	if c.mode = info.Mode().Perm(); c.mode&0o200 == 0 {
		return fmt.Errorf("%s is read-only", c.File)
	}
	c.before, c.info = before, info
	return checkReplaceable(c.File, info)
}

// maxFile is more than the file of any app has.
const maxFile = 64 << 20

// readRegular reads a file. A named pipe would block for ever. The error has no path.
func readRegular(name string) ([]byte, fs.FileInfo, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, nil, settings.WithoutPath(err)
	}
	if !info.Mode().IsRegular() {
		return nil, nil, errors.New("this is not a regular file")
	}
	if info.Size() > maxFile {
		return nil, nil, fmt.Errorf("the file has more than %d MB", maxFile>>20)
	}
	content, err := os.ReadFile(name)
	return content, info, settings.WithoutPath(err)
}

// Apply writes the file, and returns the name of a copy of the old one, which has the
// same mode and group; "" if there was none. If the file or its mode has changed since
// Plan, nothing is written.
func (c *Change) Apply() (backup string, err error) {
	now := &Change{File: c.File}
	if err := now.read(); err != nil {
		return "", err
	}
	if now.isNew != c.isNew || now.File != c.File || !bytes.Equal(now.before, c.before) || !c.isNew && now.mode != c.mode {
		return "", fmt.Errorf("%s has changed in the meantime; run the command again", c.File)
	}
	if err := os.MkdirAll(filepath.Dir(c.File), 0o700); err != nil {
		return "", err
	}
	if err := settings.RemovePartials(c.File); err != nil {
		return "", err
	}
	if !c.isNew {
		if backup, err = c.backUp(); err != nil {
			return "", err
		}
	}
	if err := c.writeWhole(c.File, c.after, os.Rename); err != nil {
		return "", err
	}
	return backup, nil
}

// backUp copies the old file to a name that is free.
func (c *Change) backUp() (string, error) {
	for n := 1; ; n++ {
		name := c.File + ".backup"
		if n > 1 {
			name = fmt.Sprintf("%s-%d", name, n)
		}
		err := c.writeWhole(name, c.before, settings.PlaceNew)
		if !errors.Is(err, fs.ErrExist) || n == 1000 {
			return name, err
		}
	}
}

// writeWhole writes a file that has a partial name until it is whole, which place gives
// its own.
func (c *Change) writeWhole(name string, content []byte, place func(partial, name string) error) error {
	partial := settings.PartialName(c.File)
	if err := c.writeNew(partial, content); err != nil {
		return err
	}
	if err := place(partial, name); err != nil {
		return errors.Join(err, os.Remove(partial))
	}
	return nil
}

// writeNew writes a file that doesn't exist yet, with the mode and the group of the old
// one, and sees it on the disk.
func (c *Change) writeNew(name string, content []byte) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, c.mode&0o600)
	if err != nil {
		return err
	}
	if c.info != nil {
		err = keepGroup(file, c.info)
	}
	if err == nil {
		err = file.Chmod(c.mode)
	}
	if err == nil {
		_, err = file.Write(content)
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}
