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

// sourceRefusal explains why no figures can be read from a report.
func sourceRefusal(_ string, err error) (text string, ok bool) {
	var (
		source  *figures.SourceError
		missing *figures.MissingError
		file    *figures.FileError
	)
	switch {
	case errors.As(err, &source):
		p := source.Report.Params()
		p.Formats = []string{figures.Format}
		call := replacementText(p.TenantID, p)
		return map[figures.SourceReason]string{
			figures.Mailed: "This report is mailed (result_action send), so there is no stored report to read. Call " + call + " to get one.",
			figures.OtherFormats: "This report is made as " + escape.Text(strings.Join(p.Formats, ", ")) + ", but figures are read only from " +
				figures.Format + ". Call " + call + " to get one.",
			figures.NotMade:  "The vendor failed to make this report. Waiting won't help: call " + call + " to make another one.",
			figures.NotSaved: "This report is not saved yet. Call " + waitCall(source.Report.ID) + ", then try again.",
		}[source.Reason], true
	case errors.As(err, &missing):
		return missingText(missing), true
	case errors.As(err, &file):
		text := "The stored report " + file.StoredID + " of report " + escape.Text(file.ReportID) + " can't be read: " + escape.Quote(file.Err.Error()) + ". "
		if !file.Final {
			return text + "Trying again downloads it again. If that doesn't help, call " + repairText(file) + " to make another one.", true
		}
		return text + "Trying again won't help: call " + repairText(file) + " to make another one.", true
	}
	return "", false
}

// missingText says how to get the figures of a period that has no report with
// figures.
func missingText(missing *figures.MissingError) string {
	month := missing.Period.Start[:len("2026-10")]
	call := preparationText(missing.TenantID, missing.Period, false)
	if missing.Unusable == nil {
		return "There is no usage_summary report for " + month + " that can be read. First call " + call + "."
	}
	text := "The report for " + month + ", " + escape.Text(missing.Unusable.ID) + ", "
	switch missing.Status {
	case figures.InProgress:
		return text + "is not saved yet. Call " + waitCall(missing.Unusable.ID) + ", then try again."
	case figures.Damaged:
		text += "is damaged"
	case figures.TooEarly:
		text += "was made before the month was over"
	default:
		text += "could not be made by the vendor"
	}
	return text + ". Call " + call + " to make another one."
}

// waitCall returns the call that waits for a report.
func waitCall(reportID string) string {
	return callText("wait_for_report", waitForReportIn{ReportID: uuid(reportID)})
}

// repairText returns the call that makes another report, to replace one whose
// file can't be read.
func repairText(file *figures.FileError) string {
	if file.Report == nil {
		return "create_report"
	}
	return replacementText(file.TenantID, file.Report.Params())
}

// customerRefusal explains why customers can't be selected.
func customerRefusal(dataCentre string, err error) (text string, ok bool) {
	var customer *figures.CustomerError
	if !errors.As(err, &customer) {
		return "", false
	}
	name := escape.Quote(customer.Customer)
	return map[figures.CustomerReason]string{
		figures.EmptyName:       "customers contains an empty name. Leave customers out to get all of them.",
		figures.NamesUnreadable: fmt.Sprintf("%s can't be found by its name, because %s doesn't let this API client read the tenants: give UUIDs.", name, dataCentre),
		figures.NotBelow: fmt.Sprintf("%s is not below the tenant %s. Leave out tenant or customers, or give customers below that tenant.",
			name, quoteTenant(customer.AboutName, customer.AboutID)),
		figures.NoMatch: "No customer matches " + name + "." + thereAre(customer.Exists),
	}[customer.Reason], true
}

