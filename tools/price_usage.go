package tools

import (
	"context"
	"fmt"
	"time"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/prices"
)

type priceUsageIn struct {
	priceQuestion `schema:"brief"`
	By            priceKey   `json:"by,omitempty" jsonschema_description:"Default customer"`
	Show          priceShow  `json:"show,omitempty" jsonschema_description:"Default charge"`
	Order         priceOrder `json:"order,omitempty" jsonschema_description:"Default amount: largest first, margin smallest first"`
	Detail        detail     `json:"detail,omitempty"`
	Against       string     `json:"against,omitempty" jsonschema_description:"Name of an exported invoice csv: what differs now"`
	paging
}

// priceQuestion is what of an account's charges is shown, and of which months.
type priceQuestion struct {
	Tenant    string   `json:"tenant,omitempty"`
	Months    []string `json:"months,omitempty" jsonschema:"format=month"`
	ReportIDs []uuid   `json:"report_ids,omitempty"`
	Usages    []string `json:"usages,omitempty"`
	Customers []string `json:"customers,omitempty"`
}

// usage is the same for usage.
func (q priceQuestion) usage() usageQuestion {
	return usageQuestion{Tenant: q.Tenant, Months: q.Months, ReportIDs: q.ReportIDs, Usages: q.Usages, Customers: q.Customers}
}

type priceUsageOut struct {
	Complete   bool            `json:"complete" jsonschema_description:"False while anything is unpriced or in doubt: don't bill it"`
	DataCentre string          `json:"data_centre"`
	Subject    string          `json:"subject"`
	Months     []string        `json:"months"`
	Measure    string          `json:"measure"`
	Scope      string          `json:"scope"`
	Warnings   []string        `json:"warnings" jsonschema_description:"Quote them"`
	Matched    []figures.Match `json:"matched,omitempty" schema:"brief"`
	list[priceItem]
	Unchanged   int            `json:"unchanged,omitempty" jsonschema_description:"Not in items"`
	Totals      []priceSum     `json:"totals" schema:"brief" jsonschema_description:"Of all items"`
	Differences *differences   `json:"differences,omitempty" schema:"brief"`
	Unpriced    *unpricedLines `json:"unpriced,omitempty" schema:"brief" jsonschema_description:"And a row for each"`
	NoCost      *unpricedLines `json:"without_cost,omitempty" schema:"brief"`
	Commit      []commitment   `json:"commitment,omitempty" schema:"brief" jsonschema_description:"Not in cost or margin"`
	Zero        int            `json:"zero_priced,omitempty" jsonschema_description:"Lines with the price 0"`
	Proof       priceProof     `json:"proof" schema:"brief"`
}

// priceItem is what a group is charged.
type priceItem struct {
	Month        string `json:"month,omitempty"`
	Account      string `json:"account,omitempty" jsonschema_description:"Invoice to"`
	figures.Keys `schema:"brief"`
	Kind         string `json:"kind,omitempty" jsonschema_description:"fee, minimum or account: of the whole account"`
	priceSum     `schema:"brief"`
	*priceLine
}

// priceSum is an amount with its parts, which are left out if it is for usage only,
// or how it changed.
type priceSum struct {
	Of       string `json:"of_month,omitempty"` // of a total, if there are several months
	Currency string `json:"currency"`
	Charge   string `json:"charge,omitempty"`
	Usage    string `json:"usage_charge,omitempty"`
	Discount string `json:"discount,omitempty"`
	TopUp    string `json:"minimum_top_up,omitempty"`
	Fees     string `json:"fees,omitempty"`
	Cost     string `json:"cost,omitempty"`
	NoCost   int    `json:"lines_without_cost,omitempty"`
	Margin   string `json:"margin,omitempty"`
	Percent  string `json:"margin_percent,omitempty"`
	Before   string `json:"before,omitempty"`
	After    string `json:"after,omitempty"`
	Change   string `json:"change,omitempty"`
	DueTo    *dueTo `json:"due_to,omitempty"`
}

// dueTo says why an amount changed. Its parts add up to the change.
type dueTo struct {
	Quantity string `json:"quantity,omitempty"`
	Price    string `json:"price,omitempty"`
	New      string `json:"new,omitempty"`
	Gone     string `json:"gone,omitempty"`
	Discount string `json:"discount,omitempty"`
	Fees     string `json:"fees,omitempty"`
	Minimum  string `json:"minimum,omitempty"`
}

var priceUsage = tool[priceUsageIn, priceUsageOut]{
	name:  "price_usage",
	title: "Price usage",
	description: "What is charged, what it costs, why an amount changed. Money, by the price list. " +
		"Two months are compared. Call prepare_months first. Quote amounts exactly; if complete is false, say so first.",
	limit: func(priceUsageIn) time.Duration { return 2 * readingTimeout },
	when:  Options.priced,
	meta:  pictureMeta(),
	run:   runPriceUsage,
}

