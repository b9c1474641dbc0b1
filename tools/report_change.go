package tools

import (
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

// A reportChange is what an update changes.
type reportChange struct {
	update     acronis.ReportUpdate
	kind       string            // before the update
	texts      []string          // of each change
	enabled    bool              // after the update
	recipients []string          // after the update
	users      map[string]string // names by id
}

// newReportChange returns the change of a report. What the API does with fields that
// are left out is not documented. If it reset them, it could enable a report, or mail
// it to others than the user has agreed to. So it gets all that can be changed.
func newReportChange(before *acronis.Report, in updateReportIn, users map[string]string) *reportChange {
	had := before.Params()
	c := &reportChange{kind: had.Kind, enabled: before.Schedules().Enabled, recipients: before.Recipients, users: users}
	if in.Enabled != nil {
		c.note("enabled", c.enabled, *in.Enabled)
		c.enabled = *in.Enabled
	}
	if in.Recipients != nil {
		c.note("recipients", listUsers(c.recipients, users), listUsers(words(in.Recipients), users))
		c.recipients = words(in.Recipients) // an empty list removes all
	}
	c.update.Schedule = &acronis.ReportUpdateSchedule{Enabled: c.enabled}
	c.update.Recipients = append([]string{}, c.recipients...)
	c.setParameters(had, in)
	return c
}

// onlyDisables reports whether the change can't cause any mail. Every other
// change affects what is mailed, and to whom. That includes changes of a
// disabled report, because whoever enables it later may not check it again.
func (c *reportChange) onlyDisables(in updateReportIn) bool {
	return in.Enabled != nil && !*in.Enabled && len(c.texts) == 1
}

// question returns the question about the change.
func (c *reportChange) question(tenant string) string {
	text := fmt.Sprintf("Change the monthly %s report about %s: %s? ", quoteUnlessKnown[reportKind](c.kind), tenant, strings.Join(c.texts, "; "))
	mailed := "made every month and mailed to " + monthlyReaders(c.recipients, c.users) + "."
	if !c.enabled {
		return text + "Afterwards the report is disabled. Once it is enabled, it is " + mailed
	}
	return text + "The report is " + mailed
}

// monthlyReaders says whom a monthly report is mailed to: the vendor mails it to the administrators of the tenant, whatever
// its result_action and recipients are.
func monthlyReaders(recipients []string, users map[string]string) string {
	text := "the tenant's administrators"
	if len(recipients) > 0 {
		text += " and to these recipients: " + listUsers(recipients, users)
	}
	return text
}

// note adds a change in words.
func (c *reportChange) note(what string, from, to any) {
	c.texts = append(c.texts, escape.Text(fmt.Sprintf("%s from %v to %v", what, from, to)))
}

// setParameters sets the parameters to what they were, but for the changes.
func (c *reportChange) setParameters(had acronis.ReportParameters, in updateReportIn) {
	p := &acronis.ReportUpdateParameters{Kind: had.Kind, Level: had.Level, ShowSKUs: &had.ShowSKUs, HideZeroUsage: &had.HideZeroUsage}
	c.update.Parameters = p
	if in.Kind != "" {
		p.Kind = string(in.Kind)
		c.note("kind", quoteUnlessKnown[reportKind](had.Kind), p.Kind)
	}
	if in.Level != "" {
		p.Level = string(in.Level)
		c.note("level", quoteUnlessKnown[reportLevel](had.Level), p.Level)
	}
	if in.ShowSKUs != nil {
		p.ShowSKUs = in.ShowSKUs
		c.note("show_skus", had.ShowSKUs, *in.ShowSKUs)
	}
	if in.HideZeroUsage != nil {
		p.HideZeroUsage = in.HideZeroUsage
		c.note("hide_zero_usage", had.HideZeroUsage, *in.HideZeroUsage)
	}
}

// otherThanSent returns in words how a report differs from what was sent, or "". Only
// what was sent is compared.
func (c *reportChange) otherThanSent(after *acronis.Report) string {
	var texts []string
	differ := func(what, is, want string) {
		if is != want {
			texts = append(texts, what+" is "+is+" instead of "+want)
		}
	}
	sent, has := c.update, after.Params()
	differ("enabled", fmt.Sprint(after.Schedules().Enabled), fmt.Sprint(sent.Schedule.Enabled))
	if sent.Recipients != nil && !slices.Equal(slices.Sorted(slices.Values(after.Recipients)), slices.Sorted(slices.Values(sent.Recipients))) {
		differ("the list of recipients", listUsers(after.Recipients, c.users), listUsers(sent.Recipients, c.users))
	}
	if p := sent.Parameters; p != nil {
		differ("kind", quoteUnlessKnown[reportKind](has.Kind), quoteUnlessKnown[reportKind](p.Kind))
		differ("level", quoteUnlessKnown[reportLevel](has.Level), quoteUnlessKnown[reportLevel](p.Level))
		differ("show_skus", fmt.Sprint(has.ShowSKUs), fmt.Sprint(*p.ShowSKUs))
		differ("hide_zero_usage", fmt.Sprint(has.HideZeroUsage), fmt.Sprint(*p.HideZeroUsage))
	}
	return escape.Text(strings.Join(texts, "; "))
}
