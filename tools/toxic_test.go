package tools_test

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/tools"
)

// network is a real proxy between a server and its data centre.
type network struct {
	dc    *simulator.DataCentre
	proxy *toxiproxy.Proxy
	host  *host
}

// newNetwork connects a server to a data centre of its own. The token and the
// tenants are already known, and a report exists that can be waited for.
func newNetwork(t *testing.T) *network {
	t.Helper()
	dc := simulator.New()
	t.Cleanup(dc.Close)
	dc.Change(func(o *simulator.Options) { o.GenerationTime = 0 })
	upstream, err := dc.Listen()
	if err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(upstream)
	if err != nil {
		t.Fatal(err)
	}
	proxy := toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), "data centre", "127.0.0.1:0", address.Host)
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Stop)
	c, err := acronis.New(acronis.Config{BaseURL: "http://" + proxy.Listen, ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	files := &store.Files{}
	t.Cleanup(func() {
		if err := files.Close(); err != nil {
			t.Error(err)
		}
	})
	h := &host{m: tools.NewServer(tools.Options{Client: c, DataCentre: "the data centre", Access: acronis.Delete, NoAsk: true, Files: files})}
	for _, tool := range []string{"find_tenants", "create_report"} {
		if r := h.call(t, tool, map[string]string{"find_tenants": `{}`, "create_report": `{"month":"2025-10"}`}[tool]); r.IsError {
			t.Fatal(r.Content[0].Text)
		}
	}
	return &network{dc, proxy, h}
}

// networkFault is a way in which the network fails. Its name is shown in the
// documentation.
type networkFault struct {
	name  string
	toxic string
	down  time.Duration // how long the proxy is off; -1 means until the end
	// The results that a reading and a changing call may have: "correct" is the answer
	// of a network without faults, "error" an error.
	reads, changes string
	long           bool // takes three times 15 seconds
}

var breaks = []networkFault{
	{name: "latency of 100 to 300 ms", toxic: `{"type":"latency","attributes":{"latency":200,"jitter":100}}`, reads: "correct", changes: "correct"},
	{name: "7 KB/s", toxic: `{"type":"bandwidth","attributes":{"rate":7}}`, reads: "correct", changes: "correct"},
	{name: "data in pieces of about 50 bytes", toxic: `{"type":"slicer","attributes":{"average_size":50,"size_variation":20,"delay":1000}}`, reads: "correct", changes: "correct"},
	{name: "connections close slowly", toxic: `{"type":"slow_close","attributes":{"delay":500}}`, reads: "correct", changes: "correct"},
	{name: "reset before the answer", toxic: `{"type":"reset_peer","attributes":{"timeout":0}}`, reads: "error", changes: "error"},
	{name: "cut in the headers", toxic: `{"type":"limit_data","attributes":{"bytes":60}}`, reads: "error", changes: "error"},
	{name: "cut in the body", toxic: `{"type":"limit_data","attributes":{"bytes":250}}`, reads: "error", changes: "error"},
	{name: "down", down: -1, reads: "error", changes: "error"},
	{name: "down for 200 ms", down: 200 * time.Millisecond, reads: "correct or error", changes: "correct or error"},
	{name: "no data arrives", toxic: `{"type":"timeout","attributes":{"timeout":0}}`, reads: "error", changes: "error", long: true},
}

// apiUse is a way in which the client is used: a call of a tool.
type apiUse struct {
	tool, arguments string
	changes         bool
}

var ways = []apiUse{
	{"get_report", `{"report_id":"` + simulator.ExtraFieldReportID + `"}`, false},
	{"list_reports", `{"limit":100}`, false},
	{"wait_for_report", `{"report_id":"00000000-0000-4000-a000-000000000001"}`, false},
	{"summarize_usage", `{"report_id":"` + simulator.SeptemberReportID + `"}`, false},
	{"create_report", `{"month":"2025-09"}`, true},
	{"update_report", `{"report_id":"` + simulator.MonthlyReportID + `","level":"itself"}`, true},
	{"delete_reports", `{"reports":[{"report_id":"` + simulator.GuideReportID + `","version":1}]}`, true},
}

// baseline returns the answers over a network without faults.
func baseline(t *testing.T) map[string]string {
	t.Helper()
	answers := map[string]string{}
	for _, way := range ways {
		r := newNetwork(t).host.call(t, way.tool, way.arguments)
		if r.IsError {
			t.Fatal(r.Content[0].Text)
		}
		answers[way.tool] = timeless(r.Content[0].Text)
	}
	return answers
}

// timeless returns an answer without the parts that differ between runs.
func timeless(answer string) string {
	return regexp.MustCompile(`"(waited_seconds|generation_date|created_at|created)":[^,}]*`).ReplaceAllString(answer, "")
}

// TestFaults makes one call that reads and one that changes something over each
// network that fails. Replies that never arrive are among the cases of
// TestUpstream, where waiting takes no time. TestAllFaults tests all
// combinations.
func TestFaults(t *testing.T) {
	crossAll(t, func(broken networkFault, way apiUse) bool {
		return !broken.long && (way.tool == "get_report" || way.tool == "create_report")
	})
}

// crossAll combines networks that fail with ways in which the client is used.
// Each call must end with a correct result or an error, and change nothing twice.
func crossAll(t *testing.T, wanted func(networkFault, apiUse) bool) {
	t.Helper()
	answers := baseline(t)
	var cells sync.WaitGroup // not t.Parallel: they wait for the network, not for a processor
	defer cells.Wait()
	for _, broken := range breaks {
		for _, way := range ways {
			if wanted(broken, way) {
				cells.Go(func() {
					t.Run(broken.name+"/"+way.tool, func(t *testing.T) { cross(t, broken, way, answers[way.tool]) })
				})
			}
		}
	}
}

// cross makes one call over a network that fails.
func cross(t *testing.T, broken networkFault, way apiUse, answer string) {
	n := newNetwork(t)
	before := n.changes()
	n.breakIt(t, broken.toxic, broken.down)
	start := time.Now()
	r := n.host.call(t, way.tool, way.arguments)
	if took := time.Since(start); took > 55*time.Second {
		t.Errorf("it took %v", took)
	}
	want := broken.reads
	if way.changes {
		want = broken.changes
	}
	outcome := judge(r, answer)
	if !strings.Contains(want, outcome) {
		t.Errorf("outcome %q, want %q: %s", outcome, want, r.Content[0].Text)
	}
	if made := n.changes() - before; made > 1 {
		t.Errorf("%d requests to change something", made)
	} else if outcome == "error" && made == 1 && !strings.Contains(r.Content[0].Text, "unknown") {
		t.Errorf("a change was sent, and the error doesn't call the outcome unknown: %s", r.Content[0].Text)
	}
}

// breakIt makes the network fail.
func (n *network) breakIt(t *testing.T, toxic string, down time.Duration) {
	t.Helper()
	if toxic != "" {
		if _, err := n.proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
			t.Fatal(err)
		}
		return
	}
	n.proxy.Stop()
	if down > 0 {
		started := make(chan error, 1)
		time.AfterFunc(down, func() { started <- n.restart() })
		t.Cleanup(func() {
			if err := <-started; err != nil {
				t.Error(err)
			}
		})
	}
}

