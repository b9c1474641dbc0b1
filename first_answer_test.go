package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// TestFromNothingToTheFirstAnswer does what a new user does: log in, connect an app,
// and ask. The app starts the server with what is in its file and, as apps do, with
// little of its own environment.
func TestFromNothingToTheFirstAnswer(t *testing.T) {
	settings := newHome(t)
	settings["XDG_CONFIG_HOME"] = filepath.Join(settings["HOME"], "settings")
	s := inTerminal(t, settings, "login", "--profile", "europe", "--secret-file", filepath.Join(settings["HOME"], "secret"))
	s.enter("another one: ", simulated(t, nil)["ACRONIS_BASE_URL"]+"\n")
	s.enter("Client id: ", simulator.ClientID+"\n")
	s.enter("Secret (not shown): ", simulator.ClientSecret+"\n")
	s.expect(" config APP --write --profile europe")
	if status := s.end(); status != 0 {
		t.Fatalf("status %d: %s", status, &s.shown)
	}
	s = inTerminal(t, settings, "config", "cursor", "--write", "--profile", "europe")
	s.enter("Write this? [y/N] ", "y\n")
	s.expect("Restart the app.")
	if status := s.end(); status != 0 {
		t.Fatalf("status %d: %s", status, &s.shown)
	}

	raw, err := os.ReadFile(filepath.Join(settings["HOME"], ".cursor", "mcp.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Servers map[string]struct {
			Command string
			Args    []string
			Env     map[string]string
		} `json:"mcpServers"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	entry, ok := file.Servers["acronis-reports-europe"]
	if text := string(raw); !ok || strings.Contains(text, simulator.ClientSecret) || strings.Contains(text, simulator.ClientID) {
		t.Fatalf("the file of the app is %s", raw)
	}
	server := exec.Command(entry.Command, entry.Args...)
	server.Env = []string{mainEnv + "=1", "HOME=" + settings["HOME"], "PATH=" + os.Getenv("PATH")}
	for name, value := range entry.Env {
		server.Env = append(server.Env, name+"="+value)
	}
	server.Stdin = strings.NewReader(lines(1))
	answers, err := server.Output()
	if err != nil || !strings.Contains(string(answers), guideID) || strings.Contains(string(answers), `"isError":true`) {
		t.Errorf("%v: the server answers %s", err, answers)
	}
}
