package acronis_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
)

// TestLoadSecret loads a secret that can't be read at first, is then a wrong one, and
// is replaced by the right one while the client is in use.
func TestLoadSecret(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dc := simulator.New()
		defer dc.Close()
		var stored string
		loads, locked := 0, errors.New("the keychain is locked")
		c := newClient(t, dc, acronis.Config{ClientID: simulator.ClientID, LoadSecret: func(context.Context) (string, error) {
			if loads++; stored == "" {
				return "", locked
			}
			return stored, nil
		}})
		defer c.Close()
		if loads != 0 {
			t.Errorf("%d loads before the first token", loads)
		}
		_, err := c.GetReport(t.Context(), guideID)
		unread := (*acronis.SecretError)(nil)
		if e := asError(t, err); e.Kind != acronis.Unauthenticated || !errors.As(err, &unread) || !errors.Is(err, locked) || len(dc.Requests()) != 0 {
			t.Errorf("got %v after %d requests, want the error of the load and no request", err, len(dc.Requests()))
		}
		stored = "MARKED-WRONG-SECRET"
		for range 2 {
			if _, err := c.GetReport(t.Context(), guideID); !errors.Is(err, acronis.ErrCredentialsRefused) {
				t.Errorf("got %v, want the credentials refused", err)
			}
		}
		stored = simulator.ClientSecret + "\n"
		for range 3 {
			if _, err := c.GetReport(t.Context(), guideID); err != nil {
				t.Error(err)
			}
		}
		if loads != 4 {
			t.Errorf("%d loads, want 4: each time without a secret that works", loads)
		}
		dc.Inject(simulator.Fault{Path: reportPath, Status: http.StatusBadRequest, Body: "MARKED-WRONG-SECRET and " + simulator.ClientSecret, Times: 1})
		_, err = c.GetReport(t.Context(), guideID)
		if text := asError(t, err).Message; strings.Contains(text, "MARKED") || strings.Contains(text, simulator.ClientSecret) || !strings.Contains(text, " and ") {
			t.Errorf("a loaded secret is in %q", text)
		}
	})
}
