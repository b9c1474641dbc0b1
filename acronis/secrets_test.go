package acronis_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
)

// use makes the client get and use n tokens, one after another, and returns
// those that the data centre received.
func use(t *testing.T, dc *simulator.DataCentre, c *acronis.Client, tokens int) (used []string) {
	t.Helper()
	for range tokens {
		dc.RevokeTokens()
		if _, err := c.GetReport(t.Context(), guideID); err != nil {
			t.Fatal(err)
		}
		requests := dc.Requests()
		used = append(used, strings.TrimPrefix(requests[len(requests)-1].Header.Get("Authorization"), "Bearer "))
	}
	return used
}

// repeated returns which of the tokens are still in an answer that repeats them all.
func repeated(t *testing.T, dc *simulator.DataCentre, c *acronis.Client, tokens []string) (left []string) {
	t.Helper()
	dc.Inject(simulator.Fault{Path: reportPath, Body: fmt.Sprintf(`{"id":%q,"version":1,"seen":"<%s>"}`, guideID, strings.Join(tokens, "> <"))})
	report, err := c.GetReport(t.Context(), guideID)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct{ Seen string }
	raw, err := json.Marshal(report)
	if err == nil {
		err = json.Unmarshal(raw, &answer)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range tokens {
		if strings.Contains(answer.Seen, "<"+token+">") {
			left = append(left, token)
		}
	}
	return left
}

// A late reply may repeat a token that has been replaced many times since.
func TestReplacedTokensAreTakenOut(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		all := use(t, dc, c, 66)
		if left := repeated(t, dc, c, all); !slices.Equal(left, all[:1]) {
			t.Errorf("%d left, want the oldest alone: 64 replaced ones are kept, and the current one", len(left))
		}
		time.Sleep(10 * time.Minute) // fake time: none was replaced longer ago
		all = append(all, use(t, dc, c, 1)...)
		if left := repeated(t, dc, c, all); !slices.Equal(left, all[:2]) {
			t.Errorf("%d left after ten minutes, want the two oldest", len(left))
		}
		time.Sleep(time.Second)
		fresh := use(t, dc, c, 1)
		if left := repeated(t, dc, c, append(all, fresh...)); !slices.Equal(left, all[:65]) {
			t.Errorf("%d left after that, want the first 65", len(left))
		}
	})
}

// The current token is a secret for as long as it is in use.
func TestCurrentTokenIsTakenOutHoweverOld(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		all := use(t, dc, c, 2)
		time.Sleep(100 * time.Minute) // fake time; it is renewed after 105
		if left := repeated(t, dc, c, all[1:]); left != nil {
			t.Errorf("left in the answer: %q", left)
		}
	})
}

// No error text contains a secret, whatever a data centre sends.
func TestNoErrorHoldsASecret(t *testing.T) {
	const secret = "MARKED-SECRET-5e1f"
	basic := base64.StdEncoding.EncodeToString([]byte(simulator.ClientID + ":" + secret))
	client := secret + " " + basic // what a data centre knows before it has issued a token
	echo := client + " MARKED-TOKEN-77aa"
	for name, faults := range map[string][]simulator.Fault{
		"token refused": {{Path: tokenPath, Status: 401, Body: fmt.Sprintf(`{"error":%q,"error_description":%q}`, secret, client)}},
		"token as text": {{Path: tokenPath, Status: 400, Body: client}},
		"envelope": {
			{Path: tokenPath, Body: `{"access_token":"MARKED-TOKEN-77aa"}`},
			{Path: reportPath, Status: 400, Body: fmt.Sprintf(`{"error":{"code":%q,"domain":"d","message":%q,"details":{"info":%q}}}`, secret, echo, echo)},
		},
		"redirect to a place that holds it": {
			{Path: tokenPath, Body: `{"access_token":"MARKED-TOKEN-77aa"}`},
			{Path: reportPath, Status: 302, Header: http.Header{"Location": {"https://example.com/MARKED-TOKEN-77aa"}}},
		},
		"redirect": {
			{Path: tokenPath, Body: `{"access_token":"MARKED-TOKEN-77aa"}`},
			{Path: reportPath, Status: 302, Header: http.Header{"Location": {"https://example.com/?token=MARKED-TOKEN-77aa"}}},
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			dc := simulator.New()
			defer dc.Close()
			c := newClient(t, dc, acronis.Config{ClientID: simulator.ClientID, ClientSecret: secret})
			defer c.Close()
			for _, f := range faults {
				dc.Inject(f)
			}
			_, err := c.GetReport(t.Context(), guideID)
			e := asError(t, err)
			for _, text := range []string{err.Error(), fmt.Sprintf("%+v", *e), fmt.Sprintf("%#v", *e)} {
				if strings.Contains(text, "MARKED") || strings.Contains(text, basic) {
					t.Errorf("%s: %s", name, text)
				}
			}
		})
	}
}
