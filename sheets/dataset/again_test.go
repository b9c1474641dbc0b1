package dataset_test

import (
	"context"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/sheets/dataset"
)

func TestMonthIsWrittenOnce(t *testing.T) {
	engine, source := inOctober(t, "cases")
	d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	if out := write(t, d, source); out.Unchanged {
		t.Fatal("the first run changed nothing")
	}
	first := filesIn(t, d.Folder)
	if out := write(t, d, source); !out.Unchanged {
		t.Error("the second run wrote the month again")
	}
	afresh := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	write(t, afresh, source)
	if diff := cmp.Diff(first, filesIn(t, afresh.Folder)); diff != "" {
		t.Errorf("written afresh, files differ:\n%s", diff)
	}

	part := partOf(d.Folder, "usage", october)
	if err := os.WriteFile(part, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := write(t, d, source); out.Unchanged {
		t.Error("a damaged file was left")
	}
	if diff := cmp.Diff(first, filesIn(t, d.Folder)); diff != "" {
		t.Errorf("the damaged file wasn't replaced:\n%s", diff)
	}

	newer := source
	newer.Stored.CreatedAt = "2026-11-09T08:00:00+00:00"
	if out := write(t, d, newer); out.Unchanged {
		t.Error("a report that was made anew changed nothing")
	}
	if n := len(filesIn(t, d.Folder)); n != len(first) {
		t.Errorf("%d files, want %d: a month is there twice", n, len(first))
	}
}

func TestInterruptedMonthIsWhole(t *testing.T) {
	engine, source := inOctober(t, "cases")
	d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
	write(t, d, source)
	before := filesIn(t, d.Folder)
	newer := source
	newer.Stored.CreatedAt = "2026-11-09T08:00:00+00:00"
	ctx, cancel := context.WithCancel(t.Context())
	d.Redact = func(text string) string { cancel(); return text } // while rows are written
	if _, err := d.Write(ctx, october, newer, nil); err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(before, filesIn(t, d.Folder)); diff != "" {
		t.Errorf("the interrupted run changed files:\n%s", diff)
	}
}
