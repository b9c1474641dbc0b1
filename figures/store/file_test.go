package store_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
)

// A file that one API client has searched for its secrets is searched again for those of
// another one that has the same folder, and then it isn't kept.
func TestSecretOfAnotherClientInFile(t *testing.T) {
	const otherSecret = "another-secret-of-the-same-length"
	simulate(t, func(t *testing.T, s september) {
		folder := privateFolder(t)
		other, err := acronis.New(acronis.Config{BaseURL: "http://localhost", ClientID: "7d1f6a0e-52c3-4a43-9a4b-1e0c6f2d9b11", ClientSecret: otherSecret, Dial: s.dc.DialContext})
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		for run, client := range []*acronis.Client{s.client, s.client, other} {
			files := &store.Files{Folder: folder}
			file, err := files.Open(t.Context(), client, simulator.SeptemberReportID, s.stored, func(here, size int64) {})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := file.Wait(); err != nil {
				t.Fatal(err)
			}
			if want := run == 1; file.Searched() != want {
				t.Errorf("run %d: the file counts as searched: %v", run, !want)
			}
			file.Unpacked([]byte("a,b\n1,"+otherSecret+"\n"), io.EOF)
			if err := errors.Join(file.Close(), files.Close()); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := os.Stat(filepath.Join(folder, name)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the file is kept: %v", err)
		}
	})
}

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
