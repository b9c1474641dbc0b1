package usage_test

import (
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/usage"
)

// BenchmarkFirstQuestion downloads a file of a million rows over loopback, hashes it and adds it up, as the tools do
// for the first question about a report.
func BenchmarkFirstQuestion(b *testing.B) {
	packed, _ := packed()
	dc := simulator.New()
	defer dc.Close()
	if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", packed, "gzip"); err != nil {
		b.Fatal(err)
	}
	url, err := dc.Listen()
	if err != nil {
		b.Fatal(err)
	}
	c, err := acronis.New(acronis.Config{BaseURL: url, ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	stored, err := c.GetStoredReports(b.Context(), simulator.SeptemberReportID)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := firstQuestion(b, c, stored[0].ID); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(*benchmarkRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func firstQuestion(b *testing.B, c *acronis.Client, id string) error {
	file, err := os.Create(filepath.Join(b.TempDir(), "stored"))
	if err != nil {
		return err
	}
	defer file.Close()
	if err := c.DownloadStoredReport(b.Context(), simulator.SeptemberReportID, id, func() (io.Writer, error) { return file, nil }); err != nil {
		return err
	}
	for _, read := range []func() error{
		func() error { _, err := io.Copy(sha256.New(), file); return err },
		func() error {
			_, err := usage.Summarize(b.Context(), file, usage.Query{By: []usage.Key{usage.ByEdition, usage.ByInfra}, RoleOf: everything})
			return err
		},
	} {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}
