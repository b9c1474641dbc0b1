package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
)

// datasetMeasurement is what measureDatasets has measured for a number of rows.
type datasetMeasurement struct{ summary, written, memory, duckdb, duckdbMemory values }

// measureDatasets measures how long a month of a dataset takes, beside the sums of the
// same file and beside DuckDB, which reads the result with the statement of
// docs/scale.md. More rows are of the same tenants, and then as many are of all. It fails if the sums of DuckDB are others than those of the program.
func measureDatasets(ctx context.Context, b *bench) error {
	view, err := usageView()
	if err != nil {
		return err
	}
	rows := [][]string{{"rows", "tenants", "sums by usage", "a month of a dataset", "ratio", "peak while it is written", "DuckDB reads it", "peak of DuckDB"}}
	few := min(b.tenants, 1250)
	worlds := []world{{tenants: b.tenants, rows: b.rows, months: 1}}
	for n := 10_000; n <= 10*b.rows; n *= 10 {
		worlds = append(worlds, world{tenants: few, rows: n, months: 1})
	}
	for _, w := range append(worlds[1:], worlds[0]) {
		var m datasetMeasurement
		err := b.inWorld(ctx, w, func(url, _ string) error {
			for range b.rounds {
				if err := b.datasetRound(ctx, url, view, &m); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		rows = append(rows, []string{
			count(w.rows), count(w.tenants), m.summary.show("ms"), m.written.show("ms"), ratio(m.written, m.summary).show(""),
			m.memory.show("MiB"), m.duckdb.show("ms"), m.duckdbMemory.show("MiB"),
		})
	}
	writeTable(b.out, "Datasets", rows)
	return nil
}

// datasetRound adds up a report in a new process, writes it in another, and reads the
// result with DuckDB.
func (b *bench) datasetRound(ctx context.Context, url, view string, m *datasetMeasurement) error {
	folder, err := os.MkdirTemp(b.dir, "dataset")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	took, answer, _, err := b.callOnce(ctx, url, "summarize_usage", `{"report_ids":["`+reportID(0)+`"],"group_by":["usage"],"limit":100}`)
	if err != nil {
		return err
	}
	m.summary = append(m.summary, took)
	took, _, memory, err := b.callOnce(ctx, url, "export_usage", `{"report_ids":["`+reportID(0)+`"],"layout":"dataset"}`, "ACRONIS_EXPORT_DIR="+folder)
	if err != nil {
		return err
	}
	m.written, m.memory = append(m.written, took), append(m.memory, memory)
	if !b.duckDB {
		return nil
	}
	sql := "WITH usage AS (" + strings.ReplaceAll(view, "usage-data", filepath.ToSlash(folder)) + ") SELECT usage, sum(billed)::VARCHAR FROM usage WHERE counted GROUP BY usage"
	replies, memory, err := b.queryDuckDB(ctx, sql)
	if err != nil {
		return err
	}
	m.duckdb, m.duckdbMemory = append(m.duckdb, replies[0].Took), append(m.duckdbMemory, memory)
	return sameSums(answer, replies[0].Rows)
}

// callOnce calls a tool in a new process. It returns the time in milliseconds, the
// answer, and the peak of the resident memory.
func (b *bench) callOnce(ctx context.Context, url, tool, arguments string, settings ...string) (took float64, answer []byte, memory float64, err error) {
	s, err := start(ctx, b.ours, url, settings...)
	if err != nil {
		return 0, nil, 0, err
	}
	defer s.end()
	took, answer, err = s.answer(tool, arguments)
	return took, answer, peak(s.cmd.Process.Pid), err
}

// usageView returns what docs/scale.md selects for the view usage.
func usageView() (string, error) {
	page, err := os.ReadFile("docs/scale.md")
	if err != nil {
		return "", err
	}
	_, view, found := strings.Cut(string(page), "CREATE VIEW usage AS\n")
	view, _, end := strings.Cut(view, ";\n```")
	if !found || !end {
		return "", errors.New("docs/scale.md has no view usage for DuckDB")
	}
	return view, nil
}

// sameSums compares the items of an answer with rows of a usage and its sum.
func sameSums(answer []byte, rows [][]any) error {
	var frame struct {
		Result struct {
			StructuredContent struct {
				Items []struct{ Usage, Value string }
			}
		}
	}
	if err := json.Unmarshal(answer, &frame); err != nil {
		return err
	}
	want, got := map[string]*big.Rat{}, map[string]*big.Rat{}
	add := func(sums map[string]*big.Rat, usage, amount string) error {
		n, ok := new(big.Rat).SetString(amount)
		if !ok {
			return fmt.Errorf("%s: %q is no number", usage, amount)
		}
		if sums[usage] == nil {
			sums[usage] = new(big.Rat)
		}
		sums[usage].Add(sums[usage], n)
		return nil
	}
	for _, item := range frame.Result.StructuredContent.Items { // rows without infrastructure are an item of their own
		if err := add(want, item.Usage, item.Value); err != nil {
			return err
		}
	}
	for _, row := range rows {
		if err := add(got, fmt.Sprint(row[0]), fmt.Sprint(row[1])); err != nil {
			return err
		}
	}
	if len(want) == 0 || len(want) != len(got) {
		return fmt.Errorf("%d usages, and %d for DuckDB", len(want), len(got))
	}
	for usage, sum := range want {
		if got[usage] == nil || got[usage].Cmp(sum) != 0 {
			return fmt.Errorf("%s is %v, and %v for DuckDB", usage, sum, got[usage])
		}
	}
	return nil
}
