package tools_test

import (
	"archive/zip"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
)

// A data centre may put the client's secret into a stored report, for example into
// the names by which a sheet is grouped. No sheet contains it.
func TestExportWithoutSecrets(t *testing.T) {
	const secret = simulator.ClientSecret
	spellings := []string{
		secret, strings.ToUpper(secret), base64.StdEncoding.EncodeToString([]byte("x" + secret)),
		strings.Join(strings.Split(secret, ""), "\u200b"), strings.Join(strings.Split(secret, ""), " "),
	}
	var rows []string
	for _, spelling := range spellings {
		rows = append(rows, `t1,"`+spelling+`","`+spelling+`",5`)
	}
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
		if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", sheetFile(rows...), ""); err != nil {
			t.Fatal(err)
		}
		files := &store.Files{}
		defer files.Close()
		folder := t.TempDir()
		h := serverWith(t, dc, files, folder)
		for _, format := range []string{"csv", "xlsx", "json"} {
			r := h.call(t, "export_usage", `{"report_id":"`+simulator.SeptemberReportID+`","format":"`+format+`","group_by":["tenant","edition"]}`)
			var out struct{ File string }
			if err := json.Unmarshal(r.StructuredContent, &out); err != nil || r.IsError {
				t.Fatalf("%s: %v", r.Content[0].Text, err)
			}
			text := textOf(t, out.File)
			if n := strings.Count(text, "[redacted]"); n < len(spellings) {
				t.Errorf("%s: %d redacted: %.2000s", format, n, text)
			}
			for _, spelling := range spellings {
				if strings.Contains(text+filepath.Base(out.File), spelling) {
					t.Errorf("%s contains %q", format, spelling)
				}
			}
		}
	})
}

// textOf returns the text of a sheet, without compression.
func textOf(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(path) != ".xlsx" {
		return string(raw)
	}
	book, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var b strings.Builder
	for _, part := range book.File {
		page, err := fs.ReadFile(book, part.Name)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(page)
	}
	return b.String()
}

// A stored report with a secret answers questions, but isn't kept.
func TestSecretInAStoredReport(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
		if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", sheetFile(`t1,Contoso,`+simulator.ClientSecret+`,5`), ""); err != nil {
			t.Fatal(err)
		}
		files := &store.Files{Folder: filepath.Join(t.TempDir(), "cache")}
		defer files.Close()
		h := serverWith(t, dc, files, "")
		for want := 1; want <= 2; want++ {
			r := h.call(t, "summarize_usage", `{"report_id":"`+simulator.SeptemberReportID+`","group_by":["edition"]}`)
			if text := r.Content[0].Text; r.IsError || !strings.Contains(text, `"edition":"[redacted]"`) || !strings.Contains(text, `"value":"5"`) {
				t.Errorf("got %s", text)
			}
			if entries, err := os.ReadDir(files.Folder); err != nil || len(entries) > 0 {
				t.Errorf("kept %v, %v", entries, err)
			}
			if n := downloads(dc); n != want {
				t.Errorf("%d downloads, want %d", n, want)
			}
		}
	})
}
