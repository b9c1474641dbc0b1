package settings

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Invoice is what invoices for accounting software need.
type Invoice struct {
	Prefix  string // of invoice numbers
	Account string // code of the account for income
	Tax     string // code of the tax
	Days    int    // from the date of an invoice until it is due
}

const (
	// costsAPI is the value of --costs for the vendor's price lists.
	costsAPI = "api"

	// defaultDays is the default of --invoice-days.
	defaultDays = 30

	// maxDays is the largest --invoice-days.
	maxDays = 365

	// maxCode is the largest number of characters of the codes and the prefix.
	maxCode = 50
)

// readInvoice reads --costs and the flags for invoices.
func (s *Settings) readInvoice() {
	const variable = "ACRONIS_COSTS"
	if s.CostsAPI = cmp.Or(s.Flags.Costs, s.Getenv(variable)) == costsAPI; !s.CostsAPI {
		s.Costs = s.folder("--costs", s.Flags.Costs, variable)
	}
	s.Invoice = Invoice{
		Prefix:  s.code("--invoice-prefix", s.Flags.InvoicePrefix),
		Account: s.code("--invoice-account", s.Flags.InvoiceAccount),
		Tax:     s.code("--invoice-tax", s.Flags.InvoiceTax),
		Days:    defaultDays,
	}
	if s.Flags.InvoiceDays == "" {
		return
	}
	days, err := strconv.Atoi(s.Flags.InvoiceDays)
	if err != nil || days < 0 || days > maxDays {
		s.refuse("--invoice-days", " must be a whole number from 0 to "+strconv.Itoa(maxDays))
		return
	}
	s.Invoice.Days = days
}

// code returns a value that files for accounting software contain. Importers read a
// value that begins with one of these characters as a formula.
func (s *Settings) code(flag, value string) string {
	switch {
	case placeholder(value) != "":
		s.refuse(flag, " "+placeholder(value))
	case hasHidden(value):
		s.refuse(flag, " contains control or hidden characters; remove them")
	case utf8.RuneCountInString(value) > maxCode:
		s.refuse(flag, " must have at most "+strconv.Itoa(maxCode)+" characters")
	case value != "" && strings.Contains("=+-@", value[:1]):
		s.refuse(flag, " must not begin with =, +, - or @, which spreadsheets read as a formula")
	}
	return value
}
