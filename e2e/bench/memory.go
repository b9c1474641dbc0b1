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
)

// A load is what a new process of the program is asked at once.
type load struct {
	name   string
	method string
	params []string // of each request, in JSON
}

// calls returns a load of the same call, so many times.
func calls(name, tool string, times int, arguments string) load {
	l := load{name: name, method: "tools/call"}
	for range times {
		l.params = append(l.params, `{"name":"`+tool+`","arguments":`+arguments+`}`)
	}
	return l
}

// A scene is a data centre and the loads on programs that use it.
type scene struct {
	world
	write func(dir string) (sheet string, err error)
	loads []load
}

// scenes returns what is measured.
func (b *bench) scenes() []scene {
	large := world{tenants: b.tenants, rows: b.rows, months: 24}
	small := world{tenants: 400, rows: 4000, months: 1}
	reports := world{tenants: 1000, rows: 10_000, months: 1, large: 2000 * b.tenants / 125_000}
	byUsage, byTenant := question{groups: `["usage"]`}, question{groups: `["tenant"]`}
	export := func(format string) load {
		return calls("export as "+format, "export_usage", 1, `{"format":"`+format+`","report_ids":["`+reportID(0)+`"]}`)
	}
	resources := load{name: "resources of 0.9 MB, 64 at once", method: "resources/read"}
	for range 64 {
		resources.params = append(resources.params, `{"uri":"acronis://reports/`+reportID(0)+`/stored/`+storedID(0)+`"}`)
	}
	return []scene{
		{large, large.writeSheet, []load{
			calls("by usage", "summarize_usage", 1, byUsage.arguments(1)),
			calls("by tenant", "summarize_usage", 1, byTenant.arguments(1)),
			calls("by tenant, 8 at once", "summarize_usage", 8, byTenant.arguments(1)),
			calls("by tenant, 24 months", "summarize_usage", 1, byTenant.arguments(24)),
			calls("by usage, 24 months", "summarize_usage", 1, byUsage.arguments(24)),
			calls("comparison by tenant", "compare_usage", 1, `{"report_ids":["`+reportID(1)+`","`+reportID(0)+`"],"group_by":["tenant"]}`),
			export("csv"), export("xlsx"), export("json"),
		}},
		{large, large.writeNames, []load{
			calls("as many names as rows, each of 1 KB", "summarize_usage", 1, byTenant.arguments(1)),
		}},
		{small, small.writeSheet, []load{resources}},
		{reports, small.writeSheet, []load{
			calls(fmt.Sprintf("a tenant with %d reports of 2.7 MB", reports.large), "summarize_usage", 1, `{"months":["2026-10"]}`),
			calls("list of them", "list_reports", 1, `{"limit":100,"detail":true}`),
		}},
	}
}

// measureMemory measures the peak of resident memory under loads that need much.
func measureMemory(ctx context.Context, b *bench) error {
	rows := [][]string{{"load", "answers", "refused", "time", "peak resident memory"}}
	for _, s := range b.scenes() {
		sheet, err := s.write(b.dir)
		if err != nil {
			return err
		}
		url, stop, err := b.startCentre(ctx, s.world, sheet)
		if err != nil {
			return err
		}
		for _, l := range s.loads {
			row, err := b.bear(ctx, url, l)
			if err != nil {
				stop()
				return fmt.Errorf("%s: %w", l.name, err)
			}
			rows = append(rows, row)
		}
		stop()
	}
	writeTable(b.out, fmt.Sprintf("Memory: %s rows, %s tenants", count(b.rows), count(b.tenants)), rows)
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
	return path, writePacked(path, func(rows *bufio.Writer) {
		rows.WriteString(header)
		name := strings.Repeat("n", 1000)
		for i := range w.rows {
			fmt.Fprintf(rows, "a,%s,customer,%s %d,pw_base_vms,pck_per_workload,,,,,1,1,0,0,0,0,0,0,0\n", tenantID(i), name, i)
		}
	})
}
