package tools_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/tools"
)

const askSeptember = `{"report_id":"` + simulator.SeptemberReportID + `"}`

// serverWith is newServer with files of its own.
func serverWith(t *testing.T, dc *simulator.DataCentre, files *store.Files, exports string) *host {
	t.Helper()
	c, err := acronis.New(acronis.Config{BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret, Dial: dc.DialContext})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	t.Cleanup(func() {
		if err := files.Close(); err != nil {
			t.Error(err)
		}
	})
	return &host{m: tools.NewServer(tools.Options{Client: c, DataCentre: "eu2-cloud.acronis.com", Files: files, ExportDir: exports})}
}

func downloads(dc *simulator.DataCentre) (n int) {
	for _, r := range dc.Requests() {
		if strings.Contains(r.Path, "/stored/") {
			n++
		}
	}
	return n
}

// A cache folder that others can write to is refused.
func TestSharedFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no mode bits")
	}
	cache := t.TempDir()
	if err := os.Chmod(cache, 0o777); err != nil {
		t.Fatal(err)
	}
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
		files := &store.Files{Folder: cache}
		defer files.Close()
		if r := serverWith(t, dc, files, "").call(t, "summarize_usage", askSeptember); !r.IsError || !strings.Contains(r.Content[0].Text, "chmod go-w") {
			t.Errorf("got %s", r.Content[0].Text)
		}
		if n := downloads(dc); n != 0 {
			t.Errorf("%d downloads", n)
		}
	})
}

// A file that can't be read is downloaded again for the next question, unless
// that has been done or can't help.
func TestFilesThatAreNone(t *testing.T) {
	for _, test := range []struct {
		name, content string
		words         [2]string
		downloads     int
	}{
		{"broken", "\x1f\x8b broken", [2]string{"Trying again downloads it again", "Trying again won't help"}, 2},
		{"of another sort", "tenant.id,name\n", [2]string{"Trying again won't help", "Trying again won't help"}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
				files := &store.Files{}
				defer files.Close()
				h := serverWith(t, dc, files, "")
				if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", []byte(test.content), ""); err != nil {
					t.Fatal(err)
				}
				for _, words := range test.words {
					if r := h.call(t, "summarize_usage", askSeptember); !r.IsError || !strings.Contains(r.Content[0].Text, words) {
						t.Errorf("got %s", r.Content[0].Text)
					}
				}
				if n := downloads(dc); n != test.downloads {
					t.Errorf("%d downloads, want %d", n, test.downloads)
				}
			})
		})
	}
}

// No link leads an export or a kept file out of its folder.
func TestFilesStayInTheirFolders(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need rights there")
	}
	outside, cache, exports := t.TempDir(), t.TempDir(), t.TempDir()
	victim := filepath.Join(outside, "victim")
	if err := os.WriteFile(victim, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
		files := &store.Files{Folder: cache}
		defer files.Close()
		h := serverWith(t, dc, files, exports)
		name := "usage-Northwind_Managed_IT-2026-09-01-2026-09-30.csv"
		stored := "00000000-0000-4000-9000-000000000001.gz"
		for _, link := range []string{filepath.Join(exports, name), filepath.Join(cache, stored)} {
			if err := os.Symlink(victim, link); err != nil {
				t.Fatal(err)
			}
		}
		if r := h.call(t, "summarize_usage", askSeptember); !r.IsError || !strings.Contains(r.Content[0].Text, "no regular file") {
			t.Errorf("summarized through a link: %s", r.Content[0].Text)
		}
		if err := os.Remove(filepath.Join(cache, stored)); err != nil {
			t.Fatal(err)
		}
		var out struct{ File string }
		r := h.call(t, "export_usage", askSeptember)
		if err := json.Unmarshal(r.StructuredContent, &out); err != nil || filepath.Base(out.File) == name {
			t.Errorf("exported to %s: %v", out.File, r.Content)
		}
		if got, err := os.ReadFile(victim); string(got) != "mine" || err != nil {
			t.Errorf("the victim holds %q, %v", got, err)
		}
	})
}

// TestResources reads reports and stored reports as resources.
func TestResources(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		read := func(uri string) (text, mime, problem string) {
			switch answer := m.HandleMessage(t.Context(), json.RawMessage(`{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"`+uri+`"}}`)).(type) {
			case mcp.JSONRPCResponse:
				c := answer.Result.(mcp.ReadResourceResult).Contents[0].(mcp.TextResourceContents)
				return c.Text, c.MIMEType, ""
			case mcp.JSONRPCError:
				return "", "", answer.Error.Message
			}
			return "", "", "no answer"
		}
		const base, stored = "acronis://reports/" + simulator.SeptemberReportID, "/stored/00000000-0000-4000-9000-000000000001"
		if text, mime, problem := read(base); mime != "application/json" || !strings.Contains(text, `"show_skus":true`) {
			t.Errorf("report: %s %s %s", mime, text, problem)
		}
		if text, mime, problem := read(base + stored); mime != "text/csv" || !strings.HasPrefix(text, "application.id,") || !strings.Contains(text, "\u202e") {
			t.Errorf("stored report: %s %.200s %s", mime, text, problem)
		}
		if err := dc.SetFile(simulator.SavedReportID, "csv_v2_0", make([]byte, 1<<20+1), ""); err != nil {
			t.Fatal(err)
		}
		for uri, want := range map[string]string{
			"acronis://reports/x":                            "must be a UUID",
			base + "/stored/x":                               "must be UUIDs",
			base[:len(base)-1]:                               "must be a UUID",
			base + stored[:43] + "9":                         "no stored report",
			"acronis://reports/" + simulator.ForeignReportID: "doesn't allow",
			"acronis://reports/" + simulator.SavedReportID + "/stored/00000000-0000-4000-b000-000000000007": "larger than 1 MiB",
		} {
			if text, _, problem := read(uri); !strings.Contains(problem, want) {
				t.Errorf("%s: %.100s %q, want %q", uri, text, problem, want)
			}
		}
	})
}

// TestResourceOfAPart gets a part of a small file, and of one that is too large
// to be read as a resource. The URI of the small one can be read.
func TestResourceOfAPart(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		head := "application.id,tenant.id,tenant.kind,name,edition,usage.absolute.production,usage.absolute.trial,usage.absolute.total,usage.delta.production,usage.delta.trial,usage.delta.total\n"
		row := "x," + simulator.ContosoID + ",customer,%s,standard,1,0,1,0,0,0\n"
		for _, rows := range []int{2, 20_000} {
			content := head + strings.Repeat(fmt.Sprintf(row, "a")+fmt.Sprintf(row, "b"), rows/2)
			if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", []byte(content), ""); err != nil {
				t.Fatal(err)
			}
			h := serverWith(t, dc, &store.Files{}, "")
			r := h.call(t, "summarize_usage", `{"report_id":"`+simulator.SeptemberReportID+`","limit":1}`)
			var out struct{ Proof []struct{ Resource string } }
			if err := json.Unmarshal(r.StructuredContent, &out); err != nil {
				t.Fatal(err)
			}
			if len(content) > 1<<20 {
				if out.Proof[0].Resource != "" {
					t.Errorf("%d bytes: resource %s, which is too large to be read", len(content), out.Proof[0].Resource)
				}
				continue
			}
			read, problem := request[struct{ Contents []struct{ Text string } }](t, h.m, "resources/read", fmt.Sprintf(`{"uri":%q}`, out.Proof[0].Resource))
			if problem != "" || read.Contents[0].Text != content {
				t.Errorf("resource %s of %d bytes: %s", out.Proof[0].Resource, len(content), problem)
			}
		}
	})
}
