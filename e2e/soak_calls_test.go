package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"acronis-reports-mcp/acronis/simulator"
)

// wrongs are faults of the data centre, each for one request.
var wrongs = []simulator.Fault{
	{Status: 401}, {Status: 403}, {Status: 404}, {Status: 409}, {Status: 429}, {Status: 500}, {Status: 503}, {Status: 502, Body: "<html>"},
	{Status: 302, Header: http.Header{"Location": {"http://127.0.0.1:1/"}}},
	{Body: `{"id":`}, {Body: "[]"}, {Delay: 20 * time.Millisecond}, {Cut: simulator.CutBeforeHeaders}, {Cut: simulator.CutInBody},
}

// requests are lines from the method to the end of the parameters.
var requests = []string{
	tool("get_report", `{"report_id":"`+guideID+`"}`),
	tool("get_report", `{"report_id":"`+simulator.ExtraFieldReportID+`"}`),
	tool("get_report", `{"report_id":"00000000-0000-4000-8000-000000000000"}`),
	tool("get_report", `{"report_id":"nope","x":1}`),
	tool("get_report_version", `{"report_id":"{`+strings.ToUpper(guideID)+`}"}`),
	tool("find_tenants", `{"query":"contoso"}`),
	tool("find_tenants", `{"limit":5}`),
	tool("list_reports", `{"tenant":"Contoso Ltd","limit":3}`),
	tool("wait_for_report", `{"report_id":"`+simulator.SavedReportID+`","timeout_seconds":0}`),
	tool("summarize_usage", `{"report_id":"`+simulator.SeptemberReportID+`"}`),
	tool("summarize_usage", `{"report_id":"`+simulator.SeptemberReportID+`","group_by":["tenant"],"limit":3}`),
	tool("compare_usage", `{"before_report_id":"`+simulator.SeptemberReportID+`","after_report_id":"`+simulator.SeptemberReportID+`"}`),
	tool("get_current_usage", `{"tenant":"`+simulator.ContosoID+`"}`),
	tool("create_report", `{"month":"2026-09","dry_run":true}`),
	tool("create_report", `{"start":"2026-10-02","end":"2026-10-01"}`),
	tool("update_report", `{"report_id":"`+simulator.MonthlyReportID+`","level":"itself"}`),
	tool("get_weather", `{}`),
	`"resources/read","params":{"uri":"acronis://reports/` + guideID + `"`,
	`"prompts/get","params":{"name":"close_month","arguments":{"month":"2026-10"}`,
	`"completion/complete","params":{"ref":{"type":"ref/prompt","name":"close_month"},"argument":{"name":"tenant","value":"co"}`,
	`"no/such/method","params":{"x":1`,
}

func tool(name, arguments string) string {
	return fmt.Sprintf(`"tools/call","params":{"name":%q,"arguments":%s`, name, arguments)
}

// modern is what a client of 2026-07-28 sends in each request.
const modern = `"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}`

// call makes one call, or creates a report and deletes it. One in 200 gets a
// fault, and one in 50 is cancelled.
func (s *soaking) call(r *rand.Rand) {
	if r.IntN(200) == 0 {
		s.faults.Add(1)
		s.dc.Inject(wrongs[r.IntN(len(wrongs))])
	}
	ask := func(request string, cancel bool) []byte {
		meta := `"progressToken":%d`
		if r.IntN(2) == 0 {
			meta += "," + modern
		}
		return s.request(request+`,"_meta":{`+meta+`}}}`, cancel)
	}
	if r.IntN(len(requests)+1) > 0 {
		ask(requests[r.IntN(len(requests))], r.IntN(50) == 0)
		return
	}
	answer := ask(tool("create_report", `{"month":"2026-08"}`), false)
	var created struct {
		Result struct {
			StructuredContent struct {
				Report struct {
					ID      string
					Version int64
				}
			}
		}
	}
	if err := json.Unmarshal(answer, &created); err != nil {
		s.t.Errorf("%v: %s", err, answer)
		return
	}
	if made := created.Result.StructuredContent.Report; made.ID != "" {
		ask(tool("delete_reports", fmt.Sprintf(`{"reports":[{"report_id":%q,"version":%d}]}`, made.ID, made.Version)), false)
	}
}

// request sends a line, given from its method, with the id for %d. Then it waits for
// the answer or cancels the request.
func (s *soaking) request(request string, cancel bool) []byte {
	s.mu.Lock()
	id := len(s.state)
	line := fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%s`+"\n", id, strings.ReplaceAll(request, "%d", strconv.Itoa(id)))
	answer := make(chan []byte, 1)
	if cancel {
		s.state = append(s.state, cancelled)
		s.cancelled++
	} else {
		s.state = append(s.state, sent)
		s.wait[id] = answer
	}
	_, err := io.WriteString(s.in, line)
	s.mu.Unlock()
	if err != nil {
		s.t.Error(err)
		return nil
	}
	if cancel {
		if id%2 == 0 {
			s.request(`"ping"}`, false) // this delays the cancellation, perhaps too long
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if _, err := fmt.Fprintf(s.in, `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d}}`+"\n", id); err != nil {
			s.t.Error(err)
		}
		return nil
	}
	select {
	case line := <-answer:
		return line
	case <-s.read:
		s.t.Errorf("request %d has no answer", id)
		return nil
	}
}

// receive reads and checks frames.
func (s *soaking) receive(out io.Reader) {
	defer close(s.read)
	lines := bufio.NewReaderSize(out, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var frame struct {
			ID     *int
			Method string
			Params struct{ ProgressToken int }
			Result *struct{ IsError bool }
			Error  *struct{ Code int }
		}
		if err := json.Unmarshal(line, &frame); err != nil {
			s.t.Errorf("%v: %s", err, line)
			continue
		}
		s.mu.Lock()
		switch {
		case frame.Method == "notifications/progress" && s.state[frame.Params.ProgressToken] != answered && s.state[frame.Params.ProgressToken] != crossed:
			s.progress++
		case frame.ID == nil || *frame.ID >= len(s.state) || (frame.Result == nil) == (frame.Error == nil):
			s.t.Errorf("unexpected frame: %s", line)
		default:
			s.settle(*frame.ID, line, frame.Error != nil, frame.Result != nil && frame.Result.IsError)
		}
		s.mu.Unlock()
	}
}

// settle records an answer. The caller holds s.mu.
func (s *soaking) settle(id int, line []byte, refused, failed bool) {
	switch s.state[id] {
	case cancelled:
		s.state[id] = crossed
		s.crossed++
		return
	case sent:
		s.state[id] = answered
	default:
		s.t.Errorf("a second answer: %s", line)
		return
	}
	switch {
	case refused:
		s.refused++
	case failed:
		s.failed++
	default:
		s.succeeded++
	}
	s.wait[id] <- line
	delete(s.wait, id)
}
