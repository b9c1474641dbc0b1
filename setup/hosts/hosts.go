// Package hosts writes the configuration of the apps that start MCP servers, which
// MCP calls hosts.
package hosts

import (
	"fmt"

	"acronis-reports-mcp/setup/settings"
)

// host is an app with its configuration, and where that goes.
type host struct {
	name    string
	snippet func(installation) (string, error)
	place   func(installation) string
}

var all = []host{
	{"claude-desktop", mcpServers, claudeDesktopPlace},
	{"claude-code", claudeCode, claudeCodePlace},
	{"vscode", vscode, vscodePlace},
	{"cursor", cursor, cursorPlace},
	{"windsurf", mcpServers, windsurfPlace},
	{"goose", goose, goosePlace},
	{"chatgpt", chatgpt, chatgptPlace},
	{"generic", mcpServers, genericPlace},
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
