package prices

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// VendorCosts returns the vendor's price lists as a list of costs: a row for each SKU and month. The API doesn't say
// what its prices are for; that it is what fits the unit of the usage, such as GiB for bytes, is inferred.
func VendorCosts(lists []acronis.PriceList) *List {
	l := &List{Name: "the vendor's price lists", vendor: true, header: columnNames()}
	sum := sha256.New()
	for _, of := range lists {
		l.addVendor(of)
		fmt.Fprintf(sum, "%q\n", of)
	}
	l.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return l
}

// addVendor adds the price list of a month.
func (l *List) addVendor(of acronis.PriceList) {
	fault := func(column, format string, args ...any) {
		l.Faults = append(l.Faults, Fault{Line: len(l.Rows) + 1, Column: column, Text: fmt.Sprintf(format, args...)})
	}
	currency := strings.ToUpper(strings.TrimSpace(of.Currency))
	if _, known := digitsOf(currency); !known {
		fault("currency", "the price list of %s is in the unknown currency %q", of.Month, of.Currency)
		return
	}
	known := map[string]string{} // prices by SKU
	row := Row{Kind: PriceRow, Currency: currency, Pool: CustomerPool, From: of.Month, To: of.Month}
	for _, p := range of.Prices {
		row.SKU, row.Text, row.Price = strings.TrimSpace(p.SKU), p.FriendlyName, nil
		if strings.TrimSpace(p.Effective) != "" {
			price, err := usage.ParseDecimal(strings.TrimSpace(p.Effective))
			if err != nil {
				fault("price", "the price of the SKU %q in %s isn't a number", p.SKU, of.Month)
				continue
			}
			row.Price = &price
		}
		// A SKU of several usages may be listed several times. Different prices are a conflict.
		if price, twice := known[row.SKU]; row.SKU != "" && !isStar(row.SKU) && (!twice || price != p.Effective) {
			known[row.SKU] = p.Effective
			l.addRow(row)
		}
	}
	commitment, err := usage.ParseDecimal(strings.TrimSpace(of.Commitment))
	if err == nil && commitment.Sign() > 0 {
		l.addRow(Row{Kind: MinimumRow, Currency: currency, Price: &commitment, From: of.Month, To: of.Month})
	}
}

// addRow adds a row with its number.
func (l *List) addRow(r Row) {
	r.Line = len(l.Rows) + 1
	l.Rows = append(l.Rows, r)
}
