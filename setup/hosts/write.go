package hosts

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tailscale/hujson"

	"acronis-reports-mcp/setup/settings"
)

// A Change is what [Plan] would do to the file of a host.
type Change struct {
	File  string   // absolute; links are followed
	Diff  []string // lines of our entry, which begin with -, + or a blank; values of env are hidden. None if nothing changes
	Notes []string // what the user should know

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
	m, err := newMerge(h, i)
	if err != nil {
		return nil, err
	}
	if c.after, err = m.into(c.before); err != nil {
		return nil, fmt.Errorf("%s: %w", c.File, err)
	}
	if fillIn := []byte(settings.FillIn); bytes.Contains(c.after, fillIn) && !bytes.Contains(c.before, fillIn) {
		return nil, fmt.Errorf("settings are missing. %s", strings.Join(i.todo, " "))
	}
	c.Notes = append(i.todo, m.notes...)
	if !bytes.Equal(c.before, c.after) {
		c.Diff = diff(m.shown(c.before), m.shown(c.after))
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
	c.mode = info.Mode().Perm()
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
		return "", fmt.Errorf("%s has changed in the meantime; nothing was written, run the command again", c.File)
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

// shown returns the lines of our entry in the content of a file. Values of env are
// hidden, because some may be secret: equal ones look equal.
func (m *merge) shown(content []byte) []string {
	var root map[string]json.RawMessage
	var servers map[string]map[string]any
	if decode(content, &root) != nil || decode(root[m.host.under], &servers) != nil || servers[m.entry] == nil {
		return nil
	}
	entry := servers[m.entry]
	if env, ok := entry["env"].(map[string]any); ok {
		for name, value := range env {
			env[name] = m.hidden(fmt.Sprint(name, "=", value))
		}
	}
	lines, _ := indented(map[string]any{m.entry: entry})
	return strings.Split(lines, "\n")
}

// decode decodes JSON that may have comments.
func decode(content []byte, into any) error {
	v, err := hujson.Parse(bytes.TrimPrefix(content, []byte("\uFEFF")))
	if err != nil {
		return err
	}
	return plain(&v, into)
}

// hidden returns a substitute for a value, which is the same for the same value only.
func (m *merge) hidden(value string) string {
	if m.numbers == nil {
		m.numbers = map[string]int{}
	}
	if m.numbers[value] == 0 {
		m.numbers[value] = len(m.numbers) + 1
	}
	return fmt.Sprintf("(hidden %d)", m.numbers[value])
}

// diff returns two lists of lines as one, after what they have in common.
func diff(before, after []string) (lines []string) {
	for len(before) > 0 || len(after) > 0 {
		switch {
		case len(before) > 0 && len(after) > 0 && before[0] == after[0]:
			lines = append(lines, "  "+before[0])
			before, after = before[1:], after[1:]
		case len(before) > 0 && !slices.Contains(after, before[0]):
			lines = append(lines, "- "+before[0])
			before = before[1:]
		case len(after) > 0:
			lines = append(lines, "+ "+after[0])
			after = after[1:]
		default:
			lines = append(lines, "- "+before[0])
			before = before[1:]
		}
	}
	return lines
}
