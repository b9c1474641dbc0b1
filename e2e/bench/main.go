// Command bench measures the built program from outside, as a user waits for it.
// Next to it, in the same run and in turns, it measures a bare mcp-go server for
// single calls, and DuckDB and zcat for files.
//
//	go run ./e2e/bench              all measurements, about ten minutes
//	go run ./e2e/bench -quick       the same with small numbers, for CI
//	go run ./e2e/bench -only start  one part of it
//
//	go run ./e2e/bench -profile release/default.pgo
//	                                the CPU profile with which releases are built
//
// The data centre is a process of its own. It has as many tenants and rows as the
// flags say, and each tenant has 1.5 KB of JSON. DuckDB needs `npm ci` in e2e.
// Tables with medians, and the lowest and highest value of each, go to standard
// output in Markdown. They are the tables of docs/performance.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
)

// settings are what the flags say.
type settings struct {
	profile       string
	rows, tenants int
	rounds        int
	quick         bool
	maxStart      float64
	only          []string
}

// A part is one of the tables.
type part struct {
	name    string
	measure func(context.Context, *bench) error
}

var parts = []part{
	{"start", measureStart},
	{"calls", measureCalls},
	{"catalogue", measureCatalogue},
	{"questions", measureQuestions},
	{"rows", measureRows},
	{"months", measureMonths},
	{"prices", measurePrices},
	{"datasets", measureDatasets},
	{"memory", measureMemory},
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == centreCommand {
		exitOn(serveCentre(os.Args[2:]))
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	s, err := parseSettings(os.Args[1:])
	if err == nil {
		err = run(ctx, s, os.Stdout)
	}
	exitOn(err)
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func parseSettings(args []string) (settings, error) {
	var names []string
	for _, p := range parts {
		names = append(names, p.name)
	}
	var s settings
	f := flag.NewFlagSet("bench", flag.ExitOnError)
	f.IntVar(&s.rows, "rows", 1_000_000, "rows of a stored report")
	f.IntVar(&s.tenants, "tenants", 125_000, "tenants of the data centre")
	f.IntVar(&s.rounds, "rounds", 0, "rounds of each measurement (default 5, 1 with -quick)")
	f.BoolVar(&s.quick, "quick", false, "small numbers, to see that everything works")
	f.Float64Var(&s.maxStart, "max-start", 0, "fail if the first answer after a start takes longer than this many times that of the bare server, in the best pair")
	f.StringVar(&s.profile, "profile", "", "measure nothing, but write a CPU profile to a `file`")
	only := f.String("only", "", "parts, with commas: "+strings.Join(names, ", "))
	f.Parse(args) // exits if it fails
	if *only != "" {
		s.only = strings.Split(*only, ",")
	}
	for _, name := range s.only {
		if !slices.Contains(names, name) {
			return s, fmt.Errorf("there is no part %s, only %s", name, strings.Join(names, ", "))
		}
	}
	if s.quick {
		s.rows, s.tenants = min(s.rows, 10_000), min(s.tenants, 1000)
	}
	if s.rounds == 0 {
		s.rounds = 5
		if s.quick {
			s.rounds = 1
		}
	}
	return s, nil
}

// bench is what the measurements share.
type bench struct {
	settings
	dir        string // temporary
	ours, bare string // the built programs
	duckDB     bool   // it is installed
	out        io.Writer
}

func run(ctx context.Context, s settings, out io.Writer) error {
	dir, err := os.MkdirTemp("", "acronis-reports-mcp-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{settings: s, dir: dir, duckDB: installed(), out: out}
	if s.profile != "" {
		return b.writeProfile(ctx)
	}
	if err := b.build(ctx); err != nil {
		return err
	}
	for _, p := range parts {
		if s.only != nil && !slices.Contains(s.only, p.name) {
			continue
		}
		fmt.Fprintln(os.Stderr, "bench:", p.name)
		if err := p.measure(ctx, b); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}
