package hosts

import (
	"cmp"
	"path"
	"path/filepath"
	"strings"

	"acronis-reports-mcp/setup/settings"
)

// A place is described by the app's own menu and by the file that the menu opens on
// this system.

// claudeDesktopPlace names two files on Windows. Since February 2026 Claude Desktop
// is an MSIX package, which reads another AppData folder than the one that the app's
// own button opens. https://github.com/anthropics/claude-code/issues/26073
func claudeDesktopPlace(i installation) string {
	file := claudeDesktopFile(i)
	place := "Claude Desktop: it is simpler to open the bundle (" + bundle + "). Without it, open the file with Settings, Developer, Edit Config. " +
		"Merge this into it and restart the app.\nThe file is usually " + file + "."
	if i.goos == "windows" && !strings.Contains(file, "Packages") {
		place += "\nIf no server appears, merge it into " +
			`%LOCALAPPDATA%\Packages\Claude_*\LocalCache\Roaming\Claude\claude_desktop_config.json, which newer versions read instead.`
	}
	return place
}

// bundle is the name of the bundle for Claude Desktop in a release.
const bundle = "acronis-reports-mcp.mcpb"

// claudeCodePlace asks for PowerShell 7.3 only if it is needed: older versions do
// not escape double quotes in the arguments of a program.
func claudeCodePlace(i installation) string {
	shell := "a terminal"
	if i.goos == "windows" {
		shell = "PowerShell"
		if words := i.claudeCodeWords(); strings.Contains(strings.Join(words, ""), `"`) {
			shell = "PowerShell 7.3 or newer (older versions lose the double quotes)"
		}
	}
	return "Claude Code: run this command in " + shell + ". To check it, run: claude mcp list"
}

func vscodePlace(i installation) string {
	return "VS Code: open the file with MCP: Open User Configuration in the command palette, and merge this into it. VS Code asks for the secret and keeps it.\nThe file is usually " +
		vscodeFile(i) + ", or .vscode/mcp.json for one workspace."
}

func cursorPlace(i installation) string {
	return "Cursor: merge this into " + cursorFile(i) + "."
}

func windsurfPlace(i installation) string {
	return "Windsurf: open the raw config in the MCP settings, merge this into it, and refresh.\nThe file is usually " +
		windsurfFile(i) + ", in some versions " + i.file(i.home, ".codeium", "mcp_config.json") + "."
}

func goosePlace(i installation) string {
	return "Goose: merge this into " + gooseFile(i) + "."
}

func chatgptPlace(i installation) string {
	return "ChatGPT's desktop app and Codex: merge this into " + chatgptFile(i) + " and restart the app. ChatGPT on the web cannot start local servers."
}

func geminiPlace(i installation) string {
	return "Gemini CLI: merge this into " + geminiFile(i) + "."
}

func opencodePlace(i installation) string {
	return "opencode: merge this into " + opencodeFile(i) + "."
}

func clinePlace(i installation) string {
	return "Cline's command line: merge this into " + clineFile(i) + ". In an editor, open the file with Configure MCP Servers."
}

func copilotPlace(i installation) string {
	return "Copilot CLI: merge this into " + copilotFile(i) + "."
}

// claudeDesktopFile returns the file in the folder of the MSIX package, if there is one.
func claudeDesktopFile(i installation) string {
	folder := i.file(i.configDir(), "Claude")
	if i.goos == "windows" {
		local := i.moved("LOCALAPPDATA", i.file(i.home, "AppData", "Local"))
		if found, err := filepath.Glob(i.file(local, "Packages", "Claude_*", "LocalCache", "Roaming", "Claude")); err == nil && len(found) == 1 {
			folder = found[0]
		}
	}
	return i.file(folder, "claude_desktop_config.json")
}

func vscodeFile(i installation) string { return i.file(i.configDir(), "Code", "User", "mcp.json") }

func cursorFile(i installation) string { return i.file(i.home, ".cursor", "mcp.json") }

func windsurfFile(i installation) string {
	return i.file(i.home, ".codeium", "windsurf", "mcp_config.json")
}

func claudeCodeFile(i installation) string {
	return i.file(i.moved("CLAUDE_CONFIG_DIR", i.home), ".claude.json")
}

func gooseFile(i installation) string {
	if i.goos == "windows" {
		return i.file(i.configDir(), "Block", "goose", "config", "config.yaml")
	}
	return i.file(i.xdgDir(), "goose", "config.yaml") // on macOS too
}

func chatgptFile(i installation) string {
	return i.file(i.moved("CODEX_HOME", i.file(i.home, ".codex")), "config.toml")
}

// opencodeFile returns the file that is there. Of two, the one with comments counts
// more. opencode has the same folder on all systems.
func opencodeFile(i installation) string {
	folder := i.file(i.xdgDir(), "opencode")
	if file := i.file(folder, "opencode.jsonc"); settings.Exists(file) {
		return file
	}
	return i.file(folder, "opencode.json")
}

func geminiFile(i installation) string { return i.file(i.home, ".gemini", "settings.json") }

func clineFile(i installation) string {
	return i.moved("CLINE_MCP_SETTINGS_PATH", i.file(i.home, ".cline", "data", "settings", "cline_mcp_settings.json"))
}

func copilotFile(i installation) string {
	return i.file(i.moved("COPILOT_HOME", i.file(i.home, ".copilot")), "mcp-config.json")
}

func genericPlace(installation) string {
	return "Any other app: many apps read this format. It has the command, its arguments and its environment."
}

// moved returns a file or folder that the app looks for in another place if the user has
// set a variable.
func (i installation) moved(variable, usual string) string {
	if i.getenv != nil && filepath.IsAbs(i.getenv(variable)) {
		return i.getenv(variable)
	}
	return usual
}

// configDir returns the folder where apps keep their configuration.
func (i installation) configDir() string {
	switch i.goos {
	case "windows":
		return cmp.Or(i.appData, i.file(i.home, "AppData", "Roaming"))
	case "darwin":
		return i.file(i.home, "Library", "Application Support")
	}
	return i.xdgDir()
}

// xdgDir returns configDir by the rules of freedesktop.org, which ignore relative paths.
func (i installation) xdgDir() string {
	if path.IsAbs(i.configHome) {
		return i.configHome
	}
	return i.file(i.home, ".config")
}

// file joins the elements of a path with the separator of the user's system.
func (i installation) file(elements ...string) string {
	separator := "/"
	if i.goos == "windows" {
		separator = `\`
	}
	return strings.Join(elements, separator)
}
