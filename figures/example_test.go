package figures_test

import (
	"context"
	"fmt"
	"log"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// Find the report with a tenant's month, and add up its storage. The simulator
// is used as the data centre.
func ExampleEngine() {
	center := simulator.New()
	defer center.Close()
	client, err := acronis.New(acronis.Config{
		BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret,
		Dial: center.DialContext,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	engine := &figures.Engine{Client: client, Tenants: tenants.NewCache(client, ""), Files: new(store.Files)}
	defer engine.Files.Close()

	ctx := context.Background()
	contoso, err := engine.Tenants.Resolve(ctx, "Contoso Ltd")
	if err != nil {
		log.Fatal(err)
	}
	source, err := engine.FindSource(ctx, contoso, acronis.ReportPeriod{Start: "2026-10-01", End: "2026-10-31"})
	if err != nil {
		log.Fatal(err)
	}
	answer, err := engine.Ask(ctx, source, figures.Question{Usages: []string{"pw_base_storage"}})
	if err != nil {
		log.Fatal(err)
	}
	for _, group := range answer.Summary.Groups.All() {
		sum := answer.Sums([]usage.Group{group}, false)[0]
		fmt.Println(sum.Label, "on", sum.Infra+":", sum.Reading)
	}
	used, _ := answer.Totals()
	fmt.Println("total", used[0].Value, used[0].Unit)
	// Output:
	// Backup storage, per workload on Northwind Azure West Europe: 263.00 GiB
	// Backup storage, per workload on Frankfurt 1: 812.50 GiB
	// total 1154809331712 bytes
}
