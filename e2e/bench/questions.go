package main

import (
	"context"
	"fmt"
	"os"
)

// A question is put to summarize_usage, and in SQL to DuckDB.
type question struct {
	name           string
	groups, filter string // arguments in JSON, without the report
	sql            string
}

// arguments returns the arguments of the call for the reports of the last months.
func (q question) arguments(months int) string {
	ids := ""
	for back := range months {
		ids += `,"` + reportID(back) + `"`
	}
	return `{"report_ids":[` + ids[1:] + `],"group_by":` + q.groups + q.filter + `}`
}

const sums = `sum("usage.absolute.production"), sum("usage.absolute.trial"), sum("usage.absolute.total"), ` +
	`sum("usage.delta.production"), sum("usage.delta.trial"), sum("usage.delta.total")`

func sql(by, where string) string {
	return `select name, ` + by + `, ` + sums + ` from FILE where "tenant.kind" = 'customer' ` + where + ` group by name, ` + by
}

var (
	withoutTree = question{name: "first question, no tree needed", groups: `["edition"]`, sql: sql("edition", "")}
	withTree    = question{
		name: "first question, with a filter by name", groups: `["edition"]`,
		filter: `,"customers":["` + nameOf(customer) + `"]`, sql: sql("edition", `and "tenant.name" = '`+nameOf(customer)+`'`),
	}
	otherGroups = question{name: "second question, by storage", groups: `["infra"]`, sql: sql(`"infra.id"`, "")}
)

// customer is the one that the filter names.
const customer = 517

// The programs that read files.
type subjects struct{ ours, duckdb, zcat values }

// measureQuestions measures first and second questions about one report, with
// different numbers of tenants.
func measureQuestions(ctx context.Context, b *bench) error {
	for _, tenants := range []int{1000, 50_000, 125_000} {
		if tenants > b.tenants {
			continue
		}
		w := world{tenants: tenants, rows: b.rows, months: 1}
		if err := b.inWorld(ctx, w, func(url, sheet string) error { return b.askAll(ctx, w, url, sheet) }); err != nil {
			return err
		}
	}
	return nil
}

// inWorld runs a function with the data centre of a world.
func (b *bench) inWorld(ctx context.Context, w world, f func(url, sheet string) error) error {
	sheet, err := w.writeSheet(b.dir)
	if err != nil {
		return err
	}
	defer os.Remove(sheet)
	url, stop, err := b.startCentre(ctx, w, sheet)
	if err != nil {
		return err
	}
	defer stop()
	return f(url, sheet)
}

func (b *bench) askAll(ctx context.Context, w world, url, sheet string) error {
	results := map[string]*subjects{"memory": {}}
	for _, q := range []question{withoutTree, withTree, otherGroups} {
		results[q.name] = &subjects{}
	}
	for range b.rounds {
		if err := b.askRound(ctx, url, sheet, results); err != nil {
			return err
		}
	}
	rows := [][]string{{"", "this program", "DuckDB", "ratio", "zcat"}}
	for _, q := range []question{withoutTree, withTree, otherGroups} {
		r := results[q.name]
		rows = append(rows, []string{q.name, r.ours.show("ms"), r.duckdb.show("ms"), ratio(r.ours, r.duckdb).show(""), r.zcat.show("ms")})
	}
	m := results["memory"]
	rows = append(rows, []string{"peak resident memory", m.ours.show("MiB"), m.duckdb.show("MiB"), ratio(m.ours, m.duckdb).show(""), m.zcat.show("MiB")})
	writeTable(b.out, fmt.Sprintf("Questions: %s rows, %s tenants", count(w.rows), count(w.tenants)), rows)
	return nil
}