// questionRefusal explains which questions a file can't answer, and why reports
// can't be compared.
func questionRefusal(_ string, err error) (text string, ok bool) {
	var (
		noSKU        *figures.NoSKUError
		noDays       *figures.MeasureError
		usageName    *figures.UsageError
		mixedUnit    *figures.MixedUnitError
		incomparable *figures.IncomparableError
		order        *figures.OrderError
		deleted      *figures.DeletedError
	)
	switch {
	case errors.As(err, &usageName) && usageName.Usage == "":
		return "usages contains an empty name. Leave usages out to get all of them.", true
	case errors.As(err, &usageName) && usageName.Words:
		return fmt.Sprintf("%s names no single usage. It can be %s: name those that you want.", escape.Quote(usageName.Usage), strings.Join(labelled(usageName.Exists), " or ")), true
	case errors.As(err, &usageName):
		return "No usage here matches " + escape.Quote(usageName.Usage) + "." + thereAre(usageName.Exists), true
	case errors.As(err, &deleted):
		return fmt.Sprintf("%s was deleted on %s, so it uses nothing now. Reports have its past months: call prepare_months.",
			quoteTenant(deleted.Name, deleted.TenantID), escape.Text(deleted.Day)), true
	case errors.As(err, &noSKU) && noSKU.Requested:
		return "This report was made with show_skus, but its file has no SKUs: the vendor doesn't show them to every partner. " +
			"Creating it again won't help: group by other keys.", true
	case errors.As(err, &noSKU):
		return "This report has no SKUs, because it was made without show_skus. Call " + withSKUsText(noSKU.Source, noSKU.Compared) + " for one that has them.", true
	case errors.As(err, &mixedUnit):
		return fmt.Sprintf("%s is measured in more than one unit, and rows with different units are never added. Name the usages that you want, without this one.",
			escape.Quote(mixedUnit.Usage)), true
	case errors.As(err, &noDays):
		return fmt.Sprintf("%s is measured over days, and this report, of kind %s, has no rows by day. Call %s to make one that has them, then give its id in report_ids.",
			noDays.Measure, escape.Text(noDays.Kind), dailyText(noDays.Source)), true
	case errors.Is(err, usage.ErrTooMuch):
		return "This report has more tenants and groups than this server can add up at once. Group by fewer keys, or filter by customers or usages.", true
	case errors.Is(err, usage.ErrNoDay):
		return "The figures can't be split by day: " + err.Error() + ".", true
	case errors.As(err, &incomparable):
		text := fmt.Sprintf("These reports can't be compared, because their %s differs: %s (report %s) and %s (report %s).",
			incomparable.What, escape.Quote(incomparable.Before), escape.Text(incomparable.BeforeID), escape.Quote(incomparable.After), escape.Text(incomparable.AfterID))
		if call := comparableText(incomparable.Sources); call != "" {
			text += " Call " + call + " for reports that can be compared."
		}
		return text, true
	case errors.As(err, &order):
		return fmt.Sprintf("The report given as before starts later (%s) than the one given as after (%s). Exchange them.", escape.Text(order.Before), escape.Text(order.After)), true
	}
	return "", false
}

// sheetRefusal explains why a sheet can't be written.
func sheetRefusal(_ string, err error) (text string, ok bool) {
	var (
		size  *sheets.SizeError
		write *sheets.WriteError
		read  *sheets.ReadError
		file  *sheets.ReplaceError
	)
	switch {
	case errors.As(err, &file):
		return escape.Text(file.Name) + " can't be written: " + escape.Text(file.Err.Error()) + ". No incomplete file is left. The user must check the folder and its disk.", true
	case errors.As(err, &read):
		return "The file " + escape.Quote(read.Name) + " can't be compared: " + escape.Text(read.Err.Error()) + ". Give the name of a file that export_usage has written with layout invoice, without its folder.", true
	case errors.As(err, &size):
		return fmt.Sprintf("%d rows are too many for xlsx, which has at most %d. Export csv, which has no limit, group by fewer keys, or filter.", size.Rows, size.Max), true
	case errors.As(err, &write) && write.Left != "":
		return "The export failed: " + escape.Quote(write.Err.Error()) + ". An incomplete file is left as " + escape.Quote(write.Left) + ": the user must remove it.", true
	case errors.As(err, &write):
		return "The export can't be written: " + escape.Quote(write.Err.Error()) + ". No file is left. The user must check the export folder.", true
	}
	return "", false
}

// storeRefusal explains why a stored report can't be downloaded or kept.
func storeRefusal(_ string, err error) (text string, ok bool) {
	var (
		disk  *store.DiskError
		trust *store.TrustError
		id    *store.IDError
	)
	switch {
	case errors.Is(err, store.ErrTooLarge):
		return "This stored report is larger than 2 GiB compressed, which is more than this server reads. Create reports of fewer tenants or of a shorter period.", true
	case errors.As(err, &trust):
		return fmt.Sprintf("Stored reports can't be kept in the folder of --cache: another user could change the figures, because of %s: %s. "+
			"The user must fix it (%s), or choose another folder.", escape.Quote(trust.Path), trust.Problem, escape.Text(trust.Fix)), true
	case errors.As(err, &disk):
		return "The stored report can't be kept on this computer's disk: " + escape.Quote(disk.Err.Error()) +
			". The user must free some space, or choose another folder (--cache, or the system's temporary folder).", true
	case errors.As(err, &id):
		return "This stored report can't be downloaded, because its id is not a UUID: " + escape.Quote(id.ID) + ".", true
	}
	return "", false
}

// tenantRefusal explains why a tenant was not found.
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
		shared := "have the name"
		if ambiguous.ByTag {
			shared = "have the internal tag"
		}
		return fmt.Sprintf("%d tenants %s %s. Ask the user which one to use, and give its UUID:\n%s",
			len(ambiguous.Found), shared, escape.Quote(ambiguous.Name), strings.Join(lines, "\n")), true
	case errors.As(err, &unreadable) && unreadable.Name != "":
		return fmt.Sprintf("The tenant %s can't be found by its name: %s doesn't let this API client read the tenants. "+
			"Trying again won't help: give the tenant's UUID, or the user must use an API client whose role allows it.", escape.Quote(unreadable.Name), dataCentre), true
	case errors.As(err, &unreadable):
		return fmt.Sprintf("%s doesn't let this API client read the tenants. Trying again won't help: "+
			"give tenants by their UUIDs, or the user must use an API client whose role allows it.", dataCentre), true
	}
	return "", false
}
