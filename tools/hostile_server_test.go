package tools_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/tools"
)

// A hostileServer is a data centre that puts hostile runes into the strings of one key.
type hostileServer struct {
	key string // "" means no key
	dc  *simulator.DataCentre
	url string

	mu   sync.Mutex
	keys map[string]bool // all keys seen
}

func newHostileServer(t *testing.T) *hostileServer {
	t.Helper()
	l := &hostileServer{keys: map[string]bool{}, dc: simulator.New()}
	t.Cleanup(l.dc.Close)
	l.dc.GenerationTime = time.Nanosecond
	base, err := l.dc.Listen()
	if err != nil {
		t.Fatal(err)
	}
	target, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) { p.SetURL(target) },
		ModifyResponse: func(r *http.Response) error {
			if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") || strings.HasSuffix(r.Request.URL.Path, "/token") {
				return nil
			}
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			if value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body)); err == nil { // keeps every digit
				if body, err = json.Marshal(l.corrupt(value, "")); err != nil {
					return err
				}
			}
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			r.Header.Set("Content-Length", fmt.Sprint(len(body)))
			return nil
		},
	})
	t.Cleanup(s.Close)
	l.url = s.URL
	return l
}

// lie returns a value with hostile runes in its strings.
func (l *hostileServer) corrupt(value any, key string) any {
	switch value := value.(type) {
	case string:
		l.mu.Lock()
		l.keys[key] = true
		l.mu.Unlock()
		if key == l.key {
			return value + hostile
		}
	case []any:
		for i := range value {
			value[i] = l.corrupt(value[i], key)
		}
	case map[string]any:
		for _, name := range slices.Collect(maps.Keys(value)) {
			value[name] = l.corrupt(value[name], name)
		}
		if l.key == "unknown" {
			value["unknown"+hostile] = hostile
		}
	}
	return value
}

// host returns a client that confirms everything, of tools that use the hostile
// data centre.
func (l *hostileServer) host(t *testing.T, exports string) *host {
	t.Helper()
	return hostOf(t, l.url, tools.Options{ExportDir: exports, PriceList: setup{}.priceList()})
}

// hostOf returns a client that confirms everything, of tools that may do everything
// at the data centre with an address.
func hostOf(t *testing.T, url string, o tools.Options) *host {
	t.Helper()
	c, err := acronis.New(acronis.Config{BaseURL: url, ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	files := &store.Files{}
	t.Cleanup(func() { _ = files.Close() })
	o.Client, o.DataCentre, o.Log, o.Access, o.Files = c, "eu2-cloud.acronis.com", zerolog.Nop(), acronis.Delete, files
	return &host{answer: "accept", m: tools.NewServer(o)}
}

// play makes every call and looks at all that a model or a person would read.
func (l *hostileServer) play(t *testing.T, what string) {
	t.Helper()
	exports := t.TempDir()
	h := l.host(t, exports)
	for _, c := range slices.Concat(hostileCalls, firstStories(t, hostileCalls)) {
		h.asked = nil
		r := h.call(t, c.tool, c.arguments)
		for _, text := range h.asked {
			wantSeen(t, what+": asked by "+c.tool, text)
		}
		for _, part := range r.Content {
			wantSeen(t, what+": "+c.tool, part.Text)
		}
		wantSeen(t, what+": structure of "+c.tool, string(r.StructuredContent))
	}
	for _, message := range []string{
		`"completion/complete","params":{"ref":{"type":"ref/prompt","name":"close_month"},"argument":{"name":"tenant","value":""}}`,
		`"completion/complete","params":{"ref":{"type":"ref/resource","uri":"acronis://reports/{report_id}/stored/{stored_report_id}"},"argument":{"name":"stored_report_id","value":""},"context":{"arguments":{"report_id":"` + simulator.SavedReportID + `"}}}`,
		`"resources/read","params":{"uri":"acronis://reports/` + simulator.ForeignReportID + `"}`,
	} {
		answer := h.m.HandleMessage(h.m.WithContext(t.Context(), &session{host: h}), json.RawMessage(`{"jsonrpc":"2.0","id":1,"method":`+message+`}`))
		raw, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		wantSeen(t, what+": "+message, string(raw))
	}
	files, err := filepath.Glob(exports + "/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		wantSeenFile(t, what, file)
	}
}
