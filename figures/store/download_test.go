package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
)

// TestHashOfCutDownload cuts a download after half of the file. The hash is that
// of the file that the next attempt writes.
func TestHashOfCutDownload(t *testing.T) {
	folder := privateFolder(t)
	simulate(t, func(t *testing.T, s september) {
		files := &store.Files{Folder: folder}
		defer files.Close()
		s.dc.Inject(simulator.Fault{Path: "/api/2/reports/" + simulator.SeptemberReportID + "/stored/", Cut: simulator.CutInBody})
		got, err := s.open(t, files)
		if err != nil || s.downloads() != 2 {
			t.Fatalf("%v after %d downloads", err, s.downloads())
		}
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(content); got != hex.EncodeToString(sum[:]) {
			t.Errorf("got %s, want %x", got, sum)
		}
	})
}
