package hosts

import (
	"bytes"
	"crypto/rand"
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
	info, err := os.Stat(c.File)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file", c.File)
	}
	if c.mode = info.Mode().Perm(); c.mode&0o200 == 0 {
		return fmt.Errorf("%s is read-only", c.File)
	}
	if err := checkReplaceable(c.File, info); err != nil {
		return err
	}
	c.before, err = os.ReadFile(c.File)
	return err
}

// Apply writes the file, and returns the name of a copy of the old one, which has the
// same mode; "" if there was none. If the file has changed since Plan, nothing is
// written.
func (c *Change) Apply() (backup string, err error) {
	now := &Change{File: c.File}
	if err := now.read(); err != nil {
		return "", err
	}
	if now.isNew != c.isNew || now.File != c.File || !bytes.Equal(now.before, c.before) {
		return "", fmt.Errorf("%s has changed in the meantime; run the command again", c.File)
	}
	if err := os.MkdirAll(filepath.Dir(c.File), 0o700); err != nil {
		return "", err
	}
	if !c.isNew {
		if backup, err = c.backUp(); err != nil {
			return "", err
		}
	}
	partial := c.File + "." + rand.Text() + ".part"
	if err = writeNew(partial, c.after, c.mode); err == nil {
		err = os.Rename(partial, c.File)
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(partial))
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
		err := writeNew(name, c.before, c.mode)
		if !errors.Is(err, fs.ErrExist) || n == 1000 {
			return name, err
		}
	}
}

// writeNew writes a file that doesn't exist yet and sees it on the disk.
func writeNew(name string, content []byte, mode fs.FileMode) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Chmod(mode), file.Sync(), file.Close())
}
