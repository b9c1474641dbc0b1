package doctor

import (
	"fmt"
	"io"
	"strings"
)

func (r Report) count(status string) (n int) {
	for _, f := range r.Checks {
		if f.Status == status {
			n++
		}
	}
	return n
}

// Print writes the report as lines for a user.
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
	case failed > 0:
		fmt.Fprintf(&b, "\n%d failed: mend the first, then run this again.\n", failed)
	case warned == 1:
		fmt.Fprintln(&b, "\nWorks, with 1 warning.")
	case warned > 0:
		fmt.Fprintf(&b, "\nWorks, with %d warnings.\n", warned)
	default:
		fmt.Fprintln(&b, "\nAll is well.")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
