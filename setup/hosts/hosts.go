// Package hosts writes the configuration of the apps that start MCP servers, which
// MCP calls hosts.
package hosts

import (
	"fmt"

	"acronis-reports-mcp/setup/settings"
)

// host is an app with its configuration, and where that goes.
type host struct {
	name   string
	place  func(installation) string
	entry  func(installation) (entry fields, inputs []any)
	shape  shape
	format format
	under  func(root *node) []string // the path of the object that has the servers

	path    func(installation) string // of the file that Plan changes; nil if there is none
	command func(installation) string // prints a command instead of the file, if there is one
}

var all = []host{
	{"claude-desktop", claudeDesktopPlace, plainEntry, common, jsonFormat, mcpServers, claudeDesktopFile, nil},
	{"claude-code", claudeCodePlace, typedEntry, common, jsonFormat, mcpServers, claudeCodeFile, claudeCode},
	{"vscode", vscodePlace, vscodeEntry, common, jsonFormat, fixed("servers"), vscodeFile, nil},
	{"cursor", cursorPlace, typedEntry, common, jsonFormat, mcpServers, cursorFile, nil},
	{"windsurf", windsurfPlace, plainEntry, common, jsonFormat, mcpServers, windsurfFile, nil},
	{"goose", goosePlace, gooseEntry, gooseShape, yamlFormat, fixed("extensions"), gooseFile, nil},
	{"chatgpt", chatgptPlace, chatgptEntry, common, tomlFormat, fixed("mcp_servers"), chatgptFile, nil},
	{"gemini", geminiPlace, plainEntry, common, jsonFormat, mcpServers, geminiFile, nil},
	{"opencode", opencodePlace, opencodeEntry, opencodeShape, jsonFormat, opencodeServers, opencodeFile, nil},
	{"cline", clinePlace, plainEntry, common, jsonFormat, mcpServers, clineFile, nil},
	{"copilot", copilotPlace, copilotEntry, common, jsonFormat, mcpServers, copilotFile, nil},
	{"generic", genericPlace, plainEntry, common, jsonFormat, mcpServers, nil, nil},
}

// fixed returns a place for the servers that doesn't depend on the file.
func fixed(name string) func(*node) []string {
	return func(*node) []string { return []string{name} }
}

var mcpServers = fixed("mcpServers")

// opencodeServers returns where opencode has its servers. A file for its version 2 has
// them one level deeper, but a server may have that name, too.
func opencodeServers(root *node) []string {
	servers, err := root.at("mcp", "servers")
	if servers == nil || err != nil || servers.kind != object {
		return []string{"mcp"}
	}
	for _, m := range servers.members {
		if m.value.kind != object && m.value.kind != null {
			return []string{"mcp"}
		}
	}
	return []string{"mcp", "servers"}
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
			return h.snippet(i), h.place(i) + "\n" + i.notes(name), nil
		}
	}
	return "", "", fmt.Errorf("there is no host %q", name)
}

// snippet returns what the user puts into the file of a host.
func (h host) snippet(i installation) string {
	if h.command != nil {
		return h.command(i)
	}
	entry, inputs := h.entry(i)
	var all fields
	if inputs != nil {
		all = fields{{"inputs", inputs}}
	}
	under := h.under(&node{kind: object})
	return fileWith(h.format, append(all, nested(append(under, i.serverName()), entry).(fields)...))
}
