package tools_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"testing"

	"github.com/mark3labs/mcp-go/server"
	"github.com/rs/zerolog"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/tools"
)

// setup has the circumstances of a story.
type setup struct {
	Cases     bool   // the data centre is [simulator.NewCases]
	Access    string // default delete
	NoAsk     bool
	Demo      bool
	TenantID  string
	Label     string
	Memory    *memory.Budget `json:"-"`
	ExportTo  string         `json:"-"` // the export folder
	Export    bool           // there is an export folder, shown as /exports in answers
	Prices    string         // the price list as CSV, or none; default that of the demo
	Invoice   tools.Accounting
	Costs     string            // the list of costs as CSV, or none; default the vendor's price lists
	Answer    string            // accept, decline or cancel; "" means that the client can't ask
	Before    []before          // calls made first
	File      *storedFixture    // replaces a stored report, after the calls made first
	Leftovers int               // reports that are no longer needed, in addition to the twelve
	Data      simulator.Options // switches of the data centre that differ from its defaults
}

// priceList returns the function that reads the price list.
func (by setup) priceList() func() (*prices.List, error) {
	switch by.Prices {
	case "none":
		return nil
	case "":
		return func() (*prices.List, error) { return prices.Demo(), nil }
	}
	return func() (*prices.List, error) { return prices.ParseList("prices.csv", []byte(by.Prices)), nil }
}

// costList returns the function that reads the list of costs.
func (by setup) costList() func() (*prices.List, error) {
	if by.Costs == "" || by.Costs == "none" {
		return nil
	}
	return func() (*prices.List, error) { return prices.ParseList("costs.csv", []byte(by.Costs)), nil }
}

// dataCentre returns a data centre with its default switches.
func (by setup) dataCentre() *simulator.DataCentre {
	if by.Cases {
		return simulator.NewCases()
	}
	return simulator.New()
}

// storyDataCentre returns the data centre and the circumstances of a story.
func storyDataCentre(t *testing.T, circumstances string) (*simulator.DataCentre, setup) {
	t.Helper()
	var by setup
	decode(t, circumstances, &by)
	dc := by.dataCentre()
	by.Data = dc.Options
	decode(t, circumstances, &by) // its switches, over the defaults of this data centre
	dc.Options = by.Data
	dc.AddLeftovers(by.Leftovers)
	return dc, by
}

// storedFixture is a stored report that a story defines.
type storedFixture struct {
	Report, Content, Encoding string
	Gzip                      bool
	Cut                       int // bytes missing at the end
}

func (f *storedFixture) put(t *testing.T, dc *simulator.DataCentre) {
	t.Helper()
	content := []byte(f.Content)
	if f.Gzip {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		content = b.Bytes()
	}
	if err := dc.SetFile(f.Report, "csv_v2_0", content[:len(content)-f.Cut], f.Encoding); err != nil {
		t.Fatal(err)
	}
}

type before struct {
	Tool      string
	Arguments json.RawMessage
}

// newServer returns a server for a data centre, as the program makes it.
func newServer(t *testing.T, dc *simulator.DataCentre, by setup) *server.MCPServer {
	t.Helper()
	c, err := acronis.New(acronis.Config{
		BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret, Dial: dc.DialContext,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	access, err := acronis.ParseAccess(cmp.Or(by.Access, "delete"))
	if err != nil {
		t.Fatal(err)
	}
	files, exports := &store.Files{}, by.ExportTo
	if by.Export {
		exports = t.TempDir()
	}
	t.Cleanup(func() {
		if err := files.Close(); err != nil {
			t.Error(err)
		}
	})
	return tools.NewServer(tools.Options{
		Invoice:   by.Invoice,
		PriceList: by.priceList(), CostList: by.costList(), CostsAPI: by.Costs == "",
		Files: files, ExportDir: exports,
		Client: c, DataCentre: cmp.Or(by.Label, "eu2-cloud.acronis.com"), Version: "test", Log: zerolog.Nop(),
		Memory: by.Memory, Access: access, NoAsk: by.NoAsk, Demo: by.Demo, TenantID: by.TenantID,
	})
}
