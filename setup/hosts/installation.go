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

// installation says how an app must start this program, and on which system.
type installation struct {
	goos       string // the operating system, as runtime.GOOS names it
	home       string // the user's home folder
	appData    string // %APPDATA%, on Windows
	configHome string // $XDG_CONFIG_HOME, elsewhere

	getenv func(string) string // for the variables with which apps move their files

	profile string // that has the data centre and the API client, or ""

	command     string // the absolute path of the program
	args        []string
	env         map[string]string
	secretFile  string   // the file that holds the client secret or will hold it; "" if none is needed
	secretGiven bool     // the user has named that file
	todo        []string // what the user has to do or to know, a line each
}

// current returns the installation that starts the running program again, with the
// same flags and settings.
func current(s *settings.Settings) (installation, error) {
	i := installation{goos: runtime.GOOS, appData: s.Getenv("APPDATA"), configHome: s.Getenv("XDG_CONFIG_HOME"), getenv: s.Getenv}
	var err error
	if i.command, err = os.Executable(); err == nil {
		i.command, err = filepath.EvalSymlinks(i.command)
	}
	if err != nil {
		return i, fmt.Errorf("the path of this program was not found: %w", err)
	}
	if expands(i.command) {
		return i, errors.New("the path of this program" + expanded)
	}
	if i.home, err = os.UserHomeDir(); err != nil {
		return i, err
	}
	i.takeProfile(s)
	i.takeFlags(s)
	i.takeSettings(s)
	return i, nil
}

// withSecret returns the environment with one more variable, for the secret.
func (i installation) withSecret(name, value string) map[string]string {
	env := maps.Clone(i.env)
	if i.secretFile != "" {
		env[name] = value
	}
	return env
}

// notes returns what the user has to do besides adding the configuration.
func (i installation) notes(app string) string {
	var b strings.Builder
	if strings.Contains(i.command, "go-build") {
		b.WriteString("Warning: this program was started by go run, which deletes its file afterwards. Build it with go build and run config again.\n")
	}
	for _, line := range i.todo {
		b.WriteString(line + "\n")
	}
	if note := i.networkNote(); note != "" {
		b.WriteString(note + "\n")
	}
	if i.secretFile != "" {
		b.WriteString(i.secretNote(app) + "\n")
	}
	return b.String()
}

// secretNote says where the secret is, or where the user has to put it.
func (i installation) secretNote(app string) string {
	switch {
	case app == "vscode":
		return fmt.Sprintf("Copilot's agent sessions skip servers with inputs, because they cannot ask. For them remove \"inputs\" and ACRONIS_CLIENT_SECRET, "+
			"and add %s to \"env\".", text("ACRONIS_CLIENT_SECRET_FILE")+": "+text(i.secretFile))
	case settings.Exists(i.secretFile):
		return fmt.Sprintf("The configuration does not contain the secret. It stays in %s; make sure that only you can read that file.", i.secretFile)
	}
	return fmt.Sprintf("The configuration does not contain the secret. Put the client secret, and nothing else, into %s, and make sure that only you can read that file.", i.secretFile)
}