// askRound puts the first two questions to new processes, and then the third to one of
// them. DuckDB gets them in the same order, and zcat unpacks the file for each.
func (b *bench) askRound(ctx context.Context, url, sheet string, results map[string]*subjects) error {
	var most subjects
	for _, questions := range [][]question{{withTree}, {withoutTree, otherGroups}} {
		ours, memory, err := b.askOurs(ctx, url, 1, questions...)
		if err != nil {
			return err
		}
		most.ours = append(most.ours, memory)
		duckdb, memory, err := b.askDuckDB(ctx, sheet, questions...)
		if err != nil {
			return err
		}
		most.duckdb = append(most.duckdb, memory)
		for i, q := range questions {
			r := results[q.name]
			r.ours = append(r.ours, ours[i])
			if duckdb != nil {
				r.duckdb = append(r.duckdb, duckdb[i])
			}
			took, memory, err := zcat(ctx, sheet)
			if err != nil {
				return err
			}
			r.zcat, most.zcat = append(r.zcat, took...), append(most.zcat, memory)
		}
	}
	m := results["memory"]
	m.ours = append(m.ours, max(most.ours[0], most.ours[1]))
	m.duckdb = append(m.duckdb, max(most.duckdb[0], most.duckdb[1]))
	m.zcat = append(m.zcat, most.zcat[0])
	return nil
}

// askOurs puts questions to a new process of the program. It returns the times in
// milliseconds, and the peak of its resident memory.
func (b *bench) askOurs(ctx context.Context, url string, months int, questions ...question) (took values, memory float64, err error) {
	s, err := start(ctx, b.ours, url)
	if err != nil {
		return nil, 0, err
	}
	defer s.end()
	for _, q := range questions {
		one, err := s.call("summarize_usage", q.arguments(months))
		if err != nil {
			return nil, 0, err
		}
		took = append(took, one)
	}
	return took, peak(s.cmd.Process.Pid), nil
}

// measureRows measures how the cost of the first question grows with the rows.
func measureRows(ctx context.Context, b *bench) error {
	rows := [][]string{{"rows", "tenants", "this program", "DuckDB", "peak of this program", "peak of DuckDB"}}
	for n := 10_000; n <= 10*b.rows; n *= 10 {
		w := world{tenants: min(b.tenants, n/8), rows: n, months: 1}
		err := b.inWorld(ctx, w, func(url, sheet string) error {
			var took, memory subjects
			for range b.rounds {
				ours, most, err := b.askOurs(ctx, url, 1, withoutTree)
				if err != nil {
					return err
				}
				took.ours, memory.ours = append(took.ours, ours...), append(memory.ours, most)
				duckdb, most, err := b.askDuckDB(ctx, sheet, withoutTree)
				if err != nil {
					return err
				}
				took.duckdb, memory.duckdb = append(took.duckdb, duckdb...), append(memory.duckdb, most)
			}
			rows = append(rows, []string{
				count(w.rows), count(w.tenants), took.ours.show("ms"), took.duckdb.show("ms"), memory.ours.show("MiB"), memory.duckdb.show("MiB"),
			})
			return nil
		})
		if err != nil {
			return err
		}
	}
	writeTable(b.out, "First question, by rows", rows)
	return nil
}

// measureMonths measures how it grows with the months.
func measureMonths(ctx context.Context, b *bench) error {
	w := world{tenants: b.tenants, rows: b.rows, months: 12}
	rows := [][]string{{"months", "first question", "second question", "peak resident memory"}}
	err := b.inWorld(ctx, w, func(url, _ string) error {
		for _, months := range []int{1, 3, 12} {
			var first, second, memory values
			for range b.rounds {
				took, most, err := b.askOurs(ctx, url, months, withoutTree, otherGroups)
				if err != nil {
					return err
				}
				first, second, memory = append(first, took[0]), append(second, took[1]), append(memory, most)
			}
			rows = append(rows, []string{fmt.Sprint(months), first.show("ms"), second.show("ms"), memory.show("MiB")})
		}
		return nil
	})
	writeTable(b.out, fmt.Sprintf("Questions about several months: %s rows and %s tenants in each", count(w.rows), count(w.tenants)), rows)
	return err
}

// count returns a number with commas.
func count(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
