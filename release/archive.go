package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// An entry is a file in an archive.
type entry struct {
	path    string
	content []byte
	mode    fs.FileMode
}

// archiveKind returns the kind of archive that users of the system expect.
func (p *program) archiveKind() string {
	if p.system == "windows" {
		return "zip"
	}
	return "tar.gz"
}

// archiveName returns a name such as
// acronis-reports-mcp_1.2.3_linux_amd64.tar.gz.
func (p *program) archiveName() string {
	return fmt.Sprintf("%s_%s_%s_%s.%s", name, p.version, p.system, p.machine, p.archiveKind())
}

// licencesName is the file with the licences of all parts.
const licencesName = "LICENSES.txt"

// documents are the files that are packed with the program: its own licence,
// and the pages to which README.md links.
func documents() ([]entry, error) {
	files, err := filepath.Glob("docs/*.md")
	if err != nil {
		return nil, err
	}
	var entries []entry
	for _, file := range append([]string{"LICENSE", "README.md", "SECURITY.md", "CHANGELOG.md"}, files...) {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry{filepath.ToSlash(file), content, 0o644})
	}
	return entries, nil
}

// writeArchive packs the program with its documents and these entries.
func (p *program) writeArchive(file string, more ...entry) error {
	licences, err := licenceTexts(p.system + "/" + p.machine)
	if err != nil {
		return err
	}
	entries, err := documents()
	if err != nil {
		return err
	}
	entries = append(entries, entry{p.fileName(), p.content, 0o755}, entry{licencesName, licences, 0o644})
	pack := tarGz
	if p.system == "windows" {
		pack = zipped
	}
	packed, err := pack(append(entries, more...), p.date)
	if err != nil {
		return err
	}
	return os.WriteFile(file, packed, 0o644)
}

func tarGz(entries []entry, date time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	t := tar.NewWriter(z)
	for _, e := range entries {
		header := &tar.Header{Name: e.path, Mode: int64(e.mode), Size: int64(len(e.content)), ModTime: date, Format: tar.FormatUSTAR}
		if err := t.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := t.Write(e.content); err != nil {
			return nil, err
		}
	}
	if err := t.Close(); err != nil {
		return nil, err
	}
	err := z.Close()
	return b.Bytes(), err
}

func zipped(entries []entry, date time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.path, Method: zip.Deflate, Modified: date.UTC()}
		header.SetMode(e.mode)
		w, err := z.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(e.content); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}
