// Package hosts writes what connects the apps that start MCP servers with this
// program. MCP calls them hosts.
package hosts

import (
	"fmt"

	"acronis-reports-mcp/setup/settings"
)

// A host is an app: what connects it, and where that goes.
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

// Names are the hosts that [Config] knows.
func Names() (names []string) {
	for _, h := range all {
		names = append(names, h.name)
	}
	return names
}

// Config is what connects a host, one of [Names], with the running program, its
// flags and its settings; and for the user, where that goes and what is left to
// do. It writes no file, and no secret is in either.
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
