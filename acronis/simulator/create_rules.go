package simulator

import (
	"net/http"
	"slices"
	"time"
)

var paper = []string{"csv", "html"} // all that is mailed, and all that is made monthly

// createRules refuse what the schema lets through.
var createRules = []func(d *DataCentre, wire reportJSON, now time.Time) error{
	(*DataCentre).ruleTenant,
	(*DataCentre).ruleRecipients,
	(*DataCentre).ruleMonthly,
	(*DataCentre).rulePeriod,
	(*DataCentre).ruleHistory,
}

// ruleTenant wants a tenant of the client's. That a deleted one counts as none is an assumption.
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

// ruleRecipients wants somebody to send to. Monthly reports go to the tenant's admins instead, so that
// they may name nobody: an assumption. That only csv and html suit sending isn't enforced: the documents
// say so, but not that anything else is refused.
func (d *DataCentre) ruleRecipients(wire reportJSON, _ time.Time) error {
	if wire.ResultAction == "send" && wire.Schedule.Type == "once" && len(wire.Recipients) == 0 {
		return malformed("recipients are needed when result_action is send.")
	}
	return nil
}

// ruleMonthly: scheduled reports come as csv and html only, says the vendor's forum; the refusal is an
// assumption.
func (d *DataCentre) ruleMonthly(wire reportJSON, _ time.Time) error {
	odd := func(format string) bool { return !slices.Contains(paper, format) }
	if wire.Schedule.Type == "monthly" && slices.ContainsFunc(wire.Parameters.Formats, odd) {
		return malformed("parameters.formats of a monthly report are csv and html.")
	}
	return nil
}

// rulePeriod: dates compare as text. That a period may end today, and may not end before it starts, are
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

// historyDue is when the usage of a day has to be there: at HistoryDue on the next one, in HistoryZone.
func (d *DataCentre) historyDue(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day()+1, d.HistoryDue, 0, 0, 0, d.HistoryZone)
}

// ruleHistory: in the small hours the usage of yesterday may not be there yet. Statuses and words are the
// vendor's; a code of its own isn't documented.
func (d *DataCentre) ruleHistory(_ reportJSON, now time.Time) error {
	switch {
	case !d.NotReady:
		return nil
	case now.In(d.HistoryZone).Hour() < d.HistoryDue:
		return plain(http.StatusBadRequest, "Usage history not ready, and not due yet.")
	}
	return plain(http.StatusInternalServerError, "Usage history not ready but due.")
}
