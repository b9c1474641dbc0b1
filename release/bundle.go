package main

import (
	_ "embed"
	"encoding/json"
	"os"
)

const bundleName = name + ".mcpb"

// manifest is the bundle's manifest without version, tools and prompts.
// https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md
//
//go:embed manifest.json
var manifest []byte

// bundle is what a plugin and an extension take from the bundle's manifest.
type bundle struct {
	DisplayName     string `json:"display_name"`
	Description     string
	LongDescription string `json:"long_description"`
	License         string
	Author          map[string]string
	Keywords        []string
	Server          struct {
		Config struct{ Env map[string]string } `json:"mcp_config"`
	}
	UserConfig json.RawMessage `json:"user_config"`
}

func bundleManifest() (*bundle, error) {
	var m bundle
	err := json.Unmarshal(manifest, &m)
	return &m, err
}

// writeBundle packs one bundle for all systems: Linux and Windows on amd64
// (Windows on arm64 runs it too), and macOS on both machines.
func writeBundle(file string, of map[string]*program, offered *offer) error {
	linux := of["linux/amd64"]
	filled, err := fillManifest(linux.version, offered.tools, offered.prompts)
	if err != nil {
		return err
	}
	licences, err := licenceTexts("linux/amd64", "darwin/amd64", "darwin/arm64", "windows/amd64")
	if err != nil {
		return err
	}
	own, err := os.ReadFile("LICENSE")
	if err != nil {
		return err
	}
	picture, err := icon()
	if err != nil {
		return err
	}
	packed, err := zipped([]entry{
		{"manifest.json", filled, 0o644},
		{"icon.png", picture, 0o644},
		{"LICENSE", own, 0o644},
		{licencesName, licences, 0o644},
		{"server/linux/" + name, linux.content, 0o755},
		{"server/darwin/" + name, universal(of["darwin/amd64"].content, of["darwin/arm64"].content), 0o755},
		{"server/win32/" + name + ".exe", of["windows/amd64"].content, 0o755},
	}, linux.date)
	if err != nil {
		return err
	}
	return os.WriteFile(file, packed, 0o644)
}

// fillManifest adds version, tools and prompts. The lists may be incomplete,
// because a higher access level has more tools, and the texts of prompts depend
// on their arguments.
func fillManifest(version string, tools []tool, prompts []prompt) ([]byte, error) {
	var m map[string]any
	if err := json.Unmarshal(manifest, &m); err != nil {
		return nil, err
	}
	m["version"], m["tools"], m["tools_generated"] = version, tools, true
	m["prompts"], m["prompts_generated"] = prompts, true
	return json.MarshalIndent(m, "", "  ")
}
