package prices

import (
	"slices"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/figures/tenants"
)

// A boundRow is a row that applies in the month, with its tenant found.
type boundRow struct {
	*Row
	tenant  string // id; "" for all
	known   bool   // the tenant is among the tenants
	fitted  bool   // it fits some line
	free    bool   // everything is priced at 0
	calc    *calculation
	measure Measure // of calc
}

// A candidate is a row that may fit a line, with how narrow it is in each column that is compared: the smaller, the
// narrower.
type candidate struct {
	row    *boundRow
	narrow [5]int  // tenant, item, sku, infra, owner
	star   [3]bool // sku, infra, owner: any value
	doubt  Reason  // why it isn't known whether it fits, or ""
}

// The columns that are compared.
const (
	tenantColumn = iota
	itemColumn
	skuColumn
	infraColumn
	ownerColumn
)

// allTenants is how narrow a row without a tenant is: less than any tenant in a chain.
const allTenants = 1 << 30

// newCandidate returns a row with how narrow it is in all columns but the tenant.
func newCandidate(r *boundRow, item int) candidate {
	c := candidate{row: r}
	c.narrow[tenantColumn], c.narrow[itemColumn] = allTenants, item
	for i, cell := range []string{r.SKU, r.Infra, r.Owner} {
		if cell == "" {
			c.narrow[skuColumn+i] = 1
		}
		c.star[i] = isStar(cell)
	}
	return c
}

// beats reports whether a row beats another: it is at least as narrow in every column and narrower in one, or they
// are equal in that and a value is opposed to *.
func (c *candidate) beats(other *candidate) bool {
	narrower := false
	for i := range c.narrow {
		switch {
		case c.narrow[i] > other.narrow[i]:
			return false
		case c.narrow[i] < other.narrow[i]:
			narrower = true
		}
	}
	if narrower {
		return true
	}
	for i := range c.star {
		switch {
		case c.star[i] && !other.star[i]:
			return false
		case !c.star[i] && other.star[i]:
			narrower = true
		}
	}
	return narrower
}

// best returns the candidate that beats all others, or nil if there is none.
func best(all []candidate) *candidate {
	for i := range all {
		beatsAll := true
		for j := range all {
			if i != j && !all[i].beats(&all[j]) {
				beatsAll = false
				break
			}
		}
		if beatsAll {
			return &all[i]
		}
	}
	return nil
}

// A lineKind is what of lines decides which rows fit.
type lineKind struct {
	used    bool // some line has a production amount
	item    *item
	sku     string
	hasSKU  bool // the report has SKUs
	infraID string
	owner   string // id
	infra   acronis.Infra
	read    bool // the storage could be read
	of      figures.Owner
}

// fits reports whether a candidate fits the line in sku, infra and owner. If that isn't known, it sets doubt.
func (c *candidate) fits(l *lineKind) bool {
	return c.fitsSKU(l) && c.fitsInfra(l) && c.fitsOwner(l)
}

func (c *candidate) fitsSKU(l *lineKind) bool {
	cell := c.row.SKU
	switch {
	case cell == "":
		return true
	case !l.hasSKU:
		if !c.star[0] {
			c.doubt = UnknownSKU
		}
		return true
	case l.sku == "" || !c.star[0] && tenants.Fold(cell) != tenants.Fold(l.sku):
		return false
	}
	return true
}

func (c *candidate) fitsInfra(l *lineKind) bool {
	cell := c.row.Infra
	switch {
	case cell == "":
		return true
	case l.infraID == "":
		return false
	case c.star[1] || sameID(cell, l.infraID):
	case isID(cell):
		return false
	case !l.read:
		c.doubt = UnknownInfra
		return true
	case tenants.Fold(cell) != tenants.Fold(l.infra.Name):
		return false
	}
	return true
}

// ownerKinds are the kinds of owners that a row may name.
var ownerKinds = []figures.OwnerKind{
	figures.OwnedByVendor, figures.OwnedByOwn, figures.OwnedByReseller, figures.OwnedByAbove, figures.OwnedByUnknown,
}

func (c *candidate) fitsOwner(l *lineKind) bool {
	cell := c.row.Owner
	kind := figures.OwnerKind(tenants.Fold(cell))
	unsure := !l.read && (l.of.Kind == figures.OwnedByUnknown || l.of.Kind == "")
	switch {
	case cell == "":
		return true
	case l.owner == "":
		return false
	case c.star[2] || sameID(cell, l.owner):
	case isID(cell):
		return false
	case unsure:
		c.doubt = UnknownInfra
		return true
	case slices.Contains(ownerKinds, kind) && kind != l.of.Kind,
		!slices.Contains(ownerKinds, kind) && tenants.Fold(cell) != tenants.Fold(l.of.Name):
		return false
	}
	return true
}

func isID(cell string) bool {
	_, ok := acronis.ParseUUID(cell)
	return ok
}

// sameID reports whether a cell is an id, however it is written, or exactly the same text.
func sameID(cell, id string) bool {
	if parsed, ok := acronis.ParseUUID(cell); ok {
		cell = parsed
	}
	return cell == id
}
