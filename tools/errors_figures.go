package tools

import (
	"errors"
	"fmt"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/sheets"
	"acronis-reports-mcp/usage"
)

// sourceRefusal is what to tell of reports that no figures can be read from.
func sourceRefusal(_ string, err error) (text string, ok bool) {
	var (
		source  *figures.SourceError
		missing *figures.MissingError
		file    *figures.FileError
	)
	switch {
	case errors.As(err, &source):
		return map[figures.SourceReason]string{
			figures.Mailed: "This report is mailed (result_action send): nothing is stored that could be read. prepare_months makes one that can.",
			figures.OtherFormats: "This report is made as " + escape.Text(strings.Join(source.Report.Params().Formats, ", ")) + ", and figures are read from " +
				figures.Format + " only. prepare_months makes one that can be read.",
			figures.NotMade:  "The vendor failed to make this report. Waiting won't help: create it anew, with prepare_months or create_report.",
			figures.NotSaved: "This report is not saved yet. Call wait_for_report with its id, then ask again.",
		}[source.Reason], true
	case errors.As(err, &missing):
		month := missing.Period.Start[:len("2026-10")]
		if missing.ReportID != "" {
			return fmt.Sprintf("There is a report for %s, %s, but no file of it that can be read. Call wait_for_report with its id; if that doesn't help, prepare_months.",
				month, escape.Text(missing.ReportID)), true
		}
		return fmt.Sprintf("There is no usage_summary report for %s that can be read. Call prepare_months for the tenant and this month first.", month), true
	case errors.As(err, &file) && file.Err.Final:
		return "The stored report " + file.StoredID + " can't be used: " + escape.Quote(file.Err.Error()) + ". Asking again won't help: make the report anew.", true
	case errors.As(err, &file):
		return "The stored report " + file.StoredID + " can't be read: " + escape.Quote(file.Err.Error()) +
			". Asking again downloads it again; if that doesn't help, make the report anew.", true
	}
	return "", false
}

// customerRefusal is what to tell of customers that can't be selected.
func customerRefusal(dataCentre string, err error) (text string, ok bool) {
	var customer *figures.CustomerError
	if !errors.As(err, &customer) {
		return "", false
	}
	name := escape.Quote(customer.Customer)
	return map[figures.CustomerReason]string{
		figures.EmptyName:       "customers has an empty name. Leave customers out to have all.",
		figures.NamesUnreadable: fmt.Sprintf("%s needs the tenants' names, and %s doesn't let this API client read them: give UUIDs.", name, dataCentre),
		figures.NotBelow: fmt.Sprintf("%s is not below %s, the tenant asked for. Leave tenant or customers out, or give customers below it.",
			name, quoteTenant(customer.AboutName, customer.AboutID)),
		figures.NoMatch: "No customer matches " + name + "." + thereAre(customer.Exists),
	}[customer.Reason], true
}

// questionRefusal is what to tell of questions that a file can't answer, and of
// reports that can't be compared.
func questionRefusal(_ string, err error) (text string, ok bool) {
	var (
		noSKU        *figures.NoSKUError
		mixedUnit    *figures.MixedUnitError
		incomparable *figures.IncomparableError
		order        *figures.OrderError
	)
	switch {
	case errors.As(err, &noSKU) && noSKU.Requested:
		return "This report was made with show_skus, and its file has no column of SKUs all the same: the vendor doesn't show them to every partner. " +
			"Making it anew won't help: group by other keys.", true
	case errors.As(err, &noSKU):
		return "This report has no SKUs: it was made without show_skus. prepare_months makes reports with them.", true
	case errors.As(err, &mixedUnit):
		return fmt.Sprintf("%s is measured in more than one unit, and rows of unlike units are never added. Name the usages that you want, without it.",
			escape.Quote(mixedUnit.Usage)), true
	case errors.Is(err, usage.ErrOverDays):
		return "This report has a row a day, and what is there on several days can't be added. Give group_by day, or over_days: last, max or average.", true
	case errors.Is(err, usage.ErrTooMuch):
		return "This report has more tenants and groups than this server adds up at once. Group by less, or filter by customers or usages.", true
	case errors.Is(err, usage.ErrNoDay):
		return "Days were asked for, and " + err.Error() + ".", true
	case errors.As(err, &incomparable):
		return fmt.Sprintf("These reports can't be compared: their %s differs, %s (report %s) and %s (report %s). prepare_months makes reports that can.",
			incomparable.What, escape.Quote(incomparable.Before), escape.Text(incomparable.BeforeID), escape.Quote(incomparable.After), escape.Text(incomparable.AfterID)), true
	case errors.As(err, &order):
		return fmt.Sprintf("These reports are the wrong way round: the one before begins %s, the one after %s. Exchange them.", escape.Text(order.Before), escape.Text(order.After)), true
	}
	return "", false
}

