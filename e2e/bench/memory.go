package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
)

// A load is what a new process of the program is asked at once.
type load struct {
	name    string
	method  string
	params  []string // of each request, in JSON
	refused bool     // it may be refused, because it needs more than the memory there is
}

func calls(name, tool string, times int, arguments string) load {
	l := load{name: name, method: "tools/call"}
	for range times {
		l.params = append(l.params, `{"name":"`+tool+`","arguments":`+arguments+`}`)
	}
	return l
}

var byTenant = question{groups: `["tenant"]`}

// measureMemory measures the peak of resident memory under loads that need much.
func measureMemory(ctx context.Context, b *bench) error {
	rows := [][]string{{"load", "answers", "refused", "time", "peak resident memory"}}
	note := func(w world, sheet string, loads ...load) error {
		url, stop, err := b.startCentre(ctx, w, sheet)
		if err != nil {
			return err
		}
		defer stop()
		for _, l := range loads {
			row, err := b.bear(ctx, url, l)
			if err != nil {
				return fmt.Errorf("%s: %w", l.name, err)
			}
			rows = append(rows, row)
		}
		return nil
	}
	w := world{tenants: b.tenants, rows: b.rows, months: 24}
	sheet, err := w.writeSheet(b.dir)
	if err != nil {
		return err
	}
	names, err := w.writeNames(b.dir)
	if err != nil {
		return err
	}
	many := calls("resources of 0.9 MB, 64 at once", "", 64, "")
	many.method = "resources/read"
	for i := range many.params {
		many.params[i] = `{"uri":"acronis://reports/` + reportID(0) + `/stored/` + storedID(0) + `"}`
	}
	small := world{tenants: 400, rows: 4000, months: 1}
	smallSheet, err := small.writeSheet(b.dir)
	if err != nil {
		return err
	}
	large := world{tenants: 1000, rows: 10_000, months: 1, large: 2000 * b.tenants / 125_000}
	steps := []func() error{
		func() error {
			return note(w, sheet,
				calls("by usage", "summarize_usage", 1, question{groups: `["usage"]`}.arguments(1)),
				calls("by tenant", "summarize_usage", 1, byTenant.arguments(1)),
				calls("by tenant, 8 at once", "summarize_usage", 8, byTenant.arguments(1)),
				calls("by tenant, 24 months", "summarize_usage", 1, byTenant.arguments(24)),
				calls("by usage, 24 months", "summarize_usage", 1, question{groups: `["usage"]`}.arguments(24)),
				calls("comparison by tenant", "compare_usage", 1, `{"report_ids":["`+reportID(1)+`","`+reportID(0)+`"],"group_by":["tenant"]}`),
				calls("export as csv", "export_usage", 1, `{"report_ids":["`+reportID(0)+`"]}`),
				calls("export as xlsx", "export_usage", 1, `{"format":"xlsx","report_ids":["`+reportID(0)+`"]}`),
				calls("export as json", "export_usage", 1, `{"format":"json","report_ids":["`+reportID(0)+`"]}`))
		},
		func() error {
			return note(w, names, calls("as many names as rows, each of 1 KB", "summarize_usage", 1, byTenant.arguments(1)))
		},
		func() error { return note(small, smallSheet, many) },
		func() error {
			return note(large, smallSheet,
				calls(fmt.Sprintf("a tenant with %d reports of 2.7 MB", large.large), "summarize_usage", 1, `{"months":["2026-10"]}`),
				calls("list of them", "list_reports", 1, `{"limit":100,"detail":true}`))
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	writeTable(b.out, fmt.Sprintf("Memory: %s rows, %s tenants", count(w.rows), count(w.tenants)), rows)
	return nil
}

// bear starts the program, puts a load on it, and returns the row for the table.
func (b *bench) bear(ctx context.Context, url string, l load) ([]string, error) {
	s, err := start(ctx, b.ours, url, "ACRONIS_EXPORT_DIR="+filepath.Join(b.dir, "exports"))
	if err != nil {
		return nil, err
	}
	defer s.end()
	defer os.RemoveAll(filepath.Join(b.dir, "exports"))
	begin := time.Now()
	for _, params := range l.params {
		if err := s.request(l.method, params); err != nil {
			return nil, err
		}
	}
	var answers, refused values
	for range l.params {
		line, err := s.out.ReadBytes('\n') // a resource is longer than the buffer
		if err != nil {
			return nil, err
		}
		if bytes.Contains(line, []byte(`"isError":true`)) || bytes.Contains(line, []byte(`"error":`)) {
			refused = append(refused, 1)
			fmt.Fprintf(os.Stderr, "bench: %s: %.300s\n", l.name, line)
		} else {
			answers = append(answers, 1)
		}
	}
	took := time.Since(begin)
	return []string{l.name, strconv.Itoa(len(answers)), strconv.Itoa(len(refused)), values{took.Seconds()}.show("s"), values{peak(s.cmd.Process.Pid)}.show("MiB")}, nil
}

// writeNames writes a stored report with one row for each of as many customers as w
// has rows, with names of 1 KB.
func (w world) writeNames(dir string) (path string, err error) {
	path = filepath.Join(dir, "names.csv.gz")
	file, err := os.Create(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	packed := gzip.NewWriter(file)
	rows := bufio.NewWriterSize(packed, 1<<20)
	rows.WriteString(header)
	name := strings.Repeat("n", 1000)
	for i := range w.rows {
		fmt.Fprintf(rows, "a,%s,customer,%s %d,pw_base_vms,pck_per_workload,,,,,1,1,0,0,0,0,0,0,0\n", tenantID(i), name, i)
	}
	if err := rows.Flush(); err != nil {
		return "", err
	}
	if err := packed.Close(); err != nil {
		return "", err
	}
	return path, file.Close()
}
