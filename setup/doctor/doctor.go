// Package doctor checks everything between the settings and the first report:
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

// Report holds the results of all checks, in order.
type Report struct {
	Checks []Finding `json:"checks"`
	OK     bool      `json:"ok"` // no check failed
}

// Finding is the result of one check.
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

// named returns f as the finding of a check.
func named(check string, f Finding) Finding {
	f.Check = check
	return f
}

// timeout limits all checks together.
const timeout = 2 * time.Minute

// Examine runs all checks. It changes nothing at the data centre. No finding
// contains a secret.
func Examine(ctx context.Context, s *settings.Settings) Report {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	findings := slices.Concat(settingsFindings(s), folderFindings(s), priceFindings(s))
	c := &checker{Settings: s}
	findings = append(findings, inOrder(ctx, c.checks(), len(s.Problems) == 0)...)
	for i := range findings {
		if s.Profile != nil {
			findings[i].Advice = s.Profile.Reword(findings[i].Advice)
		}
	}
	for i, f := range findings { // replies are quoted, and must not control the terminal
		findings[i].Detail, findings[i].Advice = escape.Text(f.Detail), escape.Text(f.Advice)
	}
	r := Report{Checks: findings}
	r.OK = r.count("fail") == 0
	return r
}

// check runs unless one that it needs did not pass.
type check struct {
	name  string
	needs []string
	run   func(context.Context) Finding
}

// inOrder runs the checks. It skips those that need a check that failed or was
// skipped.
func inOrder(ctx context.Context, checks []check, settingsOK bool) []Finding {
	met := map[string]bool{"settings": settingsOK}
	var findings []Finding
	for _, c := range checks {
		f := Finding{}
		if i := slices.IndexFunc(c.needs, func(name string) bool { return !met[name] }); i >= 0 {
			f = skip("skipped because %s did not pass", c.needs[i])
		} else {
			f = c.run(ctx)
			met[c.name] = f.Status != "fail"
		}
		findings = append(findings, named(c.name, f))
	}
	return findings
}
