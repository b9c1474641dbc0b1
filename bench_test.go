package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// serveAs makes this test binary a server: "ours" is the program, "measured" the
// same that tells what it needs, "client" one of its clients, "bare" what it is
// compared with.
const serveAs = "ACRONIS_REPORTS_MCP_TEST_SERVE"

// bare is the same tool on mcp-go's own transport and plain net/http: no
// checks, no retries, no token renewal, no log. What the program costs beyond
// it is the price of those.
func bare() {
	base := os.Getenv("ACRONIS_BASE_URL") + "/api/2"
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	upstream := &http.Client{Transport: transport, Timeout: 15 * time.Second}

	fetch := func(r *http.Request) ([]byte, error) {
		res, err := upstream.Do(r)
		if err != nil {
			return nil, err
		}
		defer res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return nil, errors.New(res.Status)
		}
		return io.ReadAll(res.Body)
	}
	token := sync.OnceValues(func() (string, error) {
		form := strings.NewReader(url.Values{"grant_type": {"client_credentials"}}.Encode())
		r, err := http.NewRequest(http.MethodPost, base+"/idp/token", form)
		if err != nil {
			return "", err
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(os.Getenv("ACRONIS_CLIENT_ID"), os.Getenv("ACRONIS_CLIENT_SECRET"))
		body, err := fetch(r)
		if err != nil {
			return "", err
		}
		var t struct {
			AccessToken string `json:"access_token"`
		}
		err = json.Unmarshal(body, &t)
		return t.AccessToken, err
	})

	s := server.NewMCPServer("bare", "1", server.WithToolCapabilities(false))
	s.AddTool(mcp.NewTool("get_report", mcp.WithString("report_id", mcp.Required())),
		func(ctx context.Context, call mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			id, err := call.RequireString("report_id")
			if err != nil {
				return mcp.NewToolResultError(err.Error()), nil
			}
			bearer, err := token()
			if err != nil {
				return mcp.NewToolResultError(err.Error()), nil
			}
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/reports/"+url.PathEscape(id), nil)
			if err != nil {
				return mcp.NewToolResultError(err.Error()), nil
			}
			r.Header.Set("Authorization", "Bearer "+bearer)
			body, err := fetch(r)
			if err != nil {
				return mcp.NewToolResultError(err.Error()), nil
			}
			return mcp.NewToolResultStructured(json.RawMessage(body), string(body)), nil
		})
	if err := server.ServeStdio(s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// BenchmarkAgainstBare measures the program and the bare server in turn, each
// as a process of its own on a pair of pipes, with the same data centre behind
// it. It reports medians over the rounds; ours/bare is the median of each
// round's ratio, which other work on the machine disturbs least.
//
//	go test -run '^$' -bench . -benchtime 2s .
func BenchmarkAgainstBare(b *testing.B) {
	dataCentre := serveReport(b)
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}

	b.Run("latency", func(b *testing.B) { // one call at a time
		ours, bare := start(b, self, "ours", dataCentre), start(b, self, "bare", dataCentre)
		compare(b, "µs/call", func() float64 { return ours.latency(200) }, func() float64 { return bare.latency(200) })
	})
	b.Run("throughput", func(b *testing.B) { // 64 calls in flight
		ours, bare := start(b, self, "ours", dataCentre), start(b, self, "bare", dataCentre)
		compare(b, "calls/s", func() float64 { return ours.throughput(1000) }, func() float64 { return bare.throughput(1000) })
		ours.reportMemory("ours")
		bare.reportMemory("bare")
	})
	// From exec to the answer of the first call. Both are this test binary,
	// with everything that it links in, so this compares the work they do …
	b.Run("startup", func(b *testing.B) {
		compare(b, "ms",
			func() float64 { return startup(b, self, "ours", dataCentre) },
			func() float64 { return startup(b, self, "bare", dataCentre) })
	})
	// … while this compares what a user would start.
	b.Run("startup-built", func(b *testing.B) {
		ours, bare := build(b)
		compare(b, "ms",
			func() float64 { return startup(b, ours, "ours", dataCentre) },
			func() float64 { return startup(b, bare, "bare", dataCentre) })
	})
}

// compare measures the two in turn and reports the medians.
func compare(b *testing.B, unit string, ours, bare func() float64) {
	var our, their, ratio []float64
	round := func() {
		o, t := ours(), bare()
		our, their, ratio = append(our, o), append(their, t), append(ratio, o/t)
	}
	for range 3 { // at the least
		round()
	}
	for b.Loop() {
		round()
	}
	b.ReportMetric(0, "ns/op") // of a round, which means nothing
	b.ReportMetric(median(our), "ours-"+unit)
	b.ReportMetric(median(their), "bare-"+unit)
	b.ReportMetric(median(ratio), "ours/bare")
}

func median[T cmp.Ordered](values []T) T {
	return slices.Sorted(slices.Values(values))[len(values)/2]
}

// serveReport is a data centre that knows one report; it returns its address.
func serveReport(b *testing.B) string {
	report, err := os.ReadFile("acronis/testdata/guide-report.json")
	if err != nil {
		b.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/2/idp/token", func(w http.ResponseWriter, r *http.Request) {
		if id, secret, _ := r.BasicAuth(); id != "id" || secret != "secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":"good","token_type":"bearer","expires_on":%d}`, time.Now().Add(2*time.Hour).Unix())
	})
	mux.HandleFunc("GET /api/2/reports/20dffb36-d77b-45c6-b2fa-39276e98d5fc", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer good" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(report)
	})
	s := httptest.NewServer(mux)
	b.Cleanup(s.Close)
	return s.URL
}

// A subject is a server's process and the client's end of its pipes.
type subject struct {
	b   *testing.B
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	id  int // of the last call
}

// start starts a server, and returns when it has answered initialize and a call.
func start(b *testing.B, program, name, dataCentre string) *subject {
	cmd := exec.CommandContext(b.Context(), program)
	cmd.Env = []string{ // nothing inherited, such as a proxy or a real account
		serveAs + "=" + name,
		"ACRONIS_BASE_URL=" + dataCentre,
		"ACRONIS_CLIENT_ID=id",
		"ACRONIS_CLIENT_SECRET=secret",
	}
	cmd.Stderr = discard{} // a pipe that is read, as hosts do it
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	s := &subject{b: b, cmd: cmd, in: in, out: bufio.NewReaderSize(out, 64<<10)}
	b.Cleanup(s.end)
	s.send(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}`)
	s.receive(`"serverInfo"`)
	s.send(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	s.call()
	s.answer()
	return s
}

// discard is [io.Discard] without its ReadFrom.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func (s *subject) send(line string) {
	if _, err := io.WriteString(s.in, line+"\n"); err != nil {
		s.b.Fatal(err)
	}
}

