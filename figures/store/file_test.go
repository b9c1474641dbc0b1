package store_test

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
)

// TestSecretsInFiles reads a file in parts, and wants it kept only if it was read to
// its end and contains no secret.
func TestSecretsInFiles(t *testing.T) {
	token := func(s september) string {
		requests := s.dc.Requests()
		return strings.TrimPrefix(requests[len(requests)-1].Header.Get("Authorization"), "Bearer ")
	}
	secret := func(september) string { return simulator.ClientSecret }
	none := func(september) string { return "Contoso" }
	for what, test := range map[string]struct {
		text func(september) string
		end  error
		kept bool
	}{
		"no secret":            {none, io.EOF, true},
		"the secret":           {secret, io.EOF, false},
		"the token":            {token, io.EOF, false},
		"not read to its end":  {none, nil, false},
		"can't be read to end": {none, io.ErrUnexpectedEOF, false},
	} {
		t.Run(what, func(t *testing.T) {
			simulate(t, func(t *testing.T, s september) {
				folder := privateFolder(t)
				for run := 1; run <= 2; run++ {
					files := &store.Files{Folder: folder}
					file, err := files.Open(t.Context(), s.client, simulator.SeptemberReportID, s.stored, func(here, size int64) {})
					if err != nil {
						t.Fatal(err)
					}
					text := "a,b\n1," + strings.Repeat("x,", 1000) + test.text(s) + "\n"
					if _, err := file.Wait(); err != nil {
						t.Fatal(err)
					}
					for part := range slices.Chunk([]byte(text), 7) {
						file.Unpacked(part, nil)
					}
					file.Unpacked(nil, test.end)
					if err := file.Close(); err != nil {
						t.Fatal(err)
					}
					if _, err := os.Stat(filepath.Join(folder, name)); err == nil && !test.kept && test.end == io.EOF {
						t.Error("the file is kept while the program runs")
					}
					if err := files.Close(); err != nil {
						t.Fatal(err)
					}
				}
				want := []string{name, "index.json"}
				if !test.kept {
					want = nil
				}
				checkNames(t, folder, want...)
				if n := s.downloads(); test.kept != (n == 1) {
					t.Errorf("%d downloads", n)
				}
			})
		})
	}
}