// restart starts the proxy on its port again, which a connection of another
// test may be using.
func (n *network) restart() (err error) {
	for range 100 {
		if err = n.proxy.Start(); !errors.Is(err, syscall.EADDRINUSE) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}

// changes returns the number of requests that change something.
func (n *network) changes() (made int) {
	for _, r := range n.dc.Requests() {
		if r.Method != "GET" && !strings.HasSuffix(r.Path, "/idp/token") {
			made++
		}
	}
	return made
}

// judge compares an answer with that of a network without faults. The outcome of a
// single report may be an error.
func judge(r result, baseline string) string {
	if r.IsError || strings.Contains(r.Content[0].Text, `"error":"`) || strings.Contains(r.Content[0].Text, `"outcome":"`) && !strings.Contains(r.Content[0].Text, `"outcome":"deleted"`) {
		return "error"
	}
	if timeless(r.Content[0].Text) == baseline {
		return "correct"
	}
	return "wrong"
}

// TestFaultTable compares the table in docs/troubleshooting.md with the list that
// TestAllFaults tests.
func TestFaultTable(t *testing.T) {
	var b strings.Builder
	b.WriteString("| the network | reading, listing, waiting, downloading | creating, updating, deleting |\n|---|---|---|\n")
	for _, broken := range breaks {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", broken.name, broken.reads, broken.changes)
	}
	betweenMarks(t, "../docs/troubleshooting.md", "faults", b.String())
}