func runPriceUsage(ctx context.Context, s *service, in priceUsageIn) (priceUsageOut, error) {
	none := priceUsageOut{}
	if in.By == "line" && in.Show != "" && in.Show != "charge" {
		return none, refused("Lines have no cost and no margin of their own, because quantities are added up before they are charged. Use by customer, account, usage or sku.")
	}
	var list *prices.List
	var err error
	if in.Show != "cost" || s.PriceList != nil { // who pays is known from the price list
		if list, err = s.prices(); err != nil {
			return none, err
		}
	}
	written, err := in.written(ctx, s)
	if err != nil {
		return none, err
	}
	found, months, err := in.usage().pricedMonths(ctx, s, list)
	if err != nil {
		return none, err
	}
	if err := in.checkSKUs(months); err != nil {
		return none, err
	}
	v := newPriceView(s, found, months, in.Detail == "full")
	if in.Show == "cost" || in.Show == "margin" {
		if err := v.priceCosts(ctx); err != nil {
			return none, err
		}
	}
	out := priceUsageOut{
		DataCentre: s.DataCentre, Subject: escape.ShortenTo(months[0].answer.Name(months[0].about), figures.MaxName), Months: v.m.names,
		Measure: describeMeasure(v.m.answers), Scope: months[0].answer.Scope, Matched: months[0].filter.Matched, Proof: v.proof(list),
	}
	out.Complete, out.Warnings = v.complete(), append(append(v.openWarnings(), v.warnings()...), v.splitMargins(in)...)
	var rows []priceRow
	if rows, out.Totals, err = v.rows(ctx, in); err != nil {
		return none, err
	}
	if out.Totals == nil { // nothing chosen has a price
		out.Totals = []priceSum{}
		out.Warnings = append(out.Warnings, v.nothing(in)...)
	}
	out.Commit = v.commitments()
	if written != nil {
		if out.Differences, err = v.differences(ctx, list, written); err != nil {
			return none, err
		}
		out.Differences.File, rows = escape.Text(in.Against), nil // the file is the subject
	}
	out.Unchanged = v.unchanged
	for _, m := range months {
		if m.Result != nil {
			out.Zero += m.choice().ZeroPriced(m.Result)
		}
	}
	return out, out.fill(v, rows, in)
}

// checkSKUs refuses amounts by SKU of months whose reports have none.
func (in priceUsageIn) checkSKUs(months []*pricedMonth) error {
	missing := prepareMonthsIn{SKUs: true}
	for _, m := range months {
		switch {
		case in.By != "sku" || m.usage.Reports[0].HasSKUs:
		case m.answer.Report.Params().ShowSKUs:
			return &figures.NoSKUError{Source: m.answer.Source, Requested: true}
		default:
			missing.Months = append(missing.Months, m.usage.Month)
		}
	}
	if missing.Months == nil {
		return nil
	}
	return refused("There are no reports with SKUs for these months. Call " + callText("prepare_months", missing) + ", then call again.")
}

// prices returns the price list as it is now.
func (s *service) prices() (*prices.List, error) {
	if s.PriceList == nil {
		return nil, refused("No price list is configured. The user can start this server with --prices FILE, or ACRONIS_PRICES; docs/prices.md explains the file.")
	}
	return usable(s.PriceList())
}

// usable returns a list without faults, or the error that explains the faults.
func usable(list *prices.List, err error) (*prices.List, error) {
	if err != nil {
		return nil, refused("The price list can't be used: " + escape.Text(err.Error()) + ". The user must correct this; then call again.")
	}
	if len(list.Faults) > 0 {
		return nil, &prices.FaultError{Name: list.Name, Faults: list.Faults}
	}
	return list, nil
}

// fill adds the items, as far as they have room beside what is there.
func (out *priceUsageOut) fill(v *priceView, rows []priceRow, in priceUsageIn) error {
	asked := in
	asked.paging = paging{}
	arguments := []any{asked, v.m.storedIDs(), out.Proof.SHA256, out.Proof.CostHash}
	id := func(i int) string { return rows[i].id() }
	pg, err := in.page(len(rows), id, arguments)
	if err != nil {
		return err
	}
	out.Unpriced, out.NoCost = v.unpriced(maxUnpricedBytes), v.noCosts(maxUnpricedBytes)
	items := []priceItem{}
	for _, row := range rows[pg.from:pg.to] {
		items = append(items, row.item())
	}
	shown := fitting(items, maxAnswerBytes-sizeOf(out))
	if len(shown) > 0 {
		pg = pg.shorten(len(shown), id(pg.from+len(shown)-1), arguments)
	}
	out.list = listOf(pg, shown)
	if out.Truncated {
		out.Hint = fmt.Sprintf("Items %d to %d of %d; totals are of all. For the others pass cursor, or group by account.", pg.from+1, pg.to, pg.total)
	}
	return nil
}

// maxUnpricedBytes is how long the list of lines without a price may be.
const maxUnpricedBytes = 5 << 10
