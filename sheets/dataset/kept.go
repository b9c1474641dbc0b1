package dataset

import "os"

// Kept says what a month in a folder was made from.
type Kept struct {
	Tenant, Report      string // ids
	PriceList, CostList string // SHA-256; "" without charges, or without costs
}

// Kept returns what a month was made from. ok is false if the folder doesn't have all
// files of the month as they were written, with the same columns.
func (d *Dataset) Kept(month string) (k Kept, ok bool) {
	root, err := os.OpenRoot(d.Folder)
	if err != nil {
		return k, false
	}
	defer root.Close()
	m := d.kept(root, month)
	if m.Version != Version || m.NoNames != d.NoNames || !d.has(root, month, m) {
		return k, false
	}
	k = Kept{Tenant: m.Tenant, Report: m.Report}
	if c := m.Charges; c != nil {
		k.PriceList, k.CostList = c.PriceList, c.CostList
		ok = is(root, d.part("charges", month), c.fileSum)
		return k, ok && c.NoNames == d.NoNames
	}
	return k, true
}
