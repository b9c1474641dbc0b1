package acronis_test

import (
	"context"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
)

// A reply about another object than the one that was requested is malformed.
func TestReplyAboutAnotherObject(t *testing.T) {
	const other = "00000000-0000-4000-8000-00000000abcd"
	clientPath := "/api/2/clients/" + simulator.ClientID
	for _, test := range []struct {
		name, path, body, id string // id is the one in body
		call                 func(context.Context, *acronis.Client) error
	}{
		{"report", reportPath, `{"id":"ID","version":1}`, guideID, func(ctx context.Context, c *acronis.Client) error {
			_, err := c.GetReport(ctx, guideID)
			return err
		}},
		{"update", reportPath, `{"id":"ID","version":2}`, guideID, func(ctx context.Context, c *acronis.Client) error {
			_, err := c.UpdateReport(ctx, guideID, acronis.ReportUpdate{Recipients: []string{}}, nil)
			return err
		}},
		{"client", clientPath, `{"client_id":"ID","tenant_id":"` + other + `"}`, simulator.ClientID, func(ctx context.Context, c *acronis.Client) error {
			_, err := c.OwnTenant(ctx)
			return err
		}},
	} {
		simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
			for _, id := range []string{test.id, strings.ToUpper(test.id)} {
				dc.Inject(simulator.Fault{Path: test.path, Body: strings.ReplaceAll(test.body, "ID", id)})
				if err := test.call(t.Context(), c); err != nil {
					t.Errorf("%s: %v", test.name, err)
				}
			}
			dc.Inject(simulator.Fault{Path: test.path, Body: strings.ReplaceAll(test.body, "ID", other)})
			err := test.call(t.Context(), c)
			if e := asError(t, err); e.Kind != acronis.Malformed || !strings.HasSuffix(err.Error(), "its id is not the one that was requested") {
				t.Errorf("%s: got %v", test.name, err)
			}
		})
	}
}
