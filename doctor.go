package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/setup/settings"
)

// A finding is one line of what doctor says.
type finding struct {
	Check  string `json:"check"`
	Status string `json:"status"` // ok, warn, fail or skip
	Detail string `json:"detail"`
	Advice string `json:"advice,omitempty"`
}

func good(format string, a ...any) finding {
	return finding{Status: "ok", Detail: fmt.Sprintf(format, a...)}
}

func skipped(format string, a ...any) finding {
	return finding{Status: "skip", Detail: fmt.Sprintf(format, a...)}
}

func warned(advice, format string, a ...any) finding {
	return finding{Status: "warn", Detail: fmt.Sprintf(format, a...), Advice: advice}
}

func failed(advice, format string, a ...any) finding {
	return finding{Status: "fail", Detail: fmt.Sprintf(format, a...), Advice: advice}
}

// A check finds out one thing, if what it needs was found well.
type check struct {
	name, needs string
	run         func(context.Context) finding
}

// doctorTimeout bounds all checks together.
const doctorTimeout = 2 * time.Minute

// doctor checks the way from the settings to the first report, prints a line
// for each step, and returns the exit status: 0, or 1 if a check failed.
func doctor(ctx context.Context, s *settings.Settings, out io.Writer, fail func(int, error) int) int {
	asJSON := slices.Equal(s.Flags.Args, []string{"--json"})
	if len(s.Flags.Args) > 0 && !asJSON {
		return fail(2, errors.New("doctor takes nothing but --json"))
	}
	ctx, cancel := context.WithTimeout(ctx, doctorTimeout)
	defer cancel()
	findings := append(settingsFound(s), foldersFound(s)...)
	path := &pathFinder{Settings: s}
	findings = append(findings, inOrder(ctx, path.checks(), len(s.Problems) == 0)...)
	for i, f := range findings { // what a stranger wrote must not move the cursor of a terminal
		findings[i].Detail, findings[i].Advice = escape.Text(f.Detail), escape.Text(f.Advice)
	}
	if asJSON {
		raw, err := json.Marshal(map[string]any{"ok": count(findings, "fail") == 0, "checks": findings})
		if err != nil {
			return fail(1, err)
		}
		err = printJSON(out, raw)
		if err != nil {
			return fail(1, err)
		}
	} else if err := printFindings(out, findings); err != nil {
		return fail(1, err)
	}
	return min(1, count(findings, "fail"))
}

// inOrder runs the checks; one whose need wasn't met is skipped, and so are
// those that need it.
func inOrder(ctx context.Context, checks []check, settingsGood bool) []finding {
	met := map[string]bool{"settings": settingsGood}
	var findings []finding
	for _, c := range checks {
		f := skipped("not tried: it waits for %s", c.needs)
		if met[c.needs] {
			f = c.run(ctx)
			met[c.name] = f.Status != "fail"
		}
		f.Check = c.name
		findings = append(findings, f)
	}
	return findings
}

func count(findings []finding, status string) (n int) {
	for _, f := range findings {
		if f.Status == status {
			n++
		}
	}
	return n
}

func printFindings(out io.Writer, findings []finding) error {
	var b strings.Builder
	width := 0
	for _, f := range findings {
		width = max(width, len(f.Check))
	}
	for _, f := range findings {
		fmt.Fprintf(&b, "%-4s  %-*s  %s\n", f.Status, width, f.Check, f.Detail)
		if f.Advice != "" {
			fmt.Fprintf(&b, "%*s  %s\n", width+6, "->", f.Advice)
		}
	}
	failed, warned := count(findings, "fail"), count(findings, "warn")
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
	_, err := io.WriteString(out, b.String())
	return err
}
