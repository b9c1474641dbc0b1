package acronis

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const (
	// priceAPI is the path of the Pricelist API v1, which belongs to the same host.
	priceAPI = "/api/price_sync/v1"

	// PriceRole is the role that price lists need. Who holds it isn't documented.
	PriceRole = "urn:acronis.com::service_plans_manager::price_list_reader"

	// maxPriceMonths is the largest number of months in a request. The API documents
	// no limit; this one keeps replies far below maxJSON.
	maxPriceMonths = 6
)

// PriceList is what the vendor charges a partner in a month. Only Month, Currency
// and Prices are always set.
//
// Source: GET /effective_price_lists of the Pricelist API v1.
type PriceList struct {
	Month      string // YYYY-MM
	Currency   string // ISO 4217
	Commitment string // a decimal: what the partner pays at least in the month
	Code       string // the vendor's code for the list
	Prices     []SKUPrice
}

// SKUPrice is the price of a SKU. The API doesn't say for which unit it is.
type SKUPrice struct {
	SKU          string
	Effective    string // a decimal, after discounts; "" if there is no price
	List         string // a decimal, before discounts
	Name         string // the vendor's
	FriendlyName string // as shown to users
}

// GetPriceLists returns the price lists of a partner for months (YYYY-MM), in the
// order of the months: GET /effective_price_lists. Repeated months, and those
// without a list, are left out. A reply with a list that wasn't requested is
// [Malformed]. If the credentials lack the role, the error is [ErrNoPriceRole].
//
// Whether the API limits the number of months isn't documented. If a request is
// refused or the reply is too large, each half of the months is requested.
func (c *Client) GetPriceLists(ctx context.Context, tenantID string, months []string) ([]PriceList, error) {
	wanted := slices.Compact(slices.Sorted(slices.Values(months)))
	var all []PriceList
	for some := range slices.Chunk(wanted, maxPriceMonths) {
		lists, err := c.priceBatch(ctx, tenantID, some)
		if err != nil {
			return nil, err
		}
		all = append(all, lists...)
	}
	slices.SortFunc(all, func(a, b PriceList) int { return strings.Compare(a.Month, b.Month) })
	return all, nil
}

func (c *Client) priceBatch(ctx context.Context, tenantID string, months []string) ([]PriceList, error) {
	r := request{method: http.MethodGet, api: priceAPI, path: join("effective_price_lists"),
		query: url.Values{"tenant_id": {tenantID}, "months": {strings.Join(months, ",")}}}
	var reply priceLists
	err := c.do(ctx, r, &reply)
	switch {
	case err == nil:
		return reply, onlyAsked(r, months, reply, func(l PriceList) string { return l.Month })
	case len(months) == 1 || !tooMuch(err):
		return nil, err
	}
	first, err := c.priceBatch(ctx, tenantID, months[:len(months)/2])
	if err != nil {
		return nil, err
	}
	second, err := c.priceBatch(ctx, tenantID, months[len(months)/2:])
	return append(first, second...), err
}

// priceLists are the price lists of a reply.
type priceLists []PriceList

// priceBytes is how much memory a price of a reply uses while it is decoded, in bytes.
const priceBytes = 600

func (ls *priceLists) decodeBytes(body []byte) int64 {
	return int64(bytes.Count(body, []byte("{"))) * priceBytes
}

// UnmarshalJSON decodes a reply. The API documents that all values are strings.
// Numbers are accepted as well, because an older API for prices has them.
func (ls *priceLists) UnmarshalJSON(data []byte) error {
	var reply struct {
		Lists *[]struct {
			Month      decimalText `json:"month"`
			Currency   string      `json:"currency"`
			Commitment decimalText `json:"commitment"`
			Code       decimalText `json:"pricelist_code"`
			Prices     []struct {
				SKU          decimalText `json:"sku"`
				Effective    decimalText `json:"effective_price"`
				List         decimalText `json:"list_price"`
				Name         string      `json:"name"`
				FriendlyName string      `json:"friendly_name"`
			} `json:"prices"`
		} `json:"price_lists"`
	}
	if err := json.Unmarshal(data, &reply); err != nil {
		return err
	}
	if reply.Lists == nil {
		return errors.New("its field price_lists is missing")
	}
	for _, l := range *reply.Lists {
		if l.Month == "" || l.Currency == "" {
			return errors.New("a price list has no month or no currency")
		}
		list := PriceList{Month: string(l.Month), Currency: l.Currency, Commitment: string(l.Commitment), Code: string(l.Code)}
		for _, p := range l.Prices {
			list.Prices = append(list.Prices, SKUPrice{string(p.SKU), string(p.Effective), string(p.List), p.Name, p.FriendlyName})
		}
		*ls = append(*ls, list)
	}
	return nil
}

// decimalText is text that the API may send as a number. A number is kept as it is
// written.
type decimalText string

func (d *decimalText) UnmarshalJSON(data []byte) error {
	if c := data[0]; c == '-' || c >= '0' && c <= '9' {
		*d = decimalText(bytes.Clone(data))
		return nil
	}
	return json.Unmarshal(data, (*string)(d))
}
