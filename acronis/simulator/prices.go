package simulator

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// pricePattern is the only route of the Pricelist API v1.
const pricePattern = "/api/price_sync/v1/effective_price_lists"

// PriceOptions are the options of GET /effective_price_lists.
type PriceOptions struct {
	// NoPrices makes the request respond with 403: the client lacks the role price_list_reader. Who holds
	// it isn't documented. Default false.
	NoPrices bool

	// PriceCurrency is the currency of the price lists. Default EUR, but USD for [NewCases].
	PriceCurrency string

	// MaxPriceMonths is the largest number of months in a request; more get 400. Default 0, which means
	// no maximum.
	MaxPriceMonths int
}

// skuPrice is the price of a SKU, per item, GiB or compute point: the API doesn't say so, and so that is
// an assumption. The effective price is 10 percent below the list price.
type skuPrice struct{ sku, list, effective, name string }

// listedPrices are the prices of all SKUs but SIM-VM-SECOND, which has none.
var listedPrices = []skuPrice{
	{"SIM-WORKSTATION", "1.5000", "1.3500", "Workstation"},
	{"SIM-STORAGE", "0.0200", "0.0180", "Cloud storage"},
	{"SIM-STORAGE-OWN", "0.0050", "0.0045", "Partner-hosted storage"},
	{"SIM-STORAGE-GEO", "0.0400", "0.0360", "Geo-redundant storage"},
	{"SIM-COMPUTE", "0.2000", "0.1800", "Compute point"},
	{"SIM-SERVER", "5.0000", "4.5000", "Server"},
	{"SIM-VM", "3.0000", "2.7000", "Virtual machine"},
	{"SIM-SEAT", "1.2000", "1.0800", "Microsoft 365 seat"},
	{"SIM-GIGABYTE", "0.0250", "0.0225", "Cloud storage per gigabyte"},
	{"SIM-BUNDLE", "3.0000", "2.7000", "Workstation with storage"},
	{"SIM-SECURITY", "1.0000", "0.9000", "Advanced Security"},
	{"SIM-SYNC", "0.0300", "0.0270", "Sync & Share storage"},
	{"SIM-SYNC-SEAT", "0.8000", "0.7200", "Sync & Share user"},
}

// From dearerFrom on, SIM-STORAGE has another price.
const dearerFrom = "2026-10"

var dearerStorage = skuPrice{"SIM-STORAGE", "0.0220", "0.0198", "Cloud storage"}

// priceListJSON is the price list of a month. All values are strings, as documented.
type priceListJSON struct {
	Month      string      `json:"month"`
	Currency   string      `json:"currency"`
	Commitment string      `json:"commitment"`
	Code       string      `json:"pricelist_code"`
	Prices     []priceJSON `json:"prices"`
}

type priceJSON struct {
	SKU               string `json:"sku"`
	EffectivePrice    string `json:"effective_price"`
	ListPrice         string `json:"list_price"`
	SKUDiscount       string `json:"sku_discount"`       // percent
	PricelistDiscount string `json:"pricelist_discount"` // percent
	Category          string `json:"category"`
	SubCategory       string `json:"sub_category"`
	Name              string `json:"name"`
	FriendlyName      string `json:"friendly_name"`
}

// fetchPriceLists is GET /effective_price_lists. Assumptions: only partners have price lists; a month
// before 2025 has none and is left out; the commitment is 100 each month.
func (d *DataCentre) fetchPriceLists(r *http.Request) (int, any, error) {
	months, err := d.priceMonths(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	tenant := r.URL.Query().Get("tenant_id")
	if d.NoPrices || !d.visible(tenant) || !slices.ContainsFunc(d.tenants, isPartner(tenant)) {
		return 0, nil, denied()
	}
	lists := []priceListJSON{}
	for _, month := range months {
		if month >= "2025-01" {
			lists = append(lists, d.priceList(month))
		}
	}
	return http.StatusOK, map[string]any{"price_lists": lists}, nil
}

func isPartner(id string) func(tenant) bool {
	return func(t tenant) bool { return t.ID == id && t.Kind == "partner" }
}

func (d *DataCentre) priceMonths(query url.Values) ([]string, error) {
	if !allMatch([]string{query.Get("tenant_id")}) {
		return nil, malformed("tenant_id is a UUID.")
	}
	months := strings.Split(query.Get("months"), ",")
	for _, month := range months {
		if _, err := time.Parse("2006-01", month); err != nil {
			return nil, malformed("months is a list of months, YYYY-MM.")
		}
	}
	if d.MaxPriceMonths > 0 && len(months) > d.MaxPriceMonths {
		return nil, malformed("There are too many months.")
	}
	slices.Sort(months)
	return slices.Compact(months), nil
}

func (d *DataCentre) priceList(month string) priceListJSON {
	list := priceListJSON{Month: month, Currency: d.PriceCurrency, Commitment: "100", Code: "SIM-" + d.PriceCurrency}
	for _, p := range listedPrices {
		if p.sku == dearerStorage.sku && month >= dearerFrom {
			p = dearerStorage
		}
		list.Prices = append(list.Prices, priceJSON{SKU: p.sku, EffectivePrice: p.effective, ListPrice: p.list, SKUDiscount: "10",
			PricelistDiscount: "0", Category: "Cyber Protect", SubCategory: "Service", Name: p.name, FriendlyName: p.name})
	}
	return list
}

// flatError is the body of the Pricelist API's errors.
type flatError struct {
	Code    string `json:"code"`
	Domain  string `json:"domain"`
	Message string `json:"message"`
	Reason  string `json:"reason"` // the same as the code
}

// flat returns the error of the Pricelist API for one of the Account Management API. The code for 403 is
// documented. The others, and what statuses other than 400, 401, 403 and 500 have, are assumptions.
func (r *refusal) flat() *refusal {
	e, ok := r.body.(envelope)
	if !ok {
		return r
	}
	code, domain := "VALIDATION_ERROR", "REQUEST"
	switch r.status {
	case http.StatusUnauthorized:
		code, domain = "AUTHENTICATION_ERROR", "ACCESS"
	case http.StatusForbidden:
		code, domain = "ACCESS_DENIED_ERROR", "ACCESS"
	}
	return &refusal{status: r.status, allow: r.allow, body: flatError{code, domain, e.Error.Message, code}}
}
