package tools

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
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
	Months     []string        `json:"months"`
	Warnings   []string        `json:"warnings" jsonschema_description:"Quote them"`
	Matched    []figures.Match `json:"matched,omitempty" schema:"brief"`
	list[priceItem]
	Unchanged int            `json:"unchanged,omitempty" jsonschema_description:"Not in items"`
	Totals    []priceSum     `json:"totals" schema:"brief" jsonschema_description:"Of all items"`
	Unpriced  *unpricedLines `json:"unpriced,omitempty" schema:"brief" jsonschema_description:"And a row for each"`
	NoCost    *unpricedLines `json:"without_cost,omitempty" schema:"brief"`
	Commit    []commitment   `json:"commitment,omitempty" schema:"brief" jsonschema_description:"Not in cost or margin"`
	Zero      int            `json:"zero_priced,omitempty" jsonschema_description:"Lines with the price 0"`
	Proof     priceProof     `json:"proof" schema:"brief"`
}

// priceItem is what a group is charged.
type priceItem struct {
	Month   string `json:"month,omitempty"`
	Account string `json:"account,omitempty" jsonschema_description:"Invoice to"`
	figures.Keys
	Kind     string `json:"kind,omitempty" jsonschema_description:"fee, minimum or account: of the whole account"`
	priceSum `schema:"brief"`
	*priceLine
}

// priceSum is an amount with its parts, which are left out if there is only one,
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
		"Charges of two months are compared. Call prepare_months first. Quote amounts exactly; if complete is false, say so first.",
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
	found, months, err := in.usage().pricedMonths(ctx, s, list)
	if err != nil {
		return none, err
	}
	v := newPriceView(s, found, months, in.Detail == "full")
	if in.Show == "cost" || in.Show == "margin" {
		if err := v.priceCosts(ctx); err != nil {
			return none, err
		}
	}
	out := priceUsageOut{DataCentre: s.DataCentre, Months: v.m.names, Matched: months[0].filter.Matched, Proof: v.proof(list)}
	out.Complete, out.Warnings = v.complete(), v.warnings()
	var items []priceItem
	if items, out.Totals, err = v.items(in); err != nil {
		return none, err
	}
	out.Commit = v.commitments()
	if len(months) == 2 && v.costList == nil {
		all := len(items)
		items = slices.DeleteFunc(items, func(item priceItem) bool { return item.DueTo == nil })
		out.Unchanged = all - len(items)
	}
	for _, m := range months {
		if m.Result != nil {
			out.Zero += m.ZeroPriced
		}
	}
	return out, out.fill(v, items, in)
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
func (out *priceUsageOut) fill(v *priceView, items []priceItem, in priceUsageIn) error {
	asked := in
	asked.paging = paging{}
	arguments := []any{asked, v.m.storedIDs(), out.Proof.SHA256, out.Proof.CostHash}
	id := func(i int) string {
		return fmt.Sprint(items[i].Month, "|", items[i].Account, "|", items[i].Keys, items[i].Kind)
	}
	pg, err := in.page(len(items), id, arguments)
	if err != nil {
		return err
	}
	out.Unpriced, out.NoCost = v.unpriced(maxUnpricedBytes), v.noCosts(maxUnpricedBytes)
	shown := fitting(items[pg.from:pg.to], maxAnswerBytes-sizeOf(out))
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

// A priceView shows priced months.
type priceView struct {
	s      *service
	m      *months
	months []*pricedMonth
	full   bool

	costList *prices.List // nil if costs aren't shown
}

func newPriceView(s *service, found []monthSource, priced []*pricedMonth, full bool) *priceView {
	v := &priceView{s: s, months: priced, full: full}
	var answers []*figures.Answer
	for _, m := range priced {
		answers = append(answers, m.answer)
	}
	v.m = newMonths(s, found, answers, full)
	return v
}

// complete reports whether all amounts are final.
func (v *priceView) complete() bool {
	return !slices.ContainsFunc(v.months, func(m *pricedMonth) bool { return !m.complete() })
}

// items returns the groups of all months, or how they changed between two, and
// their totals.
func (v *priceView) items(in priceUsageIn) (items []priceItem, totals []priceSum, err error) {
	by := prices.By(cmp.Or(in.By, "customer"))
	switch {
	case v.costList != nil:
		items, totals = v.withCosts(in, by)
		return items, totals, nil
	case len(v.months) == 2:
		return v.changes(by, in.Order)
	}
	for i, m := range v.months {
		groups := m.Groups(by, m.choice())
		for _, sum := range prices.Totals(groups) {
			total := sumOf(sum)
			total.Of = v.m.month(i)
			totals = append(totals, total)
		}
		order(groups, func(g *prices.Group) prices.Key { return g.Key }, func(g *prices.Group) prices.Money { return g.Total() }, m, in.Order)
		for _, g := range groups {
			item := v.item(m, g.Key, g.Of, by)
			item.Month, item.priceSum = v.m.month(i), sumOf(g)
			if by == prices.ByLine {
				item.priceLine = lineOf(m, g)
			}
			items = append(items, item)
		}
	}
	return items, totals, nil
}

// changes returns how groups changed between two months.
func (v *priceView) changes(by prices.By, inOrder priceOrder) (items []priceItem, totals []priceSum, err error) {
	before, after := v.months[0], v.months[1]
	between, err := after.at(before.Month)
	if err != nil {
		return nil, nil, err
	}
	changes := prices.Compare(before.Result, between, after.Result, by, after.choice())
	size := func(c *prices.Change) prices.Money {
		change := c.DueTo.Sum()
		if change.Sign() < 0 {
			return change.Neg()
		}
		return change
	}
	order(changes, func(c *prices.Change) prices.Key { return c.Key }, size, after, inOrder)
	for _, total := range prices.TotalChanges(changes) {
		totals = append(totals, changeOf(total))
	}
	for _, c := range changes {
		m, g := after, c.After
		if g == nil {
			m, g = before, c.Before
		}
		item := v.item(m, c.Key, g.Of, by)
		item.priceSum = changeOf(c)
		items = append(items, item)
	}
	return items, totals, nil
}

// order sorts groups by currency, then by amount, the largest first, or by name.
func order[T any](all []T, key func(T) prices.Key, amount func(T) prices.Money, m *pricedMonth, by priceOrder) {
	name := func(k prices.Key) string {
		return strings.ToLower(m.answer.Name(k.Tenant)) + "|" + k.Account + "|" + k.Usage
	}
	slices.SortStableFunc(all, func(x, y T) int {
		a, b := key(x), key(y)
		if c := cmp.Compare(a.Currency, b.Currency); c != 0 {
			return c
		}
		if by == "name" {
			return cmp.Compare(name(a), name(b))
		}
		return amount(y).Minor.Cmp(amount(x).Minor)
	})
}

// item returns the names in a key.
func (v *priceView) item(m *pricedMonth, k prices.Key, of *prices.Account, by prices.By) priceItem {
	item := priceItem{Kind: string(k.Kind)}
	item.Keys = m.keys(k, v.full)
	if of != nil {
		item.Account = escape.ShortenTo(escape.Text(of.Contact), figures.MaxName)
	}
	if by == prices.ByCustomer && k.Tenant == "" || by == prices.ByLine && k.Tenant == "" && k.Kind == "" {
		item.Kind = "account"
	}
	return item
}
