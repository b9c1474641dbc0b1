package figures

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// largeFile has 200,000 rows of 25,000 customers.
func largeFile() []byte {
	var b strings.Builder
	b.WriteString("application.id,tenant.id,tenant.kind,name,edition,usage.absolute.production,usage.absolute.trial,usage.absolute.total," +
		"usage.delta.production,usage.delta.trial,usage.delta.total,tenant.name\n")
	for i := range 200_000 {
		fmt.Fprintf(&b, "a,%08d-0000-4000-8000-000000000000,customer,%s,std,%[3]d,0,%[3]d,1,0,1,Customer %[1]d\n", i/8, []string{"vms", "storage"}[i%2], i)
	}
	return []byte(b.String())
}

// withFile runs a test with an engine and a stored report.
func withFile(t *testing.T, file []byte, test func(t *testing.T, e *Engine, source Source)) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // of the bubble
		dc := simulator.New()
		defer dc.Close()
		if err := dc.SetFile(simulator.SeptemberReportID, Format, file, ""); err != nil {
			t.Fatal(err)
		}
		client, err := acronis.New(acronis.Config{
			BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret, Dial: dc.DialContext,
		})
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		e := &Engine{Client: client, Tenants: tenants.NewCache(client, ""), Files: new(store.Files)}
		defer e.Files.Close()
		source, err := e.SourceOf(t.Context(), simulator.SeptemberReportID)
		if err != nil {
			t.Fatal(err)
		}
		test(t, e, source)
	})
}

// The rows of a large file are recorded by the first question. Others that read the
// record have the answers of a first question.
func TestRecordedFile(t *testing.T) {
	file := largeFile()
	ask := func(questions ...Question) (last string) {
		withFile(t, file, func(t *testing.T, e *Engine, source Source) {
			for _, q := range questions {
				a, err := e.Ask(t.Context(), source, q)
				if err != nil {
					t.Fatal(err)
				}
				used, idle := a.Totals()
				groups := a.Summary.Groups
				last = fmt.Sprint(used, idle, groups.Len(), groups.At(0), groups.At(groups.Len()-1), a.Summary.Rows, a.Summary.Tenants.Len(), a.SHA256)
			}
			if len(e.records.latest) != 1 || e.records.latest[0].scratch.Size() < 1<<20 {
				t.Errorf("records: %v", e.records.latest)
			}
		})
		return last
	}
	other := Question{By: []usage.Key{usage.ByTenant}, Usages: []string{"storage"}}
	if diff := cmp.Diff(ask(other), ask(Question{}, other)); diff != "" {
		t.Errorf("(-first +recorded):\n%s", diff)
	}
}

// A file with a secret answers the question, but its rows aren't recorded.
func TestNoRecordOfASecret(t *testing.T) {
	file := bytes.Replace(largeFile(), []byte("Customer 24999\n"), []byte(simulator.ClientSecret+"\n"), 1)
	withFile(t, file, func(t *testing.T, e *Engine, source Source) {
		if a, err := e.Ask(t.Context(), source, Question{}); err != nil || a.Summary.Rows != 200_000 {
			t.Fatalf("%v, %v", a, err)
		}
		if len(e.records.latest) != 0 {
			t.Errorf("recorded: %v", e.records.latest)
		}
	})
}
