package hosts

import (
	"cmp"
	"path"
	"strings"
)

// The places are told as the app's own menu, and as the file behind it on this
// system.

// claudeDesktopPlace names two files on Windows: packages of kind MSIX, which
// Claude Desktop has been since February 2026, see another AppData than the one
// that the app's own button opens. https://github.com/anthropics/claude-code/issues/26073
func claudeDesktopPlace(i installation) string {
	file := i.file(i.configDir(), "Claude", "claude_desktop_config.json")
	place := "Claude Desktop: the bundle (" + bundle + ") is simpler. Without it: Settings, Developer, Edit Config opens the file; " +
		"merge this into it and restart the app.\nUsually " + file + "."
	if i.goos == "windows" {
		place += "\nIf no server appears, merge it into " +
			`%LOCALAPPDATA%\Packages\Claude_*\LocalCache\Roaming\Claude\claude_desktop_config.json, which builds since February 2026 read instead.`
	}
	return place
}

// bundle is what the release calls the bundle for Claude Desktop.
const bundle = "acronis-reports-mcp.mcpb"

// claudeCodePlace asks for a newer PowerShell only where an older one would
// lose something: it passes double quotes inside a word on without their escape.
func claudeCodePlace(i installation) string {
	shell := "a terminal"
	if i.goos == "windows" {
		shell = "PowerShell"
		if words := i.claudeCodeWords(); strings.Contains(strings.Join(words, ""), `"`) {
			shell = "PowerShell 7.3 or newer, since older ones lose the double quotes in it"
		}
	}
	return "Claude Code: run this in " + shell + "; «claude mcp list» shows the result."
}

func vscodePlace(i installation) string {
	return "VS Code: «MCP: Open User Configuration» in the command palette opens the file; merge this into it. VS Code asks for the secret and keeps it.\nUsually " +
		i.file(i.configDir(), "Code", "User", "mcp.json") + "; for one workspace .vscode/mcp.json."
}

func cursorPlace(i installation) string {
	return "Cursor: merge this into " + i.file(i.home, ".cursor", "mcp.json") + "."
}

func windsurfPlace(i installation) string {
	return "Windsurf: the raw config of its MCP settings is the file; merge this into it and refresh.\nUsually " +
		i.file(i.home, ".codeium", "windsurf", "mcp_config.json") + ", in some versions " + i.file(i.home, ".codeium", "mcp_config.json") + "."
}

func goosePlace(i installation) string {
	file := i.file(i.xdgDir(), "goose", "config.yaml") // on macOS too
	if i.goos == "windows" {
		file = i.file(i.configDir(), "Block", "goose", "config", "config.yaml")
	}
	return "Goose: merge this into " + file + "."
}

func chatgptPlace(i installation) string {
	return "ChatGPT's desktop app and Codex: merge this into " + i.file(i.home, ".codex", "config.toml") + " and restart the app. ChatGPT on the web starts no local servers."
}

func genericPlace(installation) string {
	return "Any other app: command, arguments and environment, in the form that many read."
}

// configDir is where apps keep their configuration on the person's system.
func (i installation) configDir() string {
	switch i.goos {
	case "windows":
		return cmp.Or(i.appData, i.file(i.home, "AppData", "Roaming"))
	case "darwin":
		return i.file(i.home, "Library", "Application Support")
	}
	return i.xdgDir()
}

// xdgDir is configDir by the rules of freedesktop.org, by which a path that isn't whole doesn't count.
func (i installation) xdgDir() string {
	if path.IsAbs(i.configHome) {
		return i.configHome
	}
	return i.file(i.home, ".config")
}

// file joins a path as the person's system writes it.
func (i installation) file(elements ...string) string {
	separator := "/"
	if i.goos == "windows" {
		separator = `\`
	}
	return strings.Join(elements, separator)
}