// receive reads a line and makes sure that it holds want.
func (s *subject) receive(want string) {
	line, err := s.out.ReadSlice('\n')
	if err != nil {
		s.b.Fatal(err)
	}
	if !bytes.Contains(line, []byte(want)) {
		s.b.Fatalf("got %s, want one with %s", line, want)
	}
}

func (s *subject) call() {
	s.id++
	s.send(`{"jsonrpc":"2.0","id":` + strconv.Itoa(s.id) +
		`,"method":"tools/call","params":{"name":"get_report","arguments":{"report_id":"20dffb36-d77b-45c6-b2fa-39276e98d5fc"}}}`)
}

func (s *subject) answer() { s.receive(`"structuredContent":{"id":"20dffb36-`) }

// end closes the input, as hosts do, and waits for the process.
func (s *subject) end() {
	_ = s.in.Close()
	_ = s.cmd.Wait() // twice is an error, which is fine
}

// latency is the median time of a call, in microseconds.
func (s *subject) latency(calls int) float64 {
	var times []time.Duration
	for range calls {
		begin := time.Now()
		s.call()
		s.answer()
		times = append(times, time.Since(begin))
	}
	return float64(median(times)) / float64(time.Microsecond)
}

// throughput is the number of calls answered in a second with 64 in flight.
// They and their answers fit into the pipes, so that nobody waits for the other.
func (s *subject) throughput(calls int) float64 {
	begin := time.Now()
	for i := range calls + 64 {
		if i >= 64 {
			s.answer()
		}
		if i < calls {
			s.call()
		}
	}
	return float64(calls) / time.Since(begin).Seconds()
}

// reportMemory reports what the process has and had at most in memory, where
// the system tells it.
func (s *subject) reportMemory(name string) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return
	}
	for line := range strings.Lines(string(status)) {
		fields := strings.Fields(line) // such as «VmRSS: 20480 kB»
		if len(fields) < 2 {
			continue
		}
		if kB, err := strconv.ParseFloat(fields[1], 64); err == nil {
			switch fields[0] {
			case "VmRSS:":
				s.b.ReportMetric(kB/1024, name+"-RSS-MiB")
			case "VmHWM:":
				s.b.ReportMetric(kB/1024, name+"-peak-MiB")
			}
		}
	}
}

// startup is the time from exec to the first answer of a tool, in milliseconds.
func startup(b *testing.B, program, name, dataCentre string) float64 {
	begin := time.Now()
	s := start(b, program, name, dataCentre)
	took := time.Since(begin)
	s.end()
	return float64(took) / float64(time.Millisecond)
}

// build compiles the two as programs of their own. The bare one is a copy of
// this file with a main function, which the linker reduces to what that needs.
func build(b *testing.B) (ours, bare string) {
	dir := b.TempDir()
	source, err := os.ReadFile("bench_test.go")
	if err != nil {
		b.Fatal(err)
	}
	copied, entry := filepath.Join(dir, "bare.go"), filepath.Join(dir, "main.go")
	for name, content := range map[string][]byte{copied: source, entry: []byte("package main\n\nfunc main() { bare() }\n")} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	ours, bare = filepath.Join(dir, "ours"), filepath.Join(dir, "bare")
	if runtime.GOOS == "windows" {
		ours, bare = ours+".exe", bare+".exe"
	}
	for _, args := range [][]string{{"-o", ours, "."}, {"-o", bare, copied, entry}} {
		if out, err := exec.Command("go", append([]string{"build"}, args...)...).CombinedOutput(); err != nil {
			b.Fatalf("go build: %v\n%s", err, out)
		}
	}
	return ours, bare
}
