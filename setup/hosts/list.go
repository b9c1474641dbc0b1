package hosts

import (
	"cmp"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/setup/settings"
)

// A Found is a host on this machine.
type Found struct {
	Name      string
	File      string // that [Plan] changes; "" if it changes none
	Installed bool   // the host has a folder for its files
	Entries   []Entry
	Problem   error // why the file can't be read; it quotes nothing of the file
}

// An Entry is a server of this program in the file of a host.
type Entry struct {
	Name     string
	Profile  string // or ""
	Home     string // XDG_CONFIG_HOME, which has the profiles, or ""
	Access   string // read, write or delete, or "" if it isn't known
	Demo     bool
	Disabled bool
}

// Installed returns all hosts, which of them are on this machine, and how they start
// this program.
func Installed(s *settings.Settings) ([]Found, error) {
	i, err := current(s)
	if err != nil {
		return nil, err
	}
	var found []Found
	for _, h := range all {
		f := Found{Name: h.name}
		if h.path != nil {
			f.File = h.path(i)
			f.Installed = settings.Exists(f.File) || settings.Exists(h.folder(i))
			f.Entries, f.Problem = h.entries(i, f.File)
		}
		found = append(found, f)
	}
	return found, nil
}

// folder returns a folder that a host makes when it is installed.
func (h host) folder(i installation) string {
	switch h.name {
	case "claude-code":
		return i.moved("CLAUDE_CONFIG_DIR", i.file(i.home, ".claude"))
	case "cline":
		return i.file(i.home, ".cline")
	}
	return filepath.Dir(h.path(i))
}

// entries returns the entries that start this program.
func (h host) entries(i installation, file string) (found []Entry, err error) {
	raw, _, err := readRegular(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	d, err := newDocument(h.format, string(raw))
	if err != nil {
		return nil, err
	}
	servers, err := d.root.at(h.under(d.root)...)
	if servers == nil || err != nil {
		return nil, err
	}
	for _, m := range servers.members {
		l, err := h.shape.read(m.value)
		if err == nil && (i.starts(l.command) || strings.HasPrefix(m.name, "acronis-reports")) {
			found = append(found, l.entry(m.name, m.value))
		}
	}
	return found, nil
}

// starts reports whether a command starts this program, wherever it is.
func (i installation) starts(command string) bool {
	name := command[strings.LastIndexAny(command, `/\`)+1:]
	return command != "" && (command == i.command || strings.TrimSuffix(strings.ToLower(name), ".exe") == "acronis-reports-mcp")
}

// entry returns what users want to know of an entry, and nothing that may be secret.
func (l launch) entry(name string, n *node) Entry {
	e := Entry{Name: name}
	f, err := settings.ParseFlags(l.args)
	if err != nil {
		return e
	}
	e.Profile, e.Demo = cmp.Or(f.Profile, l.env["ACRONIS_PROFILE"]), f.Demo
	e.Home = l.env["XDG_CONFIG_HOME"]
	lowest := "read"
	if e.Demo {
		lowest = "delete"
	}
	access := cmp.Or(f.Access, l.env["ACRONIS_ACCESS"], lowest)
	if _, err := acronis.ParseAccess(access); err == nil {
		e.Access = access
	}
	for _, m := range n.members {
		e.Disabled = e.Disabled || m.name == "disabled" && m.value.text == "true" || m.name == "enabled" && m.value.text == "false"
	}
	return e
}
