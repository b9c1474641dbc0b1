package e2e

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkAgainstBare measures the program and the bare server alternately, each as
// a process on a pair of pipes, with the same data centre. It reports medians of the
// rounds. ours/bare is the median of the rounds' ratios, which other load on the
// machine changes least.
//
//	go test -run '^$' -bench . -benchtime 2s ./e2e
func BenchmarkAgainstBare(b *testing.B) {
	report := guideReport(b)
	settings := upstream(b, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(report) })
	ours := program(b)
	bare, err := goBuild("bare", "./bare")
	if err != nil {
		b.Fatal(err)
	}

	b.Run("latency", func(b *testing.B) { // one call at a time
		ours, bare := start(b, ours, settings), start(b, bare, settings)
		compare(b, "µs/call", func() float64 { return ours.latency(200) }, func() float64 { return bare.latency(200) })
	})
	b.Run("throughput", func(b *testing.B) { // 64 calls in flight
		ours, bare := start(b, ours, settings), start(b, bare, settings)
		compare(b, "calls/s", func() float64 { return ours.throughput(1000) }, func() float64 { return bare.throughput(1000) })
		ours.reportMemory("ours")
		bare.reportMemory("bare")
	})
	b.Run("startup", func(b *testing.B) { // from exec to the answer of the first call
		compare(b, "ms", func() float64 { return startup(b, ours, settings) }, func() float64 { return startup(b, bare, settings) })
	})
}

// compare measures the two alternately and reports the medians.
func compare(b *testing.B, unit string, ours, bare func() float64) {
	var our, their, ratio []float64
	round := func() {
		o, t := ours(), bare()
		our, their, ratio = append(our, o), append(their, t), append(ratio, o/t)
	}
	for range 3 { // at least
		round()
	}
	for b.Loop() {
		round()
	}
	b.ReportMetric(0, "ns/op") // of no interest
	b.ReportMetric(median(our), "ours-"+unit)
	b.ReportMetric(median(their), "bare-"+unit)
	b.ReportMetric(median(ratio), "ours/bare")
}

func median[T cmp.Ordered](values []T) T {
	return slices.Sorted(slices.Values(values))[len(values)/2]
}

// subject is a server's process with the client's end of its pipes.
type subject struct {
	b   *testing.B
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	id  int // of the last call
}

// start starts a server and returns after its answers to initialize and to one call.
func start(b *testing.B, program string, settings map[string]string) *subject {
	cmd := exec.CommandContext(b.Context(), program)
	cmd.Env = environment(settings) // nothing inherited, such as a proxy or a real account
	cmd.Stderr = discard{}          // a pipe that is read, as by hosts
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

// receive reads a line, which must contain want.
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
		`,"method":"tools/call","params":{"name":"get_report","arguments":{"report_id":"` + guideID + `"}}}`)
}

func (s *subject) answer() { s.receive(`"structuredContent":{"id":"20dffb36-`) }

// end closes the input, as hosts do, and waits for the process.
func (s *subject) end() {
	_ = s.in.Close()
	_ = s.cmd.Wait() // end may be called twice
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
// Requests and answers fit into the pipes, so neither side blocks the other.
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

// reportMemory reports the resident memory of the process and its peak, on Linux.
func (s *subject) reportMemory(name string) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return
	}
	for line := range strings.Lines(string(status)) {
		fields := strings.Fields(line) // such as VmRSS: 20480 kB
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
func startup(b *testing.B, program string, settings map[string]string) float64 {
	begin := time.Now()
	s := start(b, program, settings)
	took := time.Since(begin)
	s.end()
	return float64(took) / float64(time.Millisecond)
}
