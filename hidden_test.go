package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/escape"
)

// hidden has control characters, a change of direction, a character without width and a
// tag, as in a JSON string.
const hidden = `\u001b[2J\u0007\u202e\u200b\udb40\udc41`

// hiding starts a data centre that puts hidden characters into the user's own tenant and
// into every error. Requests whose path contains refused get an error.
func hiding(t *testing.T, refused string) map[string]string {
	t.Helper()
	settings := simulated(t, nil)
	target, err := url.Parse(settings["ACRONIS_BASE_URL"])
	if err != nil {
		t.Fatal(err)
	}
	pass := &httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) { p.SetURL(target); p.Out.Header.Del("Accept-Encoding") },
		ModifyResponse: func(r *http.Response) error {
			body, err := io.ReadAll(r.Body)
			body = bytes.ReplaceAll(body, []byte("Northwind"), []byte("North"+hidden+"wind"))
			r.Body = io.NopCloser(bytes.NewReader(body))
			r.Header.Del("Content-Length")
			r.ContentLength = -1
			return err
		},
	}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if refused == "" || !strings.Contains(r.URL.Path, refused) {
			pass.ServeHTTP(w, r)
			return
		}
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprintf(w, `{"error":{"code":"x%[1]s","message":"no%[1]s","details":{"info":"info%[1]s"}}}`, hidden)
	}))
	t.Cleanup(proxy.Close)
	settings["ACRONIS_BASE_URL"] = proxy.URL
	return settings
}

// What a command prints has no hidden characters of a data centre.
func TestCommandsHideNothing(t *testing.T) {
	list := writePrices(t, "item,per,price,currency\nnothing at all,item,6,EUR\n")
	for _, refused := range []string{"", "/idp/token", "/tenants", "/reports", "/stored/", "/clients/"} {
		seen := 0
		for _, args := range []string{
			"login --yes --profile europe --secret-file SECRET", "doctor", "doctor --json", "call find_tenants", "call get_report report_id=" + guideID,
			"call summarize_usage report_id=" + simulator.SeptemberReportID, "dataset --months 2026-09 --out FOLDER", "prices init --month 2026-09", "prices check " + list + " --month 2026-09",
		} {
			settings := hiding(t, refused)
			folder := t.TempDir()
			settings["HOME"], settings["AppData"] = folder, folder
			words := strings.Fields(strings.NewReplacer("SECRET", filepath.Join(folder, "secret"), "FOLDER", filepath.Join(folder, "dataset")).Replace(args))
			_, out, errs := runProgram(settings, simulator.ClientSecret, words...)
			if i := strings.IndexFunc(out+errs, func(r rune) bool { return r != '\n' && r != '\t' && escape.Hidden(r) }); i >= 0 {
				t.Errorf("%s, with %q refused: %.200q", args, refused, (out + errs)[max(0, i-50):])
			}
			seen += strings.Count(out+errs, `\u202e`)
			if err := os.RemoveAll(folder); err != nil {
				t.Fatal(err)
			}
		}
		if seen == 0 {
			t.Errorf("with %q refused, no hidden characters came by", refused)
		}
	}
}
