package dataset_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/sheets/dataset"
	"acronis-reports-mcp/usage"
)

var equalDecimals = cmp.Comparer(func(a, b usage.Decimal) bool { return a.Cmp(b) == 0 })

var quantityColumns = []string{"end_production", "end_trial", "end_total", "change_production", "change_trial", "change_total", "billed"}

// countedSums adds up the counted rows of a file, by column and usage.
func countedSums(t *testing.T, rows []map[string]string) map[string]usage.Decimal {
	t.Helper()
	sums := map[string]usage.Decimal{}
	for _, row := range rows {
		if row["counted"] != "true" {
			continue
		}
		for _, column := range quantityColumns {
			amount, err := usage.ParseDecimal(row[column])
			if err != nil {
				t.Fatal(err)
			}
			key := column + " " + row["usage"]
			sums[key] = sums[key].Add(amount)
		}
	}
	return sums
}

// totals returns the totals of a report in the form of countedSums.
func totals(t *testing.T, engine *figures.Engine, source figures.Source) map[string]usage.Decimal {
	t.Helper()
	answer, err := engine.Ask(t.Context(), source, figures.Question{})
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]usage.Decimal{}
	for _, total := range answer.Summary.Totals {
		for i, amount := range []usage.Decimal{
			total.Absolute.Production, total.Absolute.Trial, total.Absolute.Total,
			total.Delta.Production, total.Delta.Trial, total.Delta.Total, total.Of(figures.Billed).Production,
		} {
			key := quantityColumns[i] + " " + total.Usage
			sums[key] = sums[key].Add(amount)
		}
	}
	if len(sums) == 0 {
		t.Fatal("no totals")
	}
	return sums
}

func TestCountedRowsAddUpToTheTotals(t *testing.T) {
	for world := range worlds {
		t.Run(world, func(t *testing.T) {
			engine, source := inOctober(t, world)
			d := &dataset.Dataset{Folder: t.TempDir(), DataCentre: "eu2", Figures: engine}
			out := write(t, d, source)
			rows := readTable(t, d.Folder, "usage")
			if int64(len(rows)) != out.Rows || out.Rows == 0 {
				t.Fatalf("%d rows in the file, %d written", len(rows), out.Rows)
			}
			if diff := cmp.Diff(totals(t, engine, source), countedSums(t, rows), equalDecimals); diff != "" {
				t.Errorf("sums differ from the totals (-totals +sums):\n%s", diff)
			}
		})
	}
}
