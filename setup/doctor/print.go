package doctor

import (
	"fmt"
	"io"
	"strings"
)

// count returns the number of findings with a status.
func (r Report) count(status string) (n int) {
	for _, f := range r.Checks {
		if f.Status == status {
			n++
		}
	}
	return n
}

// Print writes the report as text, a line for each finding.
func (r Report) Print(w io.Writer) error {
	var b strings.Builder
	width := 0
	for _, f := range r.Checks {
		width = max(width, len(f.Check))
	}
	for _, f := range r.Checks {
		fmt.Fprintf(&b, "%-4s  %-*s  %s\n", f.Status, width, f.Check, f.Detail)
		if f.Advice != "" {
			fmt.Fprintf(&b, "%*s  %s\n", width+6, "->", f.Advice)
		}
	}
	failed, warned := r.count("fail"), r.count("warn")
	switch {
	case failed == 1:
		fmt.Fprintln(&b, "\n1 check failed. Fix it and run doctor again.")
	case failed > 1:
		fmt.Fprintf(&b, "\n%d checks failed. Fix the first and run doctor again.\n", failed)
	case warned == 1:
		fmt.Fprintln(&b, "\nNo check failed. There is 1 warning.")
	case warned > 1:
		fmt.Fprintf(&b, "\nNo check failed. There are %d warnings.\n", warned)
	default:
		fmt.Fprintln(&b, "\nAll checks passed.")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
