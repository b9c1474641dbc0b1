package main

import (
	"strings"

	"github.com/rs/zerolog"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/setup/settings"
	"acronis-reports-mcp/tools"
)

// connectDemo gives the demo a client of a simulated data centre. The function it
// returns closes the client, of the demo or not.
func connectDemo(s *settings.Settings) (disconnect func(), err error) {
	switch {
	case len(s.Problems) > 0:
		return func() {}, nil
	case !s.Flags.Demo:
		return s.Client.Close, nil
	}
	dc := simulator.New()
	s.Client, err = acronis.New(acronis.Config{
		BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret,
		Version: s.Version, Dial: dc.DialContext,
	})
	return func() { s.Client.Close(); dc.Close() }, err
}

// options returns the settings as the tools need them.
func options(s *settings.Settings, log zerolog.Logger) tools.Options {
	o := tools.Options{
		Client: s.Client, Problem: explain(s.Problems), DataCentre: s.DataCentre, TenantID: s.TenantID,
		Access: s.Access, NoAsk: s.Flags.NoAsk, Demo: s.Flags.Demo,
		Files: &store.Files{Folder: s.CacheDir}, ExportDir: s.ExportDir,
		Invoice:   tools.Accounting(s.Invoice),
		PriceList: priceList(s), CostList: newPriceFile(s.Costs, "--costs").reader(), CostsAPI: s.CostsAPI || s.Flags.Demo && s.Costs == "",
		Version: s.Version, Memory: memory.ForProcess(s.Memory), Log: log,
	}
	if s.Profile != nil {
		o.Reword = s.Profile.Reword
	}
	return o
}

// explain says why the server has no data centre, or "" if it has one.
func explain(problems []settings.Problem) string {
	if len(problems) == 0 {
		return ""
	}
	var texts []string
	for _, p := range problems {
		texts = append(texts, p.Text)
	}
	return "This server is not connected to Acronis. The user must fix its settings and start it again: " +
		strings.Join(texts, ". ") + ". To try it with simulated data, start it with --demo."
}

// priceList returns the function that reads the price list: the user's, or in the
// demo one of its own.
func priceList(s *settings.Settings) func() (*prices.List, error) {
	if s.Prices == "" && s.Flags.Demo {
		return func() (*prices.List, error) { return prices.Demo(), nil }
	}
	return newPriceFile(s.Prices, "--prices").reader()
}
