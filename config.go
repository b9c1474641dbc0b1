package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"acronis-reports-mcp/setup/settings"
)

// An installation is how an app has to start this program.
type installation struct {
	goos       string // the system, as Go calls it
	home       string // the person's folder
	appData    string // %APPDATA%, on Windows
	configHome string // $XDG_CONFIG_HOME, elsewhere

	command    string // the absolute path of the program
	args       []string
	env        map[string]string
	secretFile string   // where the client secret is, or is to be put; "" if none is needed
	open       []string // what the person still has to do or to know, a line each
}

// An app is a host of MCP servers: what connects it, and where that goes.
type app struct {
	name    string
	snippet func(installation) (string, error)
	place   func(installation) string
}

var apps = []app{
	{"claude-desktop", mcpServers, claudeDesktopPlace},
	{"claude-code", claudeCode, claudeCodePlace},
	{"vscode", vscode, vscodePlace},
	{"cursor", cursor, cursorPlace},
	{"windsurf", mcpServers, windsurfPlace},
	{"goose", goose, goosePlace},
	{"chatgpt", chatgpt, chatgptPlace},
	{"generic", mcpServers, genericPlace},
}

// printConfig prints what connects an app: the snippet to standard output, what
// to do with it to standard error. It writes no file.
func printConfig(set *settings.Settings, out, errw io.Writer, fail func(int, error) int) int {
	var names []string
	for _, a := range apps {
		names = append(names, a.name)
	}
	i, args := -1, set.Flags.Args
	if len(args) == 1 {
		i = slices.Index(names, args[0])
	}
	if i < 0 {
		return fail(2, errors.New("config needs one of "+strings.Join(names, ", ")))
	}
	s, err := thisInstallation(set.Flags, set.Getenv)
	if err != nil {
		return fail(1, err)
	}
	snippet, err := apps[i].snippet(s)
	if err != nil {
		return fail(1, err)
	}
	fmt.Fprintln(errw, apps[i].place(s))
	fmt.Fprint(errw, s.notes(apps[i].name))
	if _, err := fmt.Fprintln(out, snippet); err != nil {
		return fail(1, err)
	}
	return 0
}

// thisInstallation is how to start the running program again, with the same flags and settings.
func thisInstallation(flags *settings.Flags, getenv func(string) string) (installation, error) {
	s := installation{goos: runtime.GOOS, appData: getenv("APPDATA"), configHome: getenv("XDG_CONFIG_HOME")}
	var err error
	if s.command, err = os.Executable(); err == nil {
		s.command, err = filepath.EvalSymlinks(s.command)
	}
	if err != nil {
		return s, fmt.Errorf("the path of this program can't be found: %w", err)
	}
	if expands(s.command) {
		return s, errors.New("the path of this program" + expanded)
	}
	if s.home, err = os.UserHomeDir(); err != nil {
		return s, err
	}
	s.takeFlags(flags)
	s.takeSettings(getenv, slices.Contains(s.args, "--demo"))
	return s, nil
}

// withSecret is the environment with one more variable, which refers to the secret.
func (s installation) withSecret(name, value string) map[string]string {
	env := maps.Clone(s.env)
	if s.secretFile != "" {
		env[name] = value
	}
	return env
}

// notes are what the person has to know besides the place.
func (s installation) notes(app string) string {
	var b strings.Builder
	if strings.Contains(s.command, "go-build") {
		b.WriteString("Warning: this program was started by «go run» and its file is gone soon. Build it with «go build» and run config again.\n")
	}
	for _, line := range s.open {
		b.WriteString(line + "\n")
	}
	switch {
	case s.secretFile == "":
	case app == "vscode":
		fmt.Fprintf(&b, "Copilot's agent sessions can't ask, and skip servers with inputs. For them leave out «inputs» and ACRONIS_CLIENT_SECRET, "+
			"and put %s into «env».\n", text("ACRONIS_CLIENT_SECRET_FILE")+": "+text(s.secretFile))
	case settings.Exists(s.secretFile):
		fmt.Fprintf(&b, "The secret stays out of it, in %s, which only you may read.\n", s.secretFile)
	default:
		fmt.Fprintf(&b, "The secret stays out of it: put the client secret, and nothing else, into %s, which only you may read.\n", s.secretFile)
	}
	return b.String()
}
