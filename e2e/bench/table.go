package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// values are the results of a measurement, one for each round.
type values []float64

func (v values) median() float64 { return slices.Sorted(slices.Values(v))[len(v)/2] }

// show returns the median, and the lowest and highest value if there are several.
func (v values) show(unit string) string {
	if len(v) == 0 || v.median() == 0 {
		return "–" // not measured, or not known on this system
	}
	text := strings.TrimSpace(number(v.median()) + " " + unit)
	if len(v) > 1 {
		text += " (" + number(slices.Min(v)) + "–" + number(slices.Max(v)) + ")"
	}
	return text
}

// number returns a number with about three digits.
func number(x float64) string {
	switch {
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}

// ratio returns the quotients of two measurements made in turns.
func ratio(a, b values) values {
	var quotients values
	for i := range min(len(a), len(b)) {
		quotients = append(quotients, a[i]/b[i])
	}
	return quotients
}

// writeTable writes a table in Markdown. The first row has the heads of the columns.
func writeTable(out io.Writer, title string, rows [][]string) {
	fmt.Fprintf(out, "### %s\n\n", title)
	for i, row := range rows {
		fmt.Fprintf(out, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			fmt.Fprintln(out, strings.Repeat("|---", len(row))+"|")
		}
	}
	fmt.Fprintln(out)
}
