//go:build !windows

package store

import (
	"errors"
	"os"
	"testing"
)

// An internal test, because a folder would have to be replaced right after it was checked.
func TestFolderReplacedAfterTheCheck(t *testing.T) {
	folder := t.TempDir()
	for mode, want := range map[os.FileMode]bool{0o700: true, 0o777: false} {
		if err := os.Chmod(folder, mode); err != nil {
			t.Fatal(err)
		}
		root, err := openOwn(folder)
		if trust := (*TrustError)(nil); (err == nil) != want || !want && !errors.As(err, &trust) {
			t.Errorf("mode %v: %v", mode, err)
		}
		if err == nil {
			root.Close()
		}
	}
}
