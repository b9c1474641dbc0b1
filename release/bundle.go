package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

const bundleName = name + ".mcpb"

// manifest is all of the bundle's manifest but version and tools.
// https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md
//
//go:embed manifest.json
var manifest []byte

// writeBundle packs one bundle for all systems: Linux and Windows on amd64,
// which Windows on arm64 runs too, and macOS on both machines.
func writeBundle(file string, programs []*program) error {
	of := map[string]*program{}
	for _, p := range programs {
		of[p.system+"/"+p.machine] = p
	}
	tools, err := listTools(of[runtime.GOOS+"/"+runtime.GOARCH])
	if err != nil {
		return err
	}
	linux := of["linux/amd64"]
	filled, err := fillManifest(linux.version, tools)
	if err != nil {
		return err
	}
	licences, err := licenceTexts("linux/amd64", "darwin/amd64", "darwin/arm64", "windows/amd64")
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

type tool struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

// listTools asks the program for this machine which tools there are at the
// access level it begins with.
func listTools(p *program) ([]tool, error) {
	if p == nil {
		return nil, fmt.Errorf("none of the targets runs on %s/%s, to tell its tools", runtime.GOOS, runtime.GOARCH)
	}
	dir, err := os.MkdirTemp("", "release")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, p.fileName())
	if err := os.WriteFile(file, p.content, 0o755); err != nil {
		return nil, err
	}
	c := exec.Command(file, "tools", "--json")
	c.Env = []string{}
	raw, err := c.Output()
	if err != nil {
		return nil, err
	}
	var list struct{ Tools []tool }
	err = json.Unmarshal(raw, &list)
	return list.Tools, err
}

// fillManifest adds version and tools. A higher access level shows more tools.
func fillManifest(version string, tools []tool) ([]byte, error) {
	var m map[string]any
	if err := json.Unmarshal(manifest, &m); err != nil {
		return nil, err
	}
	m["version"], m["tools"], m["tools_generated"] = version, tools, true
	return json.MarshalIndent(m, "", "  ")
}