// sheetRefusal is what to tell of sheets that can't be written.
func sheetRefusal(_ string, err error) (text string, ok bool) {
	var (
		size  *sheets.SizeError
		write *sheets.WriteError
	)
	switch {
	case errors.As(err, &size):
		return fmt.Sprintf("%d rows are too many for xlsx: %d at most. Export csv, which takes any number, group by less or filter.", size.Rows, size.Max), true
	case errors.As(err, &write) && write.Left != "":
		return "The export broke off: " + escape.Quote(write.Err.Error()) + ". Half of it is left as " + escape.Quote(write.Left) + "; the person has to remove it.", true
	case errors.As(err, &write):
		return "The export can't be written: " + escape.Quote(write.Err.Error()) + ". Nothing was left behind; the person has to look at the export folder.", true
	}
	return "", false
}

// storeRefusal is what to tell of a stored report that can't be kept.
func storeRefusal(_ string, err error) (text string, ok bool) {
	var (
		disk *store.DiskError
		id   *store.IDError
	)
	switch {
	case errors.Is(err, store.ErrTooLarge):
		return "This stored report is larger than 2 GiB in gzip, more than this server reads. Make reports of fewer tenants or a shorter period.", true
	case errors.Is(err, store.ErrShared):
		return "Stored reports can't be kept in the folder of --cache: " + store.ErrShared.Error() + ". The person has to do that, or give another folder.", true
	case errors.As(err, &disk):
		return "The stored report can't be kept on this computer's disk: " + escape.Quote(disk.Err.Error()) +
			". The person has to make room or name another folder (--cache, or the system's temporary folder).", true
	case errors.As(err, &id):
		return "The data centre gave this stored report an id that is no UUID: " + escape.Quote(id.ID) + ". It can't be downloaded.", true
	}
	return "", false
}

// tenantRefusal is what to tell of tenants that weren't found.
func tenantRefusal(dataCentre string, err error) (text string, ok bool) {
	var (
		notFound   *tenants.NotFoundError
		ambiguous  *tenants.AmbiguousError
		unreadable *tenants.UnreadableError
	)
	switch {
	case errors.As(err, &notFound):
		return fmt.Sprintf("There is no tenant %s at %s.%s", escape.Quote(notFound.Name), dataCentre, didYouMean(notFound.Suggestions)), true
	case errors.As(err, &ambiguous):
		const most = 10
		lines := make([]string, 0, most)
		for _, c := range ambiguous.Found[:min(most, len(ambiguous.Found))] {
			line := fmt.Sprintf("- %s: %s below %s", escape.Text(c.ID), escape.Text(c.Kind), escape.Quote(c.Parent))
			if c.InternalTag != "" && !ambiguous.ByTag {
				line += ", internal tag " + escape.Quote(c.InternalTag)
			}
			lines = append(lines, line)
		}
		shared := "are called"
		if ambiguous.ByTag {
			shared = "have the internal tag"
		}
		return fmt.Sprintf("%d tenants %s %s. Ask the user which one to take, and give its UUID:\n%s",
			len(ambiguous.Found), shared, escape.Quote(ambiguous.Name), strings.Join(lines, "\n")), true
	case errors.As(err, &unreadable) && unreadable.Name != "":
		return fmt.Sprintf("The tenant %s can't be found by its name: %s doesn't let this API client read the tenants. "+
			"Trying again won't help: give the tenant's UUID, or the person has to use an API client whose role allows it.", escape.Quote(unreadable.Name), dataCentre), true
	case errors.As(err, &unreadable):
		return fmt.Sprintf("%s doesn't let this API client read the tenants. Trying again won't help: "+
			"tools still take a tenant's UUID, or the person has to use an API client whose role allows it.", dataCentre), true
	}
	return "", false
}

// thereAre names what a filter could have matched.
func thereAre(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " There are: " + strings.Join(quoteAll(names), ", ") + "."
}

// didYouMean offers names that are close to one that doesn't exist.
func didYouMean(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " Did you mean " + strings.Join(quoteAll(names), ", ") + "?"
}

func quoteAll(names []string) []string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = escape.Quote(name)
	}
	return quoted
}
