package store

import (
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// An internal test, because 2 GiB would take minutes to download.
func TestDownloadOf2GiB(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "download"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := &downloadWriter{file: file, hash: sha256.New(), arrival: &arrival{changed: make(chan struct{})}}
	w.here = 2<<30 - 1
	if _, err := w.Write([]byte("x")); err != nil {
		t.Errorf("2 GiB are refused: %v", err)
	}
	if _, err := w.Write([]byte("x")); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a byte more: %v", err)
	}
	if info, err := file.Stat(); err != nil || info.Size() != 1 {
		t.Errorf("%v, %v; want nothing written beyond the limit", info, err)
	}
}
