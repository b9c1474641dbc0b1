// Package doctor checks the way from the settings to the first report: settings,
// folders, network, token and rights.
package doctor

import (
	"context"
	"fmt"
	"slices"
	"time"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/setup/settings"
)

// Report is what the checks found, in their order.
type Report struct {
	Checks []Finding `json:"checks"`
	OK     bool      `json:"ok"` // no check failed
}

// Finding is what one check found.
type Finding struct {
	Check  string `json:"check"`
	Status string `json:"status"` // ok, warn, fail or skip
	Detail string `json:"detail"`
	Advice string `json:"advice,omitempty"`
}

func ok(format string, a ...any) Finding {
	return Finding{Status: "ok", Detail: fmt.Sprintf(format, a...)}
}

func skip(format string, a ...any) Finding {
	return Finding{Status: "skip", Detail: fmt.Sprintf(format, a...)}
}

func warn(advice, format string, a ...any) Finding {
	return Finding{Status: "warn", Detail: fmt.Sprintf(format, a...), Advice: advice}
}

func fail(advice, format string, a ...any) Finding {
	return Finding{Status: "fail", Detail: fmt.Sprintf(format, a...), Advice: advice}
}

// named is a finding of a check.
func named(check string, f Finding) Finding {
	f.Check = check
	return f
}

// timeout bounds all checks together.
const timeout = 2 * time.Minute

// Examine makes all checks. It changes nothing at the data centre, and no
// finding has a secret in it.
func Examine(ctx context.Context, s *settings.Settings) Report {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	findings := append(settingsFindings(s), folderFindings(s)...)
	c := &checker{Settings: s}
	findings = append(findings, inOrder(ctx, c.checks(), len(s.Problems) == 0)...)
	for i, f := range findings { // what a stranger wrote must not move the cursor of a terminal
		findings[i].Detail, findings[i].Advice = escape.Text(f.Detail), escape.Text(f.Advice)
	}
	r := Report{Checks: findings}
	r.OK = r.count("fail") == 0
	return r
}

// A check finds out one thing, unless a check that it needs failed.
type check struct {
	name  string
	needs []string
	run   func(context.Context) Finding
}

// inOrder runs the checks; one that needs another that failed is skipped, and so
// are those that need it.
func inOrder(ctx context.Context, checks []check, settingsOK bool) []Finding {
	met := map[string]bool{"settings": settingsOK}
	var findings []Finding
	for _, c := range checks {
		f := Finding{}
		if i := slices.IndexFunc(c.needs, func(name string) bool { return !met[name] }); i >= 0 {
			f = skip("not tried: it waits for %s", c.needs[i])
		} else {
			f = c.run(ctx)
			met[c.name] = f.Status != "fail"
		}
		findings = append(findings, named(c.name, f))
	}
	return findings
}
