package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"
)

// The date in an archive is that of the commit, not the current one.
func TestArchiveDates(t *testing.T) {
	date := time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)
	packed, err := zipped([]entry{{"x", nil, 0o755}}, date)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	if f := z.File[0]; !f.Modified.Equal(date) || f.Mode() != 0o755 {
		t.Errorf("%v, %v", f.Modified, f.Mode())
	}
	if packed, err = tarGz([]entry{{"x", nil, 0o755}}, date); err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	header, err := tar.NewReader(unpacked).Next()
	if err != nil || !header.ModTime.Equal(date) || header.Mode != 0o755 {
		t.Errorf("%v, %+v", err, header)
	}
}

func TestArchivesAreTheSameEachTime(t *testing.T) {
	date := time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)
	entries := []entry{{"server/linux/x", []byte("program"), 0o755}, {"README.md", []byte("words"), 0o644}}
	for _, pack := range []func([]entry, time.Time) ([]byte, error){tarGz, zipped} {
		first, err := pack(entries, date)
		if err != nil {
			t.Fatal(err)
		}
		second, err := pack(entries, date.In(time.FixedZone("east", 3600)))
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("%v, or bytes differ", err)
		}
	}
}

// TestArchiveHoldsItsDocuments checks that the pages README.md links to are in an archive, too.
func TestArchiveHoldsItsDocuments(t *testing.T) {
	t.Chdir("..")
	file := filepath.Join(t.TempDir(), "archive.zip")
	p := program{system: "windows", machine: "amd64", content: []byte("program")}
	if err := p.writeArchive(file); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	want := []string{"LICENSE", "LICENSES.txt", "README.md", "SECURITY.md", "acronis-reports-mcp.exe"}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range regexp.MustCompile(`\]\((docs/[^)#]*)`).FindAllSubmatch(readme, -1) {
		want = append(want, string(link[1]))
	}
	for _, name := range want {
		if !slices.Contains(names, name) {
			t.Errorf("the archive lacks %s: %q", name, names)
		}
	}
}

func TestArchiveName(t *testing.T) {
	p := program{system: "windows", machine: "arm64", version: "1.2.3"}
	if got := p.archiveName(); got != "acronis-reports-mcp_1.2.3_windows_arm64.zip" {
		t.Error(got)
	}
}
