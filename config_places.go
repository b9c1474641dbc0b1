package main

import "strings"

// The places are told as the app's own menu, and as the file behind it on this
// system.

func claudeDesktopPlace(s installation) string {
	return "Claude Desktop: Settings, Developer, Edit Config opens the file; merge this into it and restart the app.\nUsually " +
		s.file(s.configDir(), "Claude", "claude_desktop_config.json") + "."
}

func claudeCodePlace(s installation) string {
	shell := "a terminal"
	if s.goos == "windows" {
		shell = "PowerShell"
	}
	return "Claude Code: run this in " + shell + "; «claude mcp list» shows the result."
}

func vscodePlace(s installation) string {
	return "VS Code: «MCP: Open User Configuration» in the command palette opens the file; merge this into it. VS Code asks for the secret and keeps it.\nUsually " +
		s.file(s.configDir(), "Code", "User", "mcp.json") + "; for one workspace .vscode/mcp.json."
}

func cursorPlace(s installation) string {
	return "Cursor: merge this into " + s.file(s.home, ".cursor", "mcp.json") + "."
}

func windsurfPlace(s installation) string {
	return "Windsurf: the raw config of its MCP settings is the file; merge this into it and refresh.\nUsually " +
		s.file(s.home, ".codeium", "windsurf", "mcp_config.json") + ", in some versions " + s.file(s.home, ".codeium", "mcp_config.json") + "."
}

func goosePlace(s installation) string {
	file := s.file(s.home, ".config", "goose", "config.yaml")
	if s.goos == "windows" {
		file = s.file(s.configDir(), "Block", "goose", "config", "config.yaml")
	}
	return "Goose: merge this into " + file + "."
}

func genericPlace(installation) string {
	return "Any other app: command, arguments and environment, in the form that many read."
}

// configDir is where apps keep their configuration on the person's system.
func (s installation) configDir() string {
	switch s.goos {
	case "windows":
		return s.file(s.home, "AppData", "Roaming")
	case "darwin":
		return s.file(s.home, "Library", "Application Support")
	}
	return s.file(s.home, ".config")
}

// file joins a path as the person's system writes it.
func (s installation) file(elements ...string) string {
	separator := "/"
	if s.goos == "windows" {
		separator = `\`
	}
	return strings.Join(elements, separator)
}
