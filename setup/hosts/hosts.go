// Package hosts writes the configuration of the apps that start MCP servers, which
// MCP calls hosts.
package hosts

import (
	"fmt"
	"os"
	"path/filepath"

	"acronis-reports-mcp/setup/settings"
)

// host is an app with its configuration, and where that goes.
type host struct {
	name    string
	snippet func(installation) (string, error)
	place   func(installation) string

	// path is the file that Plan changes, and under the member of it that has the
	// servers; nil if this program can't change it.
	path  func(installation) string
	under string
}

var all = []host{
	{"claude-desktop", mcpServers, claudeDesktopPlace, claudeDesktopFile, "mcpServers"},
	{"claude-code", claudeCode, claudeCodePlace, nil, ""},
	{"vscode", vscode, vscodePlace, vscodeFile, "servers"},
	{"cursor", cursor, cursorPlace, cursorFile, "mcpServers"},
	{"windsurf", mcpServers, windsurfPlace, windsurfFile, "mcpServers"},
	{"goose", goose, goosePlace, nil, ""},
	{"chatgpt", chatgpt, chatgptPlace, nil, ""},
	{"gemini", mcpServers, geminiPlace, geminiFile, "mcpServers"},
	{"cline", mcpServers, clinePlace, clineFile, "mcpServers"},
	{"copilot", copilot, copilotPlace, copilotFile, "mcpServers"},
	{"generic", mcpServers, genericPlace, nil, ""},
}

// Names returns the names of the hosts that [Config] supports.
func Names() (names []string) {
	for _, h := range all {
		names = append(names, h.name)
	}
	return names
}

// Config returns the configuration that connects a host, one of [Names], with the
// running program, its flags and its settings. The notes say where it goes and what
// the user has to do. Neither contains a secret, and Config writes no file.
func Config(name string, s *settings.Settings) (snippet, notes string, err error) {
	i, err := current(s)
	if err != nil {
		return "", "", err
	}
	for _, h := range all {
		if h.name == name {
			snippet, err = h.snippet(i)
			return snippet, h.place(i) + "\n" + i.notes(name), err
		}
	}
	return "", "", fmt.Errorf("there is no host %q", name)
}

// A Found is a host on this machine.
type Found struct {
	Name      string
	File      string // that [Plan] changes; "" if it changes none
	Installed bool   // the folder of the file exists
	Connected bool   // the file has an entry of this program
}

// Installed returns all hosts, and which of them are on this machine.
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
			f.Installed = settings.Exists(filepath.Dir(f.File))
			raw, err := os.ReadFile(f.File)
			m := merge{host: h, entry: i.serverName()}
			f.Connected = err == nil && m.shown(raw) != nil
		}
		found = append(found, f)
	}
	return found, nil
}
