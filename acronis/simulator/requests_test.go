package simulator_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"acronis-reports-mcp/acronis/simulator"

	"github.com/google/go-cmp/cmp"
)

func TestRequests(t *testing.T) {
	dc, client := start(t)
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			resp, err := client.Post("http://dc/a%2Fb?c=d", "text/plain", strings.NewReader("hello"))
			if err != nil {
				t.Error(err)
				return
			}
			resp.Body.Close()
			dc.Requests()
		})
	}
	clients.Wait()
	got := dc.Requests()
	if len(got) != 8 {
		t.Fatalf("%d requests, want 8", len(got))
	}
	got[0].Header = http.Header{"Content-Type": got[0].Header["Content-Type"]}
	want := simulator.Request{
		Method:   "POST",
		Path:     "/a%2Fb",
		RawQuery: "c=d",
		Header:   http.Header{"Content-Type": {"text/plain"}},
		Body:     []byte("hello"),
	}
	if diff := cmp.Diff(want, got[0]); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
}

func TestRequestBodyIsBounded(t *testing.T) {
	dc, client := start(t)
	do(t, client, request(t, "POST", "http://dc/", strings.Repeat("x", 3<<20)))
	if got, want := len(dc.Requests()[0].Body), 1<<20; got != want {
		t.Errorf("%d bytes kept, want %d", got, want)
	}
}
