package prices

import (
	"iter"
	"math/big"

	"acronis-reports-mcp/usage"
)

// A Result is what a price list makes of a month.
type Result struct {
	Month string
	List  *List

	// Complete is false while anything is unpriced or in doubt, so that the amounts aren't final.
	Complete bool

	Accounts []*Account // one for each invoice, in the order of their names and currencies
	Unpriced []Unpriced // lines without a price, those with the same reason together
	Warnings []Warning

	Lines      int // with a production amount other than 0
	ZeroPriced int // lines whose price is 0
	TrialOnly  int // lines with usage on trial alone, which isn't charged
	NotBilled  int // lines of usages that are informational or features, without a row

	next []int32    // the next line of the same charge, or -1
	open []openLine // lines without a price
	work *pricing
}

// AccountOf returns the account of a tenant with lines, in a currency, or nil.
func (r *Result) AccountOf(tenant, currency string) *Account {
	if n, ok := r.work.byID()[tenant]; ok {
		return r.work.customers[n].seat.accounts[currency]
	}
	return nil
}

// An Account gets an invoice in one currency.
type Account struct {
	Tenants  []string // ids of the tenants that the account is of; none if the list names one that isn't known
	Name     string   // of the first tenant
	Contact  string   // as the list has it, else Name
	Currency string   // "" if no row with a price fits the account

	Rows []int // numbers of the lines of the account rows

	OneOfSeveral bool // the first tenant has accounts in other currencies

	Usage    Money // U: the sum of all charges
	Discount Money // D: what is subtracted from Usage
	TopUp    Money // T: what is missing to the minimum
	Fees     Money
	Total    Money // Usage - Discount + TopUp + Fees

	Charges   []*Charge
	Fee       []Fee
	Discounts []Discount
	Minimum   *Row // that counts, or nil

	// Unpriced is the number of lines without a price or in doubt. While there are any, the account isn't complete
	// and has no top-up.
	Unpriced int

	HasProduction bool // some line has a production amount other than 0

	result *Result
	seats  []*seat
	listed bool
	pools  map[pooled]*Charge
}

// Complete reports whether nothing of the account is unpriced or in doubt.
func (a *Account) Complete() bool { return a.Unpriced == 0 }

// A Fee is a fee that an account is charged.
type Fee struct {
	Row    *Row
	Amount Money
}

// A Discount is what a row takes off an account's charges.
type Discount struct {
	Row    *Row
	Of     Money // sum of the charges
	Amount Money // percent of it, rounded once
}

// A Charge is what one row charges for one pool. There may be a million.
type Charge struct {
	Account *Account
	By      *Row          // the row of its discount, or nil
	Base    usage.Decimal // sum of the lines, in base units

	minor, discount usage.Decimal // amount and share of the discount in minor units
	bound           *boundRow
	nextOf          *Charge // the next charge of the customer
	first, last     int32   // lines, or -1
	customer        int32   // number of the customer if that has lines, or -1
}

// Row returns the row that priced it.
func (c *Charge) Row() *Row { return c.bound.Row }

// Tenant returns the id of the customer, or "" if the pool is the account.
func (c *Charge) Tenant() string {
	switch {
	case c.customer >= 0:
		return c.Account.result.work.customers[c.customer].id
	case c.bound.Pool == CustomerPool:
		return c.bound.tenant // without usage
	}
	return ""
}

// Amount returns what is charged before discounts.
func (c *Charge) Amount() Money { return Money{c.Account.Currency, c.minor} }

// Discount returns its share of the discounts. The shares add up to those of the account.
func (c *Charge) Discount() Money { return Money{c.Account.Currency, c.discount} }

// Net returns the charge without its share of the discounts.
func (c *Charge) Net() Money { return c.Amount().Sub(c.Discount()) }

// Measure returns the unit of the quantities.
func (c *Charge) Measure() Measure {
	if m := c.bound.Per.Measure; m != Natural || c.first < 0 {
		return m
	}
	return natural(c.Account.result.work.decisionOf(c.first).item.unit)
}

// Included returns what is free, in the unit.
func (c *Charge) Included() usage.Decimal { return c.Account.result.work.included(c) }

// Lines yields the lines of a charge. There are none if an amount is charged without usage.
func (c *Charge) Lines() iter.Seq[usage.Group] {
	return func(yield func(usage.Group) bool) {
		for i := c.first; i >= 0; i = c.Account.result.next[i] {
			if !yield(c.Account.result.work.line(i)) {
				return
			}
		}
	}
}

// Quantity returns what was used, in the unit.
func (c *Charge) Quantity() *big.Rat {
	return new(big.Rat).Quo(c.Base.Rat(), new(big.Rat).SetInt64(c.Measure().base()))
}

// A Reason says why lines have no price.
type Reason string

// The reasons.
const (
	NoRow         Reason = "no_row"         // no row fits
	NoPrice       Reason = "no_price"       // the row that fits has no price
	Conflict      Reason = "conflict"       // several rows fit and none beats all others, or they have several currencies
	WrongUnit     Reason = "unit"           // the row is per something that the usage isn't measured in
	OtherCurrency Reason = "currency"       // rows fit, but not in the currency of the account
	UnknownSKU    Reason = "sku_unknown"    // in doubt: a row names a SKU, and the report has none
	UnknownInfra  Reason = "infra_unknown"  // in doubt: a row names a storage or its owner, which can't be read
	UnknownTenant Reason = "tenant_unknown" // in doubt: a row names a tenant, and the tenants can't be read
)

// InDoubt reports whether it isn't known which row fits.
func (r Reason) InDoubt() bool {
	return r == UnknownSKU || r == UnknownInfra || r == UnknownTenant
}

// Unpriced are lines of one item that have no price for the same reason.
type Unpriced struct {
	Reason   Reason
	Item     usage.Name // Usage, OfferingItem, Edition, Class and labels
	Unit     usage.Unit
	SKU      string
	Rows     []int  // numbers of lines of the list: those in conflict or in doubt, or the row without a price; none of the vendor's lists
	Currency string // of the account, or "" if it isn't known

	// Currencies says that Rows have several currencies, so that an account row must say which.
	Currencies bool

	Lines    int
	Tenants  []string      // ids of the first three customers
	Quantity usage.Decimal // sum of the lines, in base units

	// CSV is the row that would settle it, in the columns of the list, with an empty price. If the list lacks one of
	// the columns, there is a line with the names of all columns before it. It is "" if no further row can settle it: if
	// a row of the list must be corrected, the lines are in doubt, two rows are equal in all that is compared, or the
	// list is the vendor's.
	CSV string
}

// A Warning is something that may surprise a user of the amounts.
type Warning struct {
	Kind   WarningKind
	Row    int      // number of the line of the list, or 0
	Column string   // of the list
	Text   string   // the name in that column
	Names  []string // ids of tenants, or names of usages
}

// A WarningKind says what a warning is about.
type WarningKind int

// The kinds of warnings, with what they mean.
const (
	NameUnknown       WarningKind = iota // Text in Column of Row exists nowhere
	TenantDeleted                        // Row charges the deleted tenant in Names without usage
	TenantNotFound                       // Row charges the tenant in Text, who isn't known
	CustomersMoved                       // the customers in Names are below another partner today than in the report
	CustomersUnknown                     // the customers in Names aren't among the tenants, so that each is its own account
	TenantsUnreadable                    // the tenants can't be read, so that each customer is its own account
	UnitAssumed                          // the unit of the usages in Names isn't known; the list's is used
	TenantNotYet                         // Row charges the tenant in Names, who was created or in production only after the month, or is on trial
)
