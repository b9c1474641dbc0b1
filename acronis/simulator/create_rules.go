package simulator

import (
	"net/http"
	"slices"
	"time"
)

var paper = []string{"csv", "html"} // the only formats of mailed and of monthly reports

// createRules are the rules that the schema doesn't contain.
var createRules = []func(d *DataCentre, wire reportJSON, now time.Time) error{
	(*DataCentre).ruleTenant,
	(*DataCentre).ruleRecipients,
	(*DataCentre).ruleMonthly,
	(*DataCentre).rulePeriod,
	(*DataCentre).ruleHistory,
}

// ruleTenant requires a tenant that the client can see. That a deleted one is refused is an assumption.
func (d *DataCentre) ruleTenant(wire reportJSON, _ time.Time) error {
	t, ok := d.tenants.lookup(wire.Parameters.TenantID)
	switch {
	case ok && !d.visible(t.ID):
		return denied()
	case !ok || t.DeletedAt != nil:
		return platform(d.UnknownTenantStatus, codeTenantNotFound, "Tenant not found.")
	}
	return nil
}

// ruleRecipients requires recipients for send. Monthly reports are mailed to the tenant's admins, so they
// need none: an assumption. It doesn't require csv or html for send: the documents say that only these
// are mailed, but not that others are refused.
func (d *DataCentre) ruleRecipients(wire reportJSON, _ time.Time) error {
	if wire.ResultAction == "send" && wire.Schedule.Type == "once" && len(wire.Recipients) == 0 {
		return malformed("recipients are needed when result_action is send.")
	}
	return nil
}

// ruleMonthly refuses other formats than csv and html for scheduled reports. The vendor's forum says that
// only these are possible; the refusal is an assumption.
func (d *DataCentre) ruleMonthly(wire reportJSON, _ time.Time) error {
	odd := func(format string) bool { return !slices.Contains(paper, format) }
	if wire.Schedule.Type == "monthly" && slices.ContainsFunc(wire.Parameters.Formats, odd) {
		return malformed("parameters.formats of a monthly report are csv and html.")
	}
	return nil
}

// rulePeriod compares dates as text. That a period may end today, and may not end before it starts, are
// assumptions.
func (d *DataCentre) rulePeriod(wire reportJSON, now time.Time) error {
	period := wire.Parameters.Period
	switch {
	case period.Start > period.End:
		return malformed("parameters.period starts after its end.")
	case d.FuturePeriodStatus != 0 && period.End > now.Format(time.DateOnly):
		return platform(d.FuturePeriodStatus, codeMalformed, "parameters.period is in the future.")
	}
	return nil
}

// historyDue returns when the usage of a day has to be complete: at HistoryDue on the next day, in
// HistoryZone.
func (d *DataCentre) historyDue(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day()+1, d.HistoryDue, 0, 0, 0, d.HistoryZone)
}

// ruleHistory refuses a report while the usage of yesterday isn't complete. The statuses and messages are
// the vendor's; an error code isn't documented.
func (d *DataCentre) ruleHistory(_ reportJSON, now time.Time) error {
	switch {
	case !d.NotReady:
		return nil
	case now.In(d.HistoryZone).Hour() < d.HistoryDue:
		return plain(http.StatusBadRequest, "Usage history not ready, and not due yet.")
	}
	return plain(http.StatusInternalServerError, "Usage history not ready but due.")
}
