package prices

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// A seat is what gets the invoices of some tenants, one in each of its currencies.
type seat struct {
	tenant   string // id
	name     string
	explicit bool // the list has account rows for it

	// accounts are those by currency. A seat without account rows has the one currency of the rows that fit its
	// lines; fitting has the currencies of these rows, with one row of each.
	accounts map[string]*Account
	fitting  map[string]*boundRow

	listed bool            // its accounts are in the result
	counts []usage.Decimal // of the items in included quantities, or nil
	only   *Account        // if there is one
}

// seats finds who gets the invoice of a tenant.
type seats struct {
	world  World
	rows   map[string][]*boundRow // account rows by tenant
	byID   map[string]*seat
	byName map[[2]string]*Account // by contact and currency
	shared map[[2]string][]string // ids of the tenants of account rows with a contact and currency, in their order
	own    string
	only   *seat // of all tenants, or nil
	faults []Fault
}

func newSeats(w World, rows []*boundRow) *seats {
	s := &seats{world: w, rows: map[string][]*boundRow{}, byID: map[string]*seat{}, byName: map[[2]string]*Account{}, shared: map[[2]string][]string{}, own: w.Own}
	if w.readable() {
		s.own = cmp.Or(w.Own, w.Tenants.All[0].ID)
	}
	type contactOf struct {
		contact [2]string
		tenant  string
	}
	known := map[contactOf]bool{}
	for _, r := range rows {
		if r.Kind == AccountRow {
			s.rows[r.tenant] = append(s.rows[r.tenant], r)
			if of := (contactOf{r.contact(), r.tenant}); !known[of] {
				known[of] = true
				s.shared[of.contact] = append(s.shared[of.contact], r.tenant)
			}
		}
	}
	return s
}

// of returns the seat of a tenant, by the chain of tenants that begins with it. known is false if the chain doesn't
// lead to the own tenant.
func (s *seats) of(chain []string) (found *seat, known bool) {
	if s.only != nil {
		return s.only, true
	}
	for _, id := range chain {
		if rows := s.rows[id]; rows != nil {
			return s.get(id, rows), true
		}
	}
	top := slices.Index(chain, s.own)
	if known = top >= 0; !known {
		top = len(chain)
		for top > 1 && !s.isTenant(chain[top-1]) {
			top--
		}
	}
	for top > 1 && s.isFolder(chain[top-1]) { // folders are only a grouping
		top--
	}
	return s.get(chain[max(top-1, 0)], nil), known
}

func (s *seats) isTenant(id string) bool {
	_, known := s.world.tenant(id)
	return known
}

func (s *seats) isFolder(id string) bool {
	t, _ := s.world.tenant(id)
	return t.Kind == "folder"
}

// get returns the seat with an id, and makes it if it is new.
func (s *seats) get(id string, rows []*boundRow) *seat {
	if found := s.byID[id]; found != nil {
		return found
	}
	t, _ := s.world.tenant(id)
	seat := &seat{tenant: id, name: cmp.Or(t.Name, id), explicit: rows != nil, accounts: map[string]*Account{}, fitting: map[string]*boundRow{}}
	s.byID[id] = seat
	if !s.isTenant(id) && len(rows) > 0 {
		seat.name = rows[0].Tenant
	}
	for _, r := range rows {
		s.addRow(seat, r)
	}
	if len(seat.accounts) == 1 {
		seat.only = slices.Collect(maps.Values(seat.accounts))[0]
	}
	return seat
}

// addRow makes the account of an account row, or adds the seat to the one that has the same contact and currency.
func (s *seats) addRow(seat *seat, r *boundRow) {
	if twice := seat.accounts[r.Currency]; twice != nil {
		if twice.Contact != cmp.Or(r.Text, seat.name) {
			s.faults = append(s.faults, Fault{Line: r.Line, Text: fmt.Sprintf("line %d is an account of the same tenant in the same currency and months, with another contact", twice.Rows[0])})
		}
		return
	}
	key := r.contact()
	a := s.byName[key]
	if a == nil {
		a = newAccount(seat, r.Currency)
		a.Contact = cmp.Or(r.Text, seat.name)
		a.Tenants = slices.Clone(s.shared[key]) // whichever of them has usage, so that the first is always the same
		a.OneOfSeveral = slices.ContainsFunc(s.rows[a.Tenants[0]], func(other *boundRow) bool { return other.Currency != r.Currency })
		s.byName[key] = a
	} else {
		a.seats = append(a.seats, seat)
	}
	a.Rows = append(a.Rows, r.Line)
	seat.accounts[r.Currency] = a
}

// contact returns what rows of one account have in common: contact and currency, or the tenant if there is no contact.
func (r *boundRow) contact() [2]string {
	if r.Text == "" {
		return [2]string{"\x00" + r.tenant, r.Currency}
	}
	return [2]string{tenants.Fold(r.Text), r.Currency}
}

func newAccount(of *seat, currency string) *Account {
	zero := Money{Currency: currency}
	return &Account{
		Tenants: []string{of.tenant}, Name: of.name, Contact: of.name, Currency: currency, seats: []*seat{of},
		Usage: zero, Discount: zero, TopUp: zero, Fees: zero, Total: zero,
	}
}

// currencies returns those that rows must have to fit the lines of a seat, or nil if any fits.
func (s *seat) currencies() []string {
	if !s.explicit {
		return nil
	}
	return slices.Sorted(maps.Keys(s.accounts))
}

// settle decides the currency of a seat without account rows, when all rows that fit its lines are known. It reports
// whether they have only one.
func (s *seat) settle() bool {
	if s.explicit {
		return true
	}
	if len(s.accounts) == 0 {
		currency := ""
		if len(s.fitting) == 1 {
			currency = slices.Collect(maps.Keys(s.fitting))[0]
		}
		s.only = newAccount(s, currency)
		s.accounts[currency] = s.only
	}
	return len(s.fitting) < 2
}

// account returns the account of the seat in a currency, or nil. "" is any if there is only one.
func (s *seat) account(currency string) *Account {
	if s.only != nil && (currency == "" || currency == s.only.Currency) {
		return s.only
	}
	return s.accounts[currency]
}

// currencyNames returns the currencies of the accounts for users.
func (s *seat) currencyNames() string {
	return strings.Join(slices.Sorted(maps.Keys(s.accounts)), ", ")
}
