package main

import (
	"encoding/json"
	"os"
	"path/filepath"
)

const (
	pluginName = name + "-claude-plugin.zip"
	skillZip   = name + "-skill.zip"
	serverName = "acronis" // in the plugin and the extension: it becomes part of the names of tools
)

// launcher starts the program for a system other than Windows. A plugin has one
// command for all systems. Windows finds the .exe beside it first.
const launcher = `#!/bin/sh
dir=$(dirname "$0")
case $(uname -s)/$(uname -m) in
Darwin/*) dir=$dir/darwin ;;
*/aarch64 | */arm64) dir=$dir/linux-arm64 ;;
*) dir=$dir/linux-amd64 ;;
esac
exec "$dir/` + name + `" "$@"
`

// writePlugin packs a plugin for Claude Code for all systems. Its folder is also
// the marketplace from which it can be installed.
// https://code.claude.com/docs/en/plugins/manifest-reference
func writePlugin(file string, of map[string]*program, skill []byte) error {
	linux := of["linux/amd64"]
	entries, err := pluginManifests(linux.version)
	if err != nil {
		return err
	}
	licences, err := licenceTexts(targets...)
	if err != nil {
		return err
	}
	pages, err := documents()
	if err != nil {
		return err
	}
	picture, err := icon()
	if err != nil {
		return err
	}
	entries = append(append(entries, pages...),
		entry{".claude-plugin/icon.png", picture, 0o644},
		entry{skillPath, skill, 0o644},
		entry{licencesName, licences, 0o644},
		entry{"server/" + name, []byte(launcher), 0o755},
		entry{"server/linux-amd64/" + name, linux.content, 0o755},
		entry{"server/linux-arm64/" + name, of["linux/arm64"].content, 0o755},
		entry{"server/darwin/" + name, universal(of["darwin/amd64"].content, of["darwin/arm64"].content), 0o755},
		entry{"server/" + name + ".exe", of["windows/amd64"].content, 0o755},
	)
	packed, err := zipped(entries, linux.date)
	if err != nil {
		return err
	}
	return os.WriteFile(file, packed, 0o644)
}

// pluginManifests returns the plugin's JSON files. Nothing of them is required,
// because either a profile or an API client is needed.
func pluginManifests(version string) ([]entry, error) {
	m, err := bundleManifest()
	if err != nil {
		return nil, err
	}
	settings, err := m.settings()
	if err != nil {
		return nil, err
	}
	asked, err := inOrder(settings)
	if err != nil {
		return nil, err
	}
	server := map[string]any{"command": "${CLAUDE_PLUGIN_ROOT}/server/" + name, "args": []string{}, "env": m.environment()}
	var entries []entry
	for _, f := range []struct {
		path    string
		content any
	}{
		{".claude-plugin/plugin.json", map[string]any{
			"name": skillName, "displayName": m.DisplayName, "version": version, "description": m.LongDescription, "author": m.Author,
			"license": m.License, "keywords": m.Keywords, "userConfig": asked,
		}},
		{".claude-plugin/marketplace.json", map[string]any{
			"name": skillName, "owner": m.Author, "description": m.Description,
			"plugins": []any{map[string]any{"name": skillName, "source": "./"}},
		}},
		{".mcp.json", map[string]any{"mcpServers": map[string]any{serverName: server}}},
	} {
		content, err := json.MarshalIndent(f.content, "", "  ")
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry{f.path, append(content, '\n'), 0o644})
	}
	return entries, nil
}

// writeSkill packs the skill in its folder, without a server.
func writeSkill(file string, p *program, skill []byte) error {
	packed, err := zipped([]entry{{skillName + "/" + filepath.Base(skillPath), skill, 0o644}}, p.date)
	if err != nil {
		return err
	}
	return os.WriteFile(file, packed, 0o644)
}
