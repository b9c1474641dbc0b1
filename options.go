package main

import (
	"strings"

	"github.com/rs/zerolog"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/setup/settings"
	"acronis-reports-mcp/tools"
)

// connectDemo connects the demo to a data centre in memory.
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

// options are what the tools work with.
func options(s *settings.Settings, log zerolog.Logger) tools.Options {
	return tools.Options{
		Client: s.Client, Problem: explain(s.Problems), DataCentre: s.DataCentre, TenantID: s.TenantID,
		Access: s.Access, NoAsk: s.Flags.NoAsk, Demo: s.Flags.Demo,
		Files: &store.Files{Folder: s.CacheDir}, ExportDir: s.ExportDir,
		Version: s.Version, Log: log,
	}
}

// explain says why the data centre can't be asked; "" without problems.
func explain(problems []settings.Problem) string {
	if len(problems) == 0 {
		return ""
	}
	var texts []string
	for _, p := range problems {
		texts = append(texts, p.Text)
	}
	return "This server can't reach Acronis until the person mends its settings, in the environment it is started with: " +
		strings.Join(texts, ". ") + ". To try it on made-up data, start it with --demo."
}
