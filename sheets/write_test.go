package sheets

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func readFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestJSON(t *testing.T) {
	s := Sheet{Rows: List{}, Totals: []Total{}, Proof: map[string]string{"a": "<b>"}}
	file, err := s.Write(t.Context(), t.TempDir(), "name", "json")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := readFile(t, file.Path), "{\n  \"rows\": [],\n  \"totals\": [],\n  \"proof\": {\n    \"a\": \"<b>\"\n  }\n}\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestXLSXOfTooManyRows(t *testing.T) {
	folder := t.TempDir()
	_, err := Sheet{Rows: make(List, MaxXLSXRows+1)}.Write(t.Context(), folder, "name", "xlsx")
	var e *SizeError
	if !errors.As(err, &e) || e.Rows != MaxXLSXRows+1 || e.Max != MaxXLSXRows {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(folder); len(left) != 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// No file replaces another, and no incomplete file is left.
func TestFilesInTheFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	for _, want := range []string{"name.csv", "name-2.csv", "name-3.csv"} {
		if file, err := (Sheet{}).Write(t.Context(), folder, "name", "csv"); file.Path != filepath.Join(folder, want) || err != nil {
			t.Errorf("got %s, %v; want %s", file.Path, err, want)
		}
	}
	var e *WriteError
	if _, err := (Sheet{Proof: func() {}}).Write(t.Context(), folder, "bad", "json"); !errors.As(err, &e) || e.Left != "" {
		t.Errorf("got %v", err)
	}
	if _, err := (Sheet{}).Write(t.Context(), filepath.Join(folder, "name.csv"), "name", "csv"); !errors.As(err, &e) {
		t.Errorf("written into a file: %v", err)
	}
	if left, err := os.ReadDir(folder); len(left) != 3 || err != nil {
		t.Errorf("in the folder: %v, %v", left, err)
	}
}
