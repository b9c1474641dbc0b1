package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"acronis-reports-mcp/acronis/simulator"
)

var soak = flag.Int("soak", 3000, "how many calls TestSoak makes")

// TestSoak keeps 64 calls in flight on one connection: all kinds of requests, of
// both eras, good and bad, some cancelled, against a data centre where things go
// wrong. Every request is answered once or cancelled, and what the program needs
// stays flat.
//
//	go test -run TestSoak -soak 1000000 -timeout 2h -v .
func TestSoak(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process there inherits no further pipes")
	}
	s := startSoak(t)
	warm := s.run(*soak / 10)
	atWarm := s.needs()
	rest := s.run(*soak - *soak/10)
	atEnd := s.needs()
	s.end()

	all := warm.plus(rest)
	t.Logf("%d calls in %.1f s, %.0f/s", all.calls, all.took.Seconds(), float64(all.calls)/all.took.Seconds())
	t.Logf("answered well %d, told an error %d, refused by the protocol %d, cancelled %d (of them answered before that was read %d), progress %d",
		all.well, all.told, all.refused, all.cancelled, all.crossed, all.progress)
	t.Logf("faults of the data centre: %d", s.faults.Load())
	t.Logf("after %d calls: %v", warm.calls, atWarm)
	t.Logf("after %d calls: %v", all.calls, atEnd)
	// At rest there are the workers that wait for a call, and two for each idle connection.
	if most := 64 + 2*64 + 32; atEnd.Goroutines > most {
		t.Errorf("%d goroutines, want at most %d", atEnd.Goroutines, most)
	}
	if most := atWarm.Heap + atWarm.Heap/4 + 4<<20; atEnd.Heap > most {
		t.Errorf("the heap grew from %d to %d bytes", atWarm.Heap, atEnd.Heap)
	}
	for what, n := range map[string]int{"answered well": all.well, "told": all.told, "refused": all.refused, "cancelled": all.cancelled, "progress": all.progress} {
		if n == 0 {
			t.Errorf("nothing was %s", what)
		}
	}
}

// need is what the program has at rest.
type need struct {
	Goroutines int
	Heap, Sys  uint64 // bytes in use, and taken from the system
}

func (n need) String() string {
	return fmt.Sprintf("%d goroutines, heap %.1f MiB, %.1f MiB from the system", n.Goroutines, float64(n.Heap)/(1<<20), float64(n.Sys)/(1<<20))
}

// tellNeeds answers each byte that is asked.
func tellNeeds(ask io.Reader, tell io.Writer) {
	for one := make([]byte, 1); ; {
		if _, err := ask.Read(one); err != nil {
			return
		}
		runtime.GC()
		runtime.GC() // what pools kept
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		_ = json.NewEncoder(tell).Encode(need{runtime.NumGoroutine(), m.HeapAlloc, m.Sys - m.HeapReleased})
	}
}

// A soaking is the program as a subprocess, and a client that never rests.
type soaking struct {
	t      *testing.T
	dc     *simulator.DataCentre
	cmd    *exec.Cmd
	errs   bytes.Buffer
	ask    io.Writer
	tell   *json.Decoder
	temp   string
	read   chan struct{} // closed when the output has ended
	faults atomic.Int32

	mu    sync.Mutex // guards all below, and keeps lines whole
	in    io.WriteCloser
	state []state // by id
	wait  map[int]chan []byte
	counts
}

type state byte

const (
	sent state = iota
	answered
	cancelled
	crossed // answered although cancelled
)

// counts are what became of the calls.
type counts struct {
	calls, well, told, refused, cancelled, crossed, progress int
	took                                                     time.Duration
}

func (c counts) plus(d counts) counts {
	return counts{c.calls + d.calls, c.well + d.well, c.told + d.told, c.refused + d.refused, c.cancelled + d.cancelled,
		c.crossed + d.crossed, c.progress + d.progress, c.took + d.took}
}

