package hosts

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/tailscale/hujson"
	"go.yaml.in/yaml/v4"
)

func FuzzWriteJSON(f *testing.F) {
	fuzzWrite(f, hostNamed("cursor"), func(content string, into any) error {
		standard, err := hujson.Standardize([]byte(content))
		if err != nil {
			return err
		}
		return json.Unmarshal(standard, into)
	})
}

func FuzzWriteTOML(f *testing.F) {
	fuzzWrite(f, hostNamed("chatgpt"), func(content string, into any) error {
		_, err := toml.Decode(content, into)
		return err
	})
}

func FuzzWriteYAML(f *testing.F) {
	fuzzWrite(f, hostNamed("goose"), func(content string, into any) error {
		return yaml.Load([]byte(content), into)
	})
}

// fuzzWrite writes our entry into any file. Either nothing is written, or what else the
// file has stays, as another reader sees it; and a second run changes nothing.
func fuzzWrite(f *testing.F, h host, decode func(string, any) error) {
	under := h.under(&node{})[0]
	for _, content := range around[h.format.name] {
		f.Add(strings.ReplaceAll(content, "NAME", under))
	}
	for _, content := range refused[h.format.name] {
		f.Add(strings.ReplaceAll(content, "NAME", under))
	}
	for _, entry := range entries[h.name] {
		f.Add(entry.before)
	}
	i := installation{goos: "linux", command: "/opt/acronis-reports-mcp", args: []string{"--log-level", "debug"}}
	i.env = map[string]string{"ACRONIS_CLIENT_ID": "20dffb36-d77b-45c6-b2fa-39276e98d5fc"}
	f.Fuzz(func(t *testing.T, content string) {
		before, err := newDocument(h.format, content)
		if err != nil {
			return
		}
		after := *before
		if err := newMerge(h, i).into(&after); err != nil {
			return
		}
		again := after
		if err := newMerge(h, i).into(&again); err != nil || again.content != after.content {
			t.Errorf("a second run gives %q after %q, error %v", again.content, after.content, err)
		}
		if entry, err := before.root.at(under, "acronis-reports"); entry == nil && err == nil && !pure(before.content, after.content) {
			t.Errorf("something else has changed: %q was %q", after.content, before.content)
		}
		was, is := others(decode, before.content, under), others(decode, after.content, under)
		if was != is && was != "" {
			t.Errorf("something else means %s, not %s: %q was %q", is, was, after.content, before.content)
		}
	})
}

// others returns what a file means without our entry, or "" if it is not a map with
// texts as keys.
func others(decode func(string, any) error, content, under string) string {
	var all map[string]any
	if decode(content, &all) != nil {
		return ""
	}
	servers, ok := all[under].(map[string]any)
	if all[under] != nil && !ok {
		return ""
	}
	delete(servers, "acronis-reports")
	if len(servers) == 0 {
		delete(all, under)
	}
	return fmt.Sprint(all)
}
