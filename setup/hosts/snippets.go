package hosts

import (
	"maps"
	"slices"
	"strings"

	"acronis-reports-mcp/setup/settings"
)

// serverName returns the name of this server in apps. It contains the label, or the
// profile's name that is the label without one, so that two data centres can be
// connected. A label without any letter of a to z is replaced by the data centre's host.
func (i installation) serverName() string {
	label := i.env["ACRONIS_LABEL"]
	words := nameWords(label)
	if len(words) == 0 && i.profile != settings.DefaultProfile {
		words = nameWords(i.profile)
	}
	url := i.env["ACRONIS_BASE_URL"]
	if u := parseAddress(url); len(words) == 0 && label != "" && url != settings.FillIn && u != nil {
		name, _, _ := strings.Cut(u.Hostname(), ".")
		words = nameWords(name)
	}
	return strings.Join(append([]string{"acronis-reports"}, words...), "-")
}

// nameWords returns the words of a label that may be in the name of a server.
func nameWords(label string) []string {
	return strings.FieldsFunc(strings.ToLower(label), func(r rune) bool {
		return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
}

// common is how most apps name the parts of an entry.
var common = shape{"command", "args", "env"}

// launched returns the command, its arguments and its environment, and more before
// that.
func (i installation) launched(s shape, secret, value string, more ...field) (f fields) {
	if s.args == "" {
		f = fields{{s.command, append([]string{i.command}, i.args...)}}
	} else {
		f = fields{{s.command, i.command}, {s.args, append([]string{}, i.args...)}}
	}
	f = append(f, more...)
	if env := i.withSecret(secret, value); len(env) > 0 {
		f = append(f, field{s.env, variables(env)})
	}
	return f
}

// plainEntry returns Claude Desktop's format, which many apps read.
func plainEntry(i installation) (fields, []any) {
	return i.launched(common, "ACRONIS_CLIENT_SECRET_FILE", i.secretFile), nil
}

// typedEntry returns that format with the transport, which some apps require.
// https://cursor.com/docs/context/mcp
func typedEntry(i installation) (fields, []any) {
	f, _ := plainEntry(i)
	return append(fields{{"type", "stdio"}}, f...), nil
}

// copilotEntry returns that format with the tools to offer, which Copilot CLI requires.
// https://docs.github.com/en/copilot/reference/copilot-cli-reference/cli-config-dir-reference
func copilotEntry(i installation) (fields, []any) {
	f, _ := plainEntry(i)
	return append(append(fields{{"type", "local"}}, f...), field{"tools", []string{"*"}}), nil
}

const inputID = "acronis-secret"

// vscodeEntry returns an entry with which VS Code asks for the secret once.
// https://code.visualstudio.com/docs/copilot/reference/mcp-configuration
func vscodeEntry(i installation) (fields, []any) {
	f := append(fields{{"type", "stdio"}}, i.launched(common, "ACRONIS_CLIENT_SECRET", "${input:"+inputID+"}")...)
	if i.secretFile == "" {
		return f, nil
	}
	return f, []any{fields{{"type", "promptString"}, {"id", inputID}, {"description", "Secret of the Acronis API client"}, {"password", true}}}
}

// gooseEntry returns an extension of Goose.
// https://block.github.io/goose/docs/guides/config-files
func gooseEntry(i installation) (fields, []any) {
	f := fields{{"enabled", true}, {"type", "stdio"}, {"name", i.serverName()}, {"description", "Acronis usage reports"}}
	return append(f, i.launched(gooseShape, "ACRONIS_CLIENT_SECRET_FILE", i.secretFile, field{"timeout", 300})...), nil
}

var gooseShape = shape{"cmd", "args", "envs"}

// chatgptEntry returns a table that ChatGPT's desktop app and Codex share.
// https://developers.openai.com/codex/mcp
func chatgptEntry(i installation) (fields, []any) {
	return i.launched(common, "ACRONIS_CLIENT_SECRET_FILE", i.secretFile, field{"tool_timeout_sec", 300}), nil
}

// opencodeEntry returns an entry of opencode, whose version 2 also reads those of version 1.
// https://opencode.ai/docs/mcp-servers
func opencodeEntry(i installation) (fields, []any) {
	return append(fields{{"type", "local"}}, i.launched(opencodeShape, "ACRONIS_CLIENT_SECRET_FILE", i.secretFile)...), nil
}

var opencodeShape = shape{command: "command", env: "environment"}

// claudeCode returns a command.
func claudeCode(i installation) string {
	quote := posixQuoted
	if i.goos == "windows" {
		quote = powershellQuoted
	}
	words := i.claudeCodeWords()
	for n, word := range words {
		words[n] = quote(word)
	}
	return strings.Join(words, " ")
}

// claudeCodeWords returns the words of the command. The transport must be between
// --env, which takes several values, and the name.
// https://code.claude.com/docs/en/mcp
func (i installation) claudeCodeWords() []string {
	words := []string{"claude", "mcp", "add", "--scope", "user"}
	env := i.withSecret("ACRONIS_CLIENT_SECRET_FILE", i.secretFile)
	for _, name := range slices.Sorted(maps.Keys(env)) {
		words = append(words, "--env", name+"="+env[name])
	}
	words = append(words, "--transport", "stdio", i.serverName(), "--", i.command)
	return append(words, i.args...)
}
