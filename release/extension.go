package main

import (
	"encoding/json"
	"fmt"
)

// nodeNames are the names that Node.js has for systems and machines. By them
// Gemini CLI finds its extension among the files of a release.
// https://geminicli.com/docs/extensions/releasing
var nodeNames = map[string]string{"windows": "win32", "amd64": "x64"}

// extensionName returns a name such as linux.x64.acronis-reports-mcp.tar.gz.
func (p *program) extensionName() string {
	node := func(name string) string {
		if other, ok := nodeNames[name]; ok {
			return other
		}
		return name
	}
	return fmt.Sprintf("%s.%s.%s.%s", node(p.system), node(p.machine), name, p.archiveKind())
}

// writeExtension packs the extension for Gemini CLI with the program for one system.
func (p *program) writeExtension(file string, skill []byte) error {
	manifest, err := p.extensionManifest()
	if err != nil {
		return err
	}
	return p.writeArchive(file, entry{"gemini-extension.json", manifest, 0o644}, entry{skillPath, skill, 0o644})
}

// An extensionSetting is what Gemini CLI asks for. It has no defaults, and sets
// no variable that the user leaves empty.
type extensionSetting struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Variable    string `json:"envVar"`
	Sensitive   bool   `json:"sensitive"`
}

// extensionManifest returns gemini-extension.json. Its settings are those of the plugin.
// https://geminicli.com/docs/extensions/reference
func (p *program) extensionManifest() ([]byte, error) {
	m, err := bundleManifest()
	if err != nil {
		return nil, err
	}
	settings, err := m.settings()
	if err != nil {
		return nil, err
	}
	var asked []extensionSetting
	for _, s := range settings {
		if s.Default != "" {
			s.Description += ". Leave empty for " + s.Default
		}
		asked = append(asked, extensionSetting{s.Title, s.Description, s.variable, s.Sensitive})
	}
	server := map[string]any{"command": "${extensionPath}${/}" + p.fileName()}
	content, err := json.MarshalIndent(map[string]any{
		"name": skillName, "version": p.version, "description": m.Description,
		"mcpServers": map[string]any{serverName: server}, "settings": asked,
	}, "", "  ")
	return append(content, '\n'), err
}
