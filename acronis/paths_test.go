package acronis_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
)

// Whatever an id from the data centre has, it is one element of the path of a request.
func TestIDsAreEscapedInURLs(t *testing.T) {
	const id = "../users/me?x=1#y%2e"
	var uris []string
	dc := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { uris = append(uris, r.RequestURI) }))
	defer dc.Close()
	c, err := acronis.New(acronis.Config{BaseURL: dc.URL, AccessToken: "MARKED-TOKEN"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for path, call := range map[string]func() error{
		"/api/2/reports/ID":           func() error { _, err := c.GetReport(t.Context(), id); return err },
		"/api/2/reports/ID/stored":    func() error { _, err := c.GetStoredReports(t.Context(), id); return err },
		"/api/2/reports/ID/stored/ID": func() error { return c.DownloadStoredReport(t.Context(), id, id, nil) },
		"/api/2/tenants/ID/usages":    func() error { _, err := c.GetUsages(t.Context(), id); return err },
		"/api/2/users/ID":             func() error { _, err := c.GetUser(t.Context(), id); return err },
	} {
		uris = nil
		_ = call() // the reply is empty
		if want := strings.ReplaceAll(path, "ID", url.PathEscape(id)); len(uris) == 0 || uris[0] != want {
			t.Errorf("requested %q, want %s", uris, want)
		}
	}
}
