package acronis_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/acronis/simulator/openapitest"
)

const pricePath = "/api/price_sync/v1/effective_price_lists"

// pricesOf returns month, currency and the price of a SKU of each list.
func pricesOf(lists []acronis.PriceList, sku string) []string {
	var prices []string
	for _, l := range lists {
		for _, p := range l.Prices {
			if p.SKU == sku {
				prices = append(prices, l.Month+" "+l.Currency+" "+p.Effective)
			}
		}
	}
	return prices
}

// The price of storage changes in October. The months are requested in batches, or
// one by one from a data centre that accepts no more.
func TestGetPriceLists(t *testing.T) {
	months := []string{"2026-10", "2026-09", "2026-10", "2024-12"}
	for m := 1; m <= 8; m++ {
		months = append(months, fmt.Sprintf("2026-%02d", m))
	}
	var want []string
	for m := 1; m <= 9; m++ {
		want = append(want, fmt.Sprintf("2026-%02d EUR 0.0180", m))
	}
	want = append(want, "2026-10 EUR 0.0198")
	for maxMonths, requests := range map[int]int{0: 2, 3: 6} { // 11 months: 6 and 5, or those refused and 3, 3, 2, 3
		simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
			c.Watch(func(next http.RoundTripper) http.RoundTripper { return openapitest.Check(t, next) })
			dc.MaxPriceMonths = maxMonths
			lists, err := c.GetPriceLists(t.Context(), simulator.OwnTenantID, months)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, pricesOf(lists, "SIM-STORAGE")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if n := count(dc, pricePath); n != requests {
				t.Errorf("at most %d months: %d requests, want %d", maxMonths, n, requests)
			}
			first := lists[0]
			first.Prices = first.Prices[:1]
			whole := acronis.PriceList{Month: "2026-01", Currency: "EUR", Commitment: "100", Code: "SIM-EUR",
				Prices: []acronis.SKUPrice{{SKU: "SIM-WORKSTATION", Effective: "1.3500", List: "1.5000", Name: "Workstation", FriendlyName: "Workstation"}}}
			if diff := cmp.Diff(whole, first); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Another data centre has another currency, and no price for one SKU.
func TestGetPriceListsElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dc := simulator.NewCases()
		defer dc.Close()
		c := newClient(t, dc, acronis.Config{ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret})
		defer c.Close()
		lists, err := c.GetPriceLists(t.Context(), simulator.OwnTenantID, []string{"2026-10"})
		if err != nil {
			t.Fatal(err)
		}
		if got := pricesOf(lists, "SIM-BUNDLE"); !cmp.Equal(got, []string{"2026-10 USD 2.7000"}) || pricesOf(lists, "SIM-VM-SECOND") != nil {
			t.Errorf("got %v and %v", got, pricesOf(lists, "SIM-VM-SECOND"))
		}
	})
}

// An error of the Pricelist API becomes the same kind of error as one of Account
// Management, and 403 says which role is missing.
func TestGetPriceListsRefused(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		dc.NoPrices = true
		_, err := c.GetPriceLists(t.Context(), simulator.OwnTenantID, []string{"2026-10"})
		e := asError(t, err)
		if e.Kind != acronis.Forbidden || e.Code != "ACCESS_DENIED_ERROR" || e.Message != "Access denied." || e.Path != pricePath ||
			!errors.Is(err, acronis.ErrNoPriceRole) || !strings.Contains(e.Error(), "price_list_reader") {
			t.Errorf("got %+v", e)
		}
		dc.Change(func(o *simulator.Options) { o.NoPrices = false })
		if _, err := c.GetPriceLists(t.Context(), simulator.OwnTenantID, []string{"October"}); asError(t, err).Kind != acronis.Invalid {
			t.Errorf("got %v", err)
		}
	})
}

// What the documents leave open is accepted, and what contradicts them isn't.
func TestGetPriceListsReplies(t *testing.T) {
	list := func(month, prices string) string {
		return `{"price_lists":[{"month":"` + month + `","currency":"EUR","commitment":100.50,"pricelist_code":null,"prices":[` + prices + `]}]}`
	}
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		for body, want := range map[string]string{
			list("2026-10", `{"sku":"A","effective_price":"0.0123"}`): "0.0123",
			list("2026-10", `{"sku":"A","effective_price":0.012300}`): "0.012300",
			list("2026-10", `{"sku":"A","effective_price":null}`):     "",
		} {
			dc.Inject(simulator.Fault{Path: pricePath, Body: body})
			lists, err := c.GetPriceLists(t.Context(), simulator.OwnTenantID, []string{"2026-10"})
			if err != nil || len(lists) != 1 || lists[0].Commitment != "100.50" || lists[0].Prices[0].Effective != want {
				t.Errorf("%s: %+v, %v", body, lists, err)
			}
		}
		for _, body := range []string{
			`{}`, `{"price_lists":[{"month":"2026-10"}]}`, `{"price_lists":[{"currency":"EUR"}]}`,
			list("2026-09", ""), list("2026-10", `{"sku":true}`), `[]`,
		} {
			dc.Inject(simulator.Fault{Path: pricePath, Body: body})
			if _, err := c.GetPriceLists(t.Context(), simulator.OwnTenantID, []string{"2026-10"}); asError(t, err).Kind != acronis.Malformed {
				t.Errorf("%s: %v", body, err)
			}
		}
	})
}
