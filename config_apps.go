package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// serverName is what apps call this server: two data centres, told apart by
// their labels, are two servers.
func (s installation) serverName() string {
	words := strings.FieldsFunc(strings.ToLower("acronis-reports "+s.env["ACRONIS_LABEL"]), func(r rune) bool {
		return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}

// launch is how most apps write down a server.
type launch struct {
	Type    string            `json:"type,omitempty"`
	Command string            `json:"command"`
	Args    []string          `json:"args"`
	Env     map[string]string `json:"env,omitempty"`
}

func (s installation) launch(kind string) launch {
	return launch{kind, s.command, s.args, s.withSecret("ACRONIS_CLIENT_SECRET_FILE", s.secretFile)}
}

// mcpServers is Claude Desktop's form, which many apps read.
func mcpServers(s installation) (string, error) {
	return indented(map[string]any{"mcpServers": map[string]launch{s.serverName(): s.launch("")}})
}

// cursor is that form with the transport, which Cursor's reference requires.
// https://cursor.com/docs/context/mcp
func cursor(s installation) (string, error) {
	return indented(map[string]any{"mcpServers": map[string]launch{s.serverName(): s.launch("stdio")}})
}

// vscode has VS Code ask for the secret once, and keep it.
// https://code.visualstudio.com/docs/copilot/reference/mcp-configuration
func vscode(s installation) (string, error) {
	l := s.launch("stdio")
	l.Env = s.withSecret("ACRONIS_CLIENT_SECRET", "${input:acronis-secret}")
	config := map[string]any{"servers": map[string]launch{s.serverName(): l}}
	if s.secretFile != "" {
		config["inputs"] = []map[string]any{{
			"type": "promptString", "id": "acronis-secret", "description": "Secret of the Acronis API client", "password": true,
		}}
	}
	return indented(config)
}

// claudeCode is a command.
func claudeCode(s installation) (string, error) {
	quote := posixQuoted
	if s.goos == "windows" {
		quote = powershellQuoted
	}
	words := s.claudeCodeWords()
	for i, word := range words {
		words[i] = quote(word)
	}
	return strings.Join(words, " "), nil
}

// claudeCodeWords are the command before it is quoted. The transport stands
// between --env, which takes several values, and the name.
// https://code.claude.com/docs/en/mcp
func (s installation) claudeCodeWords() []string {
	words := []string{"claude", "mcp", "add", "--scope", "user"}
	env := s.launch("").Env
	for _, name := range slices.Sorted(maps.Keys(env)) {
		words = append(words, "--env", name+"="+env[name])
	}
	words = append(words, "--transport", "stdio", s.serverName(), "--", s.command)
	return append(words, s.args...)
}

// goose is a part of a YAML file; JSON texts are YAML too.
// https://block.github.io/goose/docs/guides/config-files
func goose(s installation) (string, error) {
	l := s.launch("")
	args, err := json.Marshal(l.Args)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "extensions:\n  %s:\n    enabled: true\n    type: stdio\n    name: %s\n", s.serverName(), s.serverName())
	fmt.Fprintf(&b, "    description: Acronis usage reports\n    cmd: %s\n    args: %s\n    timeout: 300\n", text(s.command), args)
	for i, name := range slices.Sorted(maps.Keys(l.Env)) {
		if i == 0 {
			b.WriteString("    envs:\n")
		}
		fmt.Fprintf(&b, "      %s: %s\n", name, text(l.Env[name]))
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// chatgpt is a part of a TOML file, which ChatGPT's desktop app and Codex share;
// JSON strings and lists are TOML too. https://developers.openai.com/docs/extend/mcp
func chatgpt(s installation) (string, error) {
	l := s.launch("")
	args, err := json.Marshal(l.Args)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "[mcp_servers.%s]\ncommand = %s\nargs = %s\ntool_timeout_sec = 300\n", s.serverName(), text(s.command), args)
	for i, name := range slices.Sorted(maps.Keys(l.Env)) {
		if i == 0 {
			fmt.Fprintf(&b, "\n[mcp_servers.%s.env]\n", s.serverName())
		}
		fmt.Fprintf(&b, "%s = %s\n", name, text(l.Env[name]))
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// indented is JSON for people: no < as \u003c.
func indented(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// text is a JSON string on one line.
func text(s string) string {
	quoted, _ := indented(s) // a string always has a JSON form
	return quoted
}

// posixQuoted is one word of a POSIX shell.
func posixQuoted(word string) string {
	if plainWord(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// powershellQuoted is one word of PowerShell.
func powershellQuoted(word string) string {
	if plainWord(word) && word != "--" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", "''") + "'"
}

func plainWord(word string) bool {
	return word != "" && strings.IndexFunc(word, func(r rune) bool {
		return !strings.ContainsRune("-_./=:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", r)
	}) < 0
}
