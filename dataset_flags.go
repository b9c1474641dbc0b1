package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"acronis-reports-mcp/tools"
)

// datasetFlags are the flags after the word dataset.
type datasetFlags struct {
	out, tenant     string
	months          []string
	create, noNames bool
}

// parseDatasetFlags parses the words after dataset.
func parseDatasetFlags(args []string) (f datasetFlags, err error) {
	set := flag.NewFlagSet("dataset", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	months := ""
	set.StringVar(&f.out, "out", "", "")
	set.StringVar(&months, "months", "", "")
	set.StringVar(&f.tenant, "tenant", "", "")
	set.BoolVar(&f.create, "create", false, "")
	set.BoolVar(&f.noNames, "no-names", false, "")
	if err := set.Parse(args); err != nil {
		return f, err
	}
	if set.NArg() > 0 || f.out == "" || months == "" {
		return f, errors.New("dataset needs --out DIR and --months FIRST..LAST, such as --months 2024-01..2026-10, or a single month")
	}
	f.months, err = monthsBetween(months)
	return f, err
}

const monthLayout = "2006-01"

// maxDatasetMonths is ten years.
const maxDatasetMonths = 120

// monthsBetween returns the months of a range, FIRST..LAST, or of a single month.
func monthsBetween(text string) (months []string, err error) {
	first, last, isRange := strings.Cut(text, "..")
	if !isRange {
		last = first
	}
	from, err := time.Parse(monthLayout, tools.RespelledMonth(first))
	to, toErr := time.Parse(monthLayout, tools.RespelledMonth(last))
	if err = cmp.Or(err, toErr); err != nil {
		return nil, fmt.Errorf("--months must be a month such as 2026-10, or FIRST..LAST, not %q", text)
	}
	if to.Before(from) {
		return nil, fmt.Errorf("--months %s..%s: the first month is after the last", from.Format(monthLayout), to.Format(monthLayout))
	}
	for m := from; !m.After(to); m = m.AddDate(0, 1, 0) {
		if len(months) == maxDatasetMonths {
			return nil, fmt.Errorf("--months has more than %d months", maxDatasetMonths)
		}
		months = append(months, m.Format(monthLayout))
	}
	return months, nil
}
