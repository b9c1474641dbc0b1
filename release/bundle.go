package main

import (
	_ "embed"
	"encoding/json"
	"os"
	"runtime"
)

const bundleName = name + ".mcpb"

// manifest is the bundle's manifest without version, tools and prompts.
// https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md
//
//go:embed manifest.json
var manifest []byte

// writeBundle packs one bundle for all systems: Linux and Windows on amd64
// (Windows on arm64 runs it too), and macOS on both machines.
func writeBundle(file string, programs []*program) error {
	of := map[string]*program{}
	for _, p := range programs {
		of[p.system+"/"+p.machine] = p
	}
	tools, prompts, err := of[runtime.GOOS+"/"+runtime.GOARCH].offers()
	if err != nil {
		return err
	}
	linux := of["linux/amd64"]
	filled, err := fillManifest(linux.version, tools, prompts)
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
