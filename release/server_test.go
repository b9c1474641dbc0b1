package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestServerEntry(t *testing.T) {
	raw, err := os.ReadFile("../server.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := checkServer(raw); err != nil {
		t.Error(err)
	}
	const address = "https://github.com/o/r/releases/download/v1.2.3/" + bundleName
	sum := strings.Repeat("a", 64)
	filled, err := fillServer(raw, "1.2.3", address, sum)
	if err != nil || !bytes.Contains(filled, []byte(`"version": "1.2.3"`)) || bytes.Contains(filled, []byte("downloads.example")) {
		t.Errorf("%v: %s", err, filled)
	}
	for _, wrong := range [][]byte{
		bytes.Replace(raw, []byte("stdio"), []byte("pigeon"), 1), []byte(`{}`), []byte(`{"packages":{}}`), []byte(`{"packages":[1]}`), []byte(`[]`),
	} {
		if filled, err := fillServer(wrong, "1.2.3", address, sum); err == nil {
			t.Errorf("it takes %s", filled)
		}
	}
	if _, err := fillServer(raw, "1.2.3", address, "no sum"); err == nil {
		t.Error("it takes any checksum")
	}
}

// The bundle, the registry entry and the program must have the same settings.
func TestManifestAndServerEntryAgree(t *testing.T) {
	var m struct {
		Server struct {
			Config struct {
				Env map[string]string `json:"env"`
			} `json:"mcp_config"`
		} `json:"server"`
		UserConfig map[string]struct {
			Sensitive, Required bool
			Description         string
		} `json:"user_config"`
	}
	if err := json.Unmarshal(manifest, &m); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("../server.json")
	if err != nil {
		t.Fatal(err)
	}
	var entry struct {
		Packages []struct {
			EnvironmentVariables []struct {
				Name, Description    string
				IsRequired, IsSecret bool
			}
		}
	}
	if err := json.Unmarshal(raw, &entry); err != nil {
		t.Fatal(err)
	}
	variables := entry.Packages[0].EnvironmentVariables
	if len(variables) != len(m.Server.Config.Env) || len(variables) != len(m.UserConfig) {
		t.Errorf("%d variables, %d in the manifest's environment, %d in its form", len(variables), len(m.Server.Config.Env), len(m.UserConfig))
	}
	for _, v := range variables {
		form := strings.ToLower(strings.TrimPrefix(v.Name, "ACRONIS_"))
		asked, ok := m.UserConfig[form]
		if !ok || m.Server.Config.Env[v.Name] != "${user_config."+form+"}" || asked.Required != v.IsRequired || asked.Sensitive != v.IsSecret {
			t.Errorf("%s is not the same in both", v.Name)
		}
		for _, words := range []string{v.Description, asked.Description} {
			if form == "export_dir" && !strings.Contains(words, "temporary folder") {
				t.Errorf("%q doesn't tell what is written to disk without it", words)
			}
		}
	}
}
