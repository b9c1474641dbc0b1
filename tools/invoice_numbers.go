package tools

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/prices"
)

// maxTag is how long an internal tag in the number of an invoice may be, and
// maxTagInCurrency if the number has the currency too. QuickBooks allows 21 characters
// in all, so that four remain for the prefix.
const (
	maxTag           = 10
	maxTagInCurrency = 7
)

// invoiceNumbers returns the numbers of the invoices of a month, without the prefix:
// the month, the currency if the account's tenant has several, and the tenant's
// internal tag or the beginning of its id. They don't depend on what is charged, so
// that they stay the same in later files.
func (m *pricedMonth) invoiceNumbers() map[*prices.Account]string {
	numbers, used := map[*prices.Account]string{}, map[string]bool{}
	tags := m.sharedTags()
	month := strings.ReplaceAll(m.usage.Month, "-", "")
	for _, a := range m.Accounts {
		begin, most := month+"-", maxTag
		if a.OneOfSeveral {
			begin, most = month+a.Currency+"-", maxTagInCurrency
		}
		t, _ := m.answer.Selection.Tree.Find(a.ID())
		id := t.InternalTag
		if id == "" || len(id) > most || !plainTag(id) || tags[strings.ToLower(id)] {
			id = invoiceID(a.ID(), 0)[:min(most, 8)]
		}
		for at := 1; used[strings.ToLower(begin+id)]; at++ { // hardly ever, and the same each time
			id = invoiceID(a.ID(), at)[:most]
		}
		used[strings.ToLower(begin+id)] = true
		numbers[a] = begin + id
	}
	return numbers
}

// sharedTags returns the internal tags that several tenants have, in lower case.
func (m *pricedMonth) sharedTags() map[string]bool {
	shared := map[string]bool{}
	for _, t := range m.answer.Selection.Tree.All {
		if t.InternalTag != "" {
			tag := strings.ToLower(t.InternalTag)
			_, known := shared[tag]
			shared[tag] = known
		}
	}
	return shared
}

// invoiceID returns the beginning of a tenant's id, or another part of what identifies
// the tenant.
func invoiceID(id string, part int) string {
	if _, ok := acronis.ParseUUID(id); ok && part == 0 {
		return id
	}
	sum := sha256.Sum256(append([]byte(id), slices.Repeat([]byte{0}, part)...))
	return hex.EncodeToString(sum[:])
}

func plainTag(tag string) bool {
	return !strings.ContainsFunc(tag, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}
