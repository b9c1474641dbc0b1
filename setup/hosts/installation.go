package hosts

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
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
	todo       []string // what the person still has to do or to know, a line each
}

// current is how to start the running program again, with the same flags and settings.
func current(s *settings.Settings) (installation, error) {
	i := installation{goos: runtime.GOOS, appData: s.Getenv("APPDATA"), configHome: s.Getenv("XDG_CONFIG_HOME")}
	var err error
	if i.command, err = os.Executable(); err == nil {
		i.command, err = filepath.EvalSymlinks(i.command)
	}
	if err != nil {
		return i, fmt.Errorf("the path of this program can't be found: %w", err)
	}
	if expands(i.command) {
		return i, errors.New("the path of this program" + expanded)
	}
	if i.home, err = os.UserHomeDir(); err != nil {
		return i, err
	}
	i.takeFlags(s)
	i.takeSettings(s)
	return i, nil
}

// withSecret is the environment with one more variable, which refers to the secret.
func (i installation) withSecret(name, value string) map[string]string {
	env := maps.Clone(i.env)
	if i.secretFile != "" {
		env[name] = value
	}
	return env
}

// notes are what the person has to know besides the place.
func (i installation) notes(app string) string {
	var b strings.Builder
	if strings.Contains(i.command, "go-build") {
		b.WriteString("Warning: this program was started by «go run» and its file is gone soon. Build it with «go build» and run config again.\n")
	}
	for _, line := range i.todo {
		b.WriteString(line + "\n")
	}
	switch {
	case i.secretFile == "":
	case app == "vscode":
		fmt.Fprintf(&b, "Copilot's agent sessions can't ask, and skip servers with inputs. For them leave out «inputs» and ACRONIS_CLIENT_SECRET, "+
			"and put %s into «env».\n", text("ACRONIS_CLIENT_SECRET_FILE")+": "+text(i.secretFile))
	case settings.Exists(i.secretFile):
		fmt.Fprintf(&b, "The secret stays out of it, in %s, which only you may read.\n", i.secretFile)
	default:
		fmt.Fprintf(&b, "The secret stays out of it: put the client secret, and nothing else, into %s, which only you may read.\n", i.secretFile)
	}
	return b.String()
}