func startSoak(t *testing.T) *soaking {
	s := &soaking{t: t, dc: simulator.New(), temp: t.TempDir(), read: make(chan struct{}), wait: map[int]chan []byte{}}
	t.Cleanup(s.dc.Close)
	base, err := s.dc.Listen()
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd = exec.Command(self, "--access", "delete", "--no-ask", "--log-level", "error")
	s.cmd.Env = []string{
		serveAs + "=measured", "TMPDIR=" + s.temp, "GORACE=halt_on_error=1",
		"ACRONIS_BASE_URL=" + base, "ACRONIS_CLIENT_ID=" + simulator.ClientID, "ACRONIS_CLIENT_SECRET=" + simulator.ClientSecret,
	}
	s.cmd.Stderr = &s.errs
	askReader, ask, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	tell, tellWriter, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd.ExtraFiles, s.ask, s.tell = []*os.File{askReader, tellWriter}, ask, json.NewDecoder(tell)
	t.Cleanup(func() { ask.Close(); tell.Close() })
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	askReader.Close()
	tellWriter.Close()
	go s.receive(out)
	s.request(`"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"soak","version":"1"}}}`, false)
	return s
}

// needs asks the program, which has nothing to do.
func (s *soaking) needs() (n need) {
	if _, err := s.ask.Write([]byte{1}); err != nil {
		s.t.Fatal(err)
	}
	if err := s.tell.Decode(&n); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// run makes calls, 64 at a time, and returns when all are answered or cancelled.
func (s *soaking) run(calls int) counts {
	begin := time.Now()
	var left atomic.Int64
	left.Store(int64(calls))
	var lanes sync.WaitGroup
	for lane := range 64 {
		lanes.Go(func() {
			r := rand.New(rand.NewPCG(uint64(lane), uint64(calls)))
			for left.Add(-1) >= 0 {
				s.call(r)
			}
		})
	}
	lanes.Wait()
	s.request(`"ping"}`, false)
	s.mu.Lock()
	defer s.mu.Unlock()
	done := s.counts
	done.calls, done.took = calls, time.Since(begin)
	s.counts = counts{}
	return done
}

// wrongs are what goes wrong at the data centre, each for one request.
var wrongs = []simulator.Fault{
	{Status: 401}, {Status: 403}, {Status: 404}, {Status: 409}, {Status: 429}, {Status: 500}, {Status: 503}, {Status: 502, Body: "<html>"},
	{Status: 302, Header: http.Header{"Location": {"http://127.0.0.1:1/"}}},
	{Body: `{"id":`}, {Body: "[]"}, {Delay: 20 * time.Millisecond}, {Cut: simulator.CutBeforeHeaders}, {Cut: simulator.CutInBody},
}

// requests are what is asked: lines from the method on, up to the end of the parameters.
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

// modern is what a client of 2026-07-28 says in each request.
const modern = `"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}`

// call makes one call, or creates a report and deletes it. One in 200 meets a
// fault, one in 50 is cancelled.
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

// request sends a line from its method on, with the id in place of %d, and waits
// for the answer, unless it cancels it.
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
			s.request(`"ping"}`, false) // an answer later, which may be too late
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

// receive reads frames and knows what may come.
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
			s.t.Errorf("nobody asked for this: %s", line)
		default:
			s.settle(*frame.ID, line, frame.Error != nil, frame.Result != nil && frame.Result.IsError)
		}
		s.mu.Unlock()
	}
}

// settle notes an answer; the caller holds s.mu.
func (s *soaking) settle(id int, line []byte, refused, told bool) {
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
	case told:
		s.told++
	default:
		s.well++
	}
	s.wait[id] <- line
	delete(s.wait, id)
}

// end closes the input and wants a clean end that leaves nothing behind.
func (s *soaking) end() {
	s.in.Close()
	<-s.read
	if err := s.cmd.Wait(); err != nil {
		s.t.Errorf("%v: %s", err, cmp.Or(s.errs.String(), "nothing on standard error"))
	}
	if strings.Contains(s.errs.String(), "panic") {
		s.t.Errorf("standard error: %s", s.errs.String())
	}
	if left, err := os.ReadDir(s.temp); err != nil || len(left) > 0 {
		s.t.Errorf("left behind: %v, %v", left, err)
	}
}
