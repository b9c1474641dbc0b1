package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

type tool struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

// A prompt is a prompt in the bundle's manifest.
type prompt struct {
	title       string
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Arguments   []string `json:"arguments"`
	Text        string   `json:"text"` // with ${arguments.name}
}

// An offer is what the program has for models and users.
type offer struct {
	tools   []tool   // at the initial access level
	prompts []prompt // without a price list
	priced  []prompt // with one, which the demo has
}

// offers asks the program for this machine.
func (p *program) offers() (*offer, error) {
	if p == nil {
		return nil, fmt.Errorf("none of the targets runs on %s/%s, to list its tools", runtime.GOOS, runtime.GOARCH)
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
	var list struct{ Tools []tool }
	if err := ask([]string{file}, "tools/list", nil, &list); err != nil {
		return nil, err
	}
	prompts, err := listPrompts(file)
	if err != nil {
		return nil, err
	}
	priced, err := listPrompts(file, "--demo")
	return &offer{list.Tools, prompts, priced}, err
}

// listPrompts asks a program for its prompts, and gets each with values that
// are then replaced by placeholders. For required arguments these are months.
func listPrompts(command ...string) ([]prompt, error) {
	var list struct {
		Prompts []struct {
			Name, Title, Description string
			Arguments                []struct {
				Name     string
				Required bool
			}
		}
	}
	if err := ask(command, "prompts/list", nil, &list); err != nil {
		return nil, err
	}
	var prompts []prompt
	for _, p := range list.Prompts {
		made := prompt{title: p.Title, Name: p.Name, Description: p.Description, Arguments: []string{}}
		given, placeholders := map[string]string{}, []string{}
		for i, a := range p.Arguments {
			given[a.Name] = "the-" + a.Name
			if a.Required {
				given[a.Name] = fmt.Sprintf("2001-%02d", i+1)
			}
			placeholders = append(placeholders, given[a.Name], "${arguments."+a.Name+"}")
			made.Arguments = append(made.Arguments, a.Name)
		}
		var filled struct {
			Messages []struct{ Content struct{ Text string } }
		}
		if err := ask(command, "prompts/get", map[string]any{"name": p.Name, "arguments": given}, &filled); err != nil {
			return nil, err
		}
		if len(filled.Messages) != 1 {
			return nil, fmt.Errorf("the prompt %s has %d messages, and a manifest takes one", p.Name, len(filled.Messages))
		}
		made.Text = strings.NewReplacer(placeholders...).Replace(filled.Messages[0].Content.Text)
		prompts = append(prompts, made)
	}
	return prompts, nil
}

// ask starts a program for one request.
func ask(command []string, method string, params map[string]any, result any) error {
	if params == nil {
		params = map[string]any{}
	}
	params["_meta"] = map[string]any{
		"io.modelcontextprotocol/protocolVersion":    "2026-07-28",
		"io.modelcontextprotocol/clientCapabilities": map[string]any{},
	}
	request, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		return err
	}
	c := exec.Command(command[0], command[1:]...)
	c.Env, c.Stdin, c.Stderr = []string{}, bytes.NewReader(append(request, '\n')), io.Discard
	raw, err := c.Output()
	if err != nil {
		return err
	}
	var answer struct {
		Result json.RawMessage
		Error  *struct{ Message string }
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return err
	}
	if answer.Error != nil {
		return errors.New(method + ": " + answer.Error.Message)
	}
	return json.Unmarshal(answer.Result, result)
}
