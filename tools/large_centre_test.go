package tools_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/tools"
)

// A largeCentre is a data centre that has as many tenants below the own one as it
// is asked to have, as many reports, and rows of all these tenants in the files.
type largeCentre struct {
	tenants, reports int
	dc               *simulator.DataCentre
	url              string
}

func newLargeCentre(t *testing.T, tenants, reports int) *largeCentre {
	t.Helper()
	l := &largeCentre{tenants: tenants, reports: reports, dc: simulator.New()}
	t.Cleanup(l.dc.Close)
	file := l.file(t)
	for _, report := range []string{simulator.SeptemberReportID, contosoSeptember, simulator.SavedReportID} {
		if err := l.dc.SetFile(report, "csv_v2_0", file, ""); err != nil {
			t.Fatal(err)
		}
	}
	base, err := l.dc.Listen()
	if err != nil {
		t.Fatal(err)
	}
	target, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", &httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) { p.SetURL(target) }})
	mux.HandleFunc("GET /api/2/tenants", l.listTenants)
	mux.HandleFunc("GET /api/2/tenants/{id}/reports", l.listReports)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	l.url = server.URL
	return l
}

func largeID(i int) string { return fmt.Sprintf("%08x-5e1a-4c07-9b3d-%012x", uint32(i)*0x9e3779b1, i) }

// listTenants has pages of as many tenants as are asked for. The cursor is the
// number of the next one.
func (l *largeCentre) listTenants(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	b := bufio.NewWriter(w)
	defer b.Flush()
	if ids := r.URL.Query().Get("uuids"); ids != "" {
		l.listThese(b, strings.Split(ids, ","))
		return
	}
	from, _ := strconv.Atoi(r.URL.Query().Get("after"))
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil {
		limit = 5000
	}
	b.WriteString(`{"items":[`)
	if from == 0 {
		b.WriteString(ownTenant)
	}
	for i := from; i < min(from+limit, l.tenants); i++ {
		if i == from && from > 0 {
			b.WriteString(l.tenant(i)[1:])
			continue
		}
		b.WriteString(l.tenant(i))
	}
	b.WriteString(`],"paging":{"cursors":{`)
	if from+limit < l.tenants {
		fmt.Fprintf(b, `"after":"%d"`, from+limit)
	}
	b.WriteString(`}}}`)
}

const ownTenant = `{"id":"` + simulator.OwnTenantID + `","name":"Northwind","kind":"partner","version":1,"parent_id":"","created_at":"2020-01-01T00:00:00+00:00"}`

func (l *largeCentre) tenant(i int) string {
	return fmt.Sprintf(`,{"id":"%s","name":"Customer %d of those who are called the same","kind":"customer","version":1,"parent_id":%q,"internal_tag":"tag %d",`+
		`"pricing_mode":"production","created_at":"2021-03-01T00:00:00+00:00","updated_at":"2026-09-12T00:00:00+00:00"}`,
		largeID(i), i*7919%l.tenants, simulator.OwnTenantID, i%1000)
}

// listThese lists the tenants with some ids.
func (l *largeCentre) listThese(b *bufio.Writer, ids []string) {
	var found []string
	for _, id := range ids {
		var i int
		if id == simulator.OwnTenantID {
			found = append(found, ownTenant)
		} else if n, err := fmt.Sscanf(id[24:], "%x", &i); n == 1 && err == nil && i < l.tenants && largeID(i) == id {
			found = append(found, l.tenant(i)[1:])
		}
	}
	b.WriteString(`{"items":[` + strings.Join(found, ",") + `]}`)
}

func (l *largeCentre) listReports(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	ids := []string{simulator.SavedReportID, simulator.SeptemberReportID}
	for i := range l.reports {
		ids = append(ids, largeID(i))
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"items": ids})
}

// file has three rows of each tenant.
func (l *largeCentre) file(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(z)
	w.WriteString(sheetHeader)
	for i := range l.tenants {
		for _, name := range []string{"local_storage", "storage", "workstations"} {
			fmt.Fprintf(w, "a,customer,%s,0,0,0,0,0,%s,Customer %d,std,%d\n", name, largeID(i), i, i%1000*(1<<30))
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// contosoSeptember is the report of the month before [simulator.SavedReportID].
const contosoSeptember = "9be4bcfc-49b6-4a08-b2e6-cc3ababced20"

func (l *largeCentre) host(t *testing.T) *host {
	t.Helper()
	return hostOf(t, l.url, tools.Options{
		ExportDir: t.TempDir(), PriceList: setup{Prices: largePrices}.priceList(), CostList: setup{Costs: largeCosts}.costList(),
	})
}

// largePrices has a row of each kind. Each customer of the own tenant is an account.
const largePrices = "kind,item,included,pool,per,price,currency,product,text\n" +
	"price,storage,5,,GiB,0.05,EUR,S,Storage\nprice,local_storage,,account,GiB,0.01,EUR,L,\nprice,workstations,,,item,0.5,EUR,W,{label} of {month}\n" +
	"discount,storage,,,,3.5,EUR,D,\nfee,,,,,1.25,EUR,F,\nminimum,,,,,20,EUR,M,\n"

const largeCosts = "item,per,price,currency\nstorage,GiB,0.02,EUR\nworkstations,item,0.2,EUR\n"

// largeCalls work on all tenants, rows or groups. Those with names that don't exist are refused.
var largeCalls = []struct{ tool, arguments string }{
	{"find_tenants", `{}`},
	{"find_tenants", `{"query":"zzz nobody"}`},
	{"find_tenants", `{"order":"name"}`},
	{"list_reports", `{}`},
	{"get_current_usage", `{"tenant":"Customer 77"}`},
	{"summarize_usage", `{"report_id":"` + simulator.SavedReportID + `"}`},
	{"summarize_usage", `{"report_id":"` + simulator.SavedReportID + `","group_by":["tenant","usage"]}`},
	{"summarize_usage", `{"report_id":"` + simulator.SavedReportID + `","group_by":["tenant"],"order":"name"}`},
	{"summarize_usage", `{"report_id":"` + simulator.SavedReportID + `","customers":["*1*2*3*","*a*b*","no such customer","another one"]}`},
	{"summarize_usage", `{"report_id":"` + simulator.SavedReportID + `","customers":[` + strings.Repeat(`"no*a*b*c*d*e*f*g*h","Customer is called",`, 20) + `"x"]}`},
	{"export_usage", `{"report_id":"` + simulator.SavedReportID + `"}`},
	{"export_usage", `{"report_id":"` + simulator.SavedReportID + `","format":"xlsx"}`},
	{"export_usage", `{"report_id":"` + simulator.SavedReportID + `","format":"json"}`},
	{"compare_usage", contosoMonths + `}`},
	{"compare_usage", contosoMonths + `,"group_by":["tenant","usage"],"order":"name"}`},
	{"price_usage", inSeptember + `}`},
	{"price_usage", inSeptember + `,"by":"line","order":"name"}`},
	{"price_usage", inSeptember + `,"show":"margin"}`},
	{"price_usage", contosoMonths + `}`},
	{"export_usage", inSeptember + `,"layout":"psa","partial":true}`},
	{"prepare_months", `{"months":["2026-09"]}`},
}

const (
	contosoMonths = `{"report_ids":["` + contosoSeptember + `","` + simulator.SavedReportID + `"]`
	inSeptember   = `{"report_ids":["` + simulator.SeptemberReportID + `"]`
)
