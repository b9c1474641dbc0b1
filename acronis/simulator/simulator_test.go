package simulator_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis/simulator"

	"github.com/google/go-cmp/cmp"
)

const guideReport = "/api/2/reports/" + simulator.GuideReportID

// start returns a new data centre, and a client that is connected to it within the process. Both end with
// the test. In a synctest bubble this also proves that neither leaves a goroutine.
func start(t *testing.T) (*simulator.DataCentre, *http.Client) {
	t.Helper()
	return reach(t, simulator.New())
}

// reach returns a client of a data centre. Both end with the test.
func reach(t *testing.T, dc *simulator.DataCentre) (*simulator.DataCentre, *http.Client) {
	t.Helper()
	transport := &http.Transport{DialContext: dc.DialContext}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		dc.Close()
	})
	return dc, &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
}

func request(t *testing.T, method, url, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

type response struct {
	status int
	header http.Header
	body   string
}

func do(t *testing.T, client *http.Client, req *http.Request) response {
	t.Helper()
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response{resp.StatusCode, resp.Header, string(body)}
}

// login asks for a token and returns it.
func login(t *testing.T, client *http.Client, baseURL string) string {
	t.Helper()
	req := request(t, "POST", baseURL+"/api/2/idp/token", "grant_type=client_credentials")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(simulator.ClientID, simulator.ClientSecret)
	var token struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(do(t, client, req).body), &token); err != nil {
		t.Fatal(err)
	}
	return token.AccessToken
}

// get sends GET with a token.
func get(t *testing.T, client *http.Client, token, target string) response {
	t.Helper()
	req := request(t, "GET", "http://dc"+target, "")
	req.Header.Set("Authorization", "Bearer "+token)
	return do(t, client, req)
}

// send sends a request with a token and, unless it is empty, a JSON body.
func send(t *testing.T, client *http.Client, token, method, target, body string) response {
	t.Helper()
	req := request(t, method, "http://dc"+target, body)
	req.Header.Set("Authorization", "Bearer "+token)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return do(t, client, req)
}

// diffJSON compares two JSON texts, and numbers digit by digit.
func diffJSON(t *testing.T, want, got string) string {
	t.Helper()
	return cmp.Diff(decode(t, want), decode(t, got))
}

func decode(t *testing.T, text string) (value any) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&value); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	return value
}

func TestListen(t *testing.T) {
	dc := simulator.New()
	defer dc.Close()
	url, err := dc.Listen()
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	req := request(t, "GET", url+guideReport, "")
	req.Header.Set("Authorization", "Bearer "+login(t, client, url))
	if got := do(t, client, req); got.status != http.StatusOK {
		t.Errorf("status %d, want 200", got.status)
	}

	dc.Close()
	if _, err := net.Dial("tcp", strings.TrimPrefix(url, "http://")); err == nil {
		t.Error("the port is still open after Close")
	}
	if _, err := dc.DialContext(t.Context(), "tcp", "dc:80"); !errors.Is(err, net.ErrClosed) {
		t.Errorf("DialContext after Close: %v, want net.ErrClosed", err)
	}
}

// A bubble ends only when all its goroutines have: the server's loop, the connection's, and the handler
// that would answer in an hour.
func TestCloseLeavesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		dc := simulator.New()
		dc.Inject(simulator.Fault{Delay: time.Hour})
		client := &http.Client{Transport: &http.Transport{DialContext: dc.DialContext}}
		failed := make(chan error)
		go func() {
			_, err := client.Get("http://dc" + guideReport)
			failed <- err
		}()
		synctest.Wait()
		dc.Close()
		if err := <-failed; err == nil {
			t.Error("the request under way got an answer")
		}
		if took := time.Since(begin); took != 0 {
			t.Errorf("Close took %v", took)
		}
	})
}

func TestDialEndsWithContext(t *testing.T) {
	dc := simulator.New()
	defer dc.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 100 { // select may also choose the server if it is ready; then there is a connection
		conn, err := dc.DialContext(ctx, "tcp", "dc:80")
		if err == nil {
			conn.Close()
		} else if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
}

func TestTokenExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dc, client := start(t)
		dc.TokenLifetime = 10 * time.Minute
		token := login(t, client, "http://dc")

		time.Sleep(10*time.Minute - time.Nanosecond)
		if got := get(t, client, token, guideReport).status; got != http.StatusOK {
			t.Errorf("status %d just before the end, want 200", got)
		}
		time.Sleep(time.Nanosecond)
		if got := get(t, client, token, guideReport).status; got != http.StatusUnauthorized {
			t.Errorf("status %d at the end, want 401", got)
		}
		again := login(t, client, "http://dc")
		if again == token {
			t.Errorf("the new token is the old one, %q", token)
		}
		if got := get(t, client, again, guideReport).status; got != http.StatusOK {
			t.Errorf("status %d with a new token, want 200", got)
		}
		dc.RevokeTokens()
		if got := get(t, client, again, guideReport).status; got != http.StatusUnauthorized {
			t.Errorf("status %d after RevokeTokens, want 401", got)
		}
	})
}

func TestOptions(t *testing.T) {
	dc, client := start(t)
	dc.ExpiresIn = true
	dc.MalformedIDStatus = http.StatusBadRequest
	req := request(t, "POST", "http://dc/api/2/idp/token", "grant_type=client_credentials")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(simulator.ClientID, simulator.ClientSecret)
	reply := decode(t, do(t, client, req).body).(map[string]any)
	if got, want := reply["expires_in"], json.Number("7200"); got != want {
		t.Errorf("expires_in %v, want %v", got, want)
	}
	if got := get(t, client, "demo-token-1", "/api/2/reports/not%2Fa%2Fuuid").status; got != http.StatusBadRequest {
		t.Errorf("malformed id: status %d, want 400", got)
	}
}
