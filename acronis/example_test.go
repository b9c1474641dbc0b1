package acronis_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
)

// Read a report, and find out why another could not be read. The simulator
// is used as the data centre; without Dial the client uses the network.
func Example() {
	center := simulator.New()
	defer center.Close()
	client, err := acronis.New(acronis.Config{
		BaseURL:      "http://localhost",
		ClientID:     simulator.ClientID,
		ClientSecret: simulator.ClientSecret,
		Dial:         center.DialContext,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	ctx := context.Background()
	report, err := client.GetReport(ctx, "20dffb36-d77b-45c6-b2fa-39276e98d5fc")
	if err != nil {
		log.Fatal(err)
	}
	p := report.Params()
	fmt.Println(p.Kind, p.Period.Start, "to", p.Period.End, "version", report.Version)

	_, err = client.GetReport(ctx, "00000000-0000-4000-8000-000000000000")
	var refused *acronis.Error
	if errors.As(err, &refused) {
		fmt.Println(refused.Kind, refused.Status)
	}
	// Output:
	// usage_summary 2017-05-01 to 2017-05-07 version 1
	// not found 404
}
