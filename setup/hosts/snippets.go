package hosts

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// serverName returns the name of this server in apps. It contains the label, so that
// two data centres can be connected.
func (i installation) serverName() string {
	words := strings.FieldsFunc(strings.ToLower("acronis-reports "+i.env["ACRONIS_LABEL"]), func(r rune) bool {
		return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}

// launch is a server in the configuration of most apps.
type launch struct {
	Type    string            `json:"type,omitempty"`
	Command string            `json:"command"`
	Args    []string          `json:"args"`
	Env     map[string]string `json:"env,omitempty"`
	Tools   []string          `json:"tools,omitempty"` // only of Copilot CLI
}

func (i installation) launch(kind string) launch {
	return launch{kind, i.command, i.args, i.withSecret("ACRONIS_CLIENT_SECRET_FILE", i.secretFile), nil}
}

// mcpServers returns Claude Desktop's format, which many apps read.
func mcpServers(i installation) (string, error) {
	return indented(map[string]any{"mcpServers": map[string]launch{i.serverName(): i.launch("")}})
}

// cursor returns that format with the transport, which Cursor requires.
// https://cursor.com/docs/context/mcp
func cursor(i installation) (string, error) {
	return indented(map[string]any{"mcpServers": map[string]launch{i.serverName(): i.launch("stdio")}})
}

// copilot returns that format with the tools to offer, which Copilot CLI requires.
func copilot(i installation) (string, error) {
	l := i.launch("local")
	l.Tools = []string{"*"}
	return indented(map[string]any{"mcpServers": map[string]launch{i.serverName(): l}})
}

// vscode returns a configuration with which VS Code asks for the secret once.
// https://code.visualstudio.com/docs/copilot/reference/mcp-configuration
func vscode(i installation) (string, error) {
	l := i.launch("stdio")
	l.Env = i.withSecret("ACRONIS_CLIENT_SECRET", "${input:acronis-secret}")
	config := map[string]any{"servers": map[string]launch{i.serverName(): l}}
	if i.secretFile != "" {
		config["inputs"] = []map[string]any{{
			"type": "promptString", "id": "acronis-secret", "description": "Secret of the Acronis API client", "password": true,
		}}
	}
	return indented(config)
}

// claudeCode returns a command.
func claudeCode(i installation) (string, error) {
	quote := posixQuoted
	if i.goos == "windows" {
		quote = powershellQuoted
	}
	words := i.claudeCodeWords()
	for n, word := range words {
		words[n] = quote(word)
	}
	return strings.Join(words, " "), nil
}

// claudeCodeWords returns the words of the command. The transport must be between
// --env, which takes several values, and the name.
// https://code.claude.com/docs/en/mcp
func (i installation) claudeCodeWords() []string {
	words := []string{"claude", "mcp", "add", "--scope", "user"}
	env := i.launch("").Env
	for _, name := range slices.Sorted(maps.Keys(env)) {
		words = append(words, "--env", name+"="+env[name])
	}
	words = append(words, "--transport", "stdio", i.serverName(), "--", i.command)
	return append(words, i.args...)
}

// goose returns a part of a YAML file. JSON values are valid YAML.
// https://block.github.io/goose/docs/guides/config-files
func goose(i installation) (string, error) {
	l := i.launch("")
	args, err := json.Marshal(l.Args)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "extensions:\n  %s:\n    enabled: true\n    type: stdio\n    name: %s\n", i.serverName(), i.serverName())
	fmt.Fprintf(&b, "    description: Acronis usage reports\n    cmd: %s\n    args: %s\n    timeout: 300\n", text(i.command), args)
	for n, name := range slices.Sorted(maps.Keys(l.Env)) {
		if n == 0 {
			b.WriteString("    envs:\n")
		}
		fmt.Fprintf(&b, "      %s: %s\n", name, text(l.Env[name]))
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// chatgpt returns a part of a TOML file, which ChatGPT's desktop app and Codex share.
// JSON strings and lists of strings are valid TOML. https://developers.openai.com/docs/extend/mcp
func chatgpt(i installation) (string, error) {
	l := i.launch("")
	args, err := json.Marshal(l.Args)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "[mcp_servers.%s]\ncommand = %s\nargs = %s\ntool_timeout_sec = 300\n", i.serverName(), text(i.command), args)
	for n, name := range slices.Sorted(maps.Keys(l.Env)) {
		if n == 0 {
			fmt.Fprintf(&b, "\n[mcp_servers.%s.env]\n", i.serverName())
		}
		fmt.Fprintf(&b, "%s = %s\n", name, text(l.Env[name]))
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}
