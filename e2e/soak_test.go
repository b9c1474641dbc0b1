package e2e

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"acronis-reports-mcp/acronis/simulator"
)

var soak = flag.Int("soak", 500, "how many calls TestSoak makes")

// TestSoak keeps 96 calls in flight on one connection, of which 64 run: all kinds of
// requests of both eras, valid and invalid, some cancelled, with a data centre that has
// faults. Every request must be answered once or cancelled, and memory and goroutines
// must not grow.
//
//	go test ./e2e -run TestSoak -soak 1000000 -timeout 2h -v
func TestSoak(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("processes inherit no extra pipes on Windows")
	}
	s := startSoak(t)
	warm := s.run(*soak / 10)
	atWarm := s.needs()
	rest := s.run(*soak - *soak/10)
	atEnd := s.needs()
	s.end()

	all := warm.plus(rest)
	t.Logf("%d calls in %.1f s, %.0f/s", all.calls, all.took.Seconds(), float64(all.calls)/all.took.Seconds())
	t.Logf("succeeded %d, failed %d, refused by the protocol %d, cancelled %d (of them answered before the cancellation %d), progress %d",
		all.succeeded, all.failed, all.refused, all.cancelled, all.crossed, all.progress)
	t.Logf("faults of the data centre: %d", s.faults.Load())
	t.Logf("after %d calls: %v", warm.calls, atWarm)
	t.Logf("after %d calls: %v", all.calls, atEnd)
	// An idle program has the workers that wait for a call, and two goroutines for each
	// idle connection.
	if most := 64 + 2*64 + 32; atEnd.Goroutines > most {
		t.Errorf("%d goroutines, want at most %d", atEnd.Goroutines, most)
	}
	if most := atWarm.Heap + atWarm.Heap/4 + 4<<20; atEnd.Heap > most {
		t.Errorf("the heap grew from %d to %d bytes", atWarm.Heap, atEnd.Heap)
	}
	for what, n := range map[string]int{"succeeded": all.succeeded, "failed": all.failed, "refused": all.refused, "cancelled": all.cancelled, "progress": all.progress} {
		if n == 0 {
			t.Errorf("no call has the outcome %s", what)
		}
	}
}

// need is what the idle program uses.
type need struct {
	Goroutines int
	Heap, Sys  uint64 // bytes in use, and taken from the system
}

func (n need) String() string {
	return fmt.Sprintf("%d goroutines, heap %.1f MiB, %.1f MiB from the system", n.Goroutines, float64(n.Heap)/(1<<20), float64(n.Sys)/(1<<20))
}

// soaking is the program as a subprocess with a client that keeps it busy.
type soaking struct {
	t       *testing.T
	dc      *simulator.DataCentre
	cmd     *exec.Cmd
	errs    bytes.Buffer
	queries io.Writer
	replies *json.Decoder
	temp    string
	read    chan struct{} // closed when the output has ended
	faults  atomic.Int32

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

// counts are the outcomes of the calls.
type counts struct {
	calls, succeeded, failed, refused, cancelled, crossed, progress int
	took                                                            time.Duration
}

func (c counts) plus(d counts) counts {
	return counts{c.calls + d.calls, c.succeeded + d.succeeded, c.failed + d.failed, c.refused + d.refused, c.cancelled + d.cancelled,
		c.crossed + d.crossed, c.progress + d.progress, c.took + d.took}
}

func startSoak(t *testing.T) *soaking {
	dc, settings := simulated(t)
	s := &soaking{t: t, dc: dc, temp: t.TempDir(), read: make(chan struct{}), wait: map[int]chan []byte{}}
	s.cmd = exec.Command(measuredProgram(t), "--access", "delete", "--no-ask", "--log-level", "error")
	s.cmd.Env = append(environment(settings), "TMPDIR="+s.temp, "GORACE=halt_on_error=1")
	s.cmd.Stderr = &s.errs
	queriesReader, queries, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	replies, repliesWriter, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd.ExtraFiles, s.queries, s.replies = []*os.File{queriesReader, repliesWriter}, queries, json.NewDecoder(replies)
	t.Cleanup(func() { queries.Close(); replies.Close() })
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
	queriesReader.Close()
	repliesWriter.Close()
	go s.receive(out)
	s.request(`"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"soak","version":"1"}}}`, false)
	return s
}

// measuredProgram builds the program with testdata/measured.go in it, and with
// the race detector if this test has it.
func measuredProgram(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(root, "measured.go"): filepath.Join(root, "e2e", "testdata", "measured.go"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-overlay", file, ".."}
	if raceDetector() {
		args = append([]string{"-race"}, args...)
	}
	binary, err := goBuild("measured", args...)
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// raceDetector reports whether this test was built with -race.
func raceDetector() bool {
	info, _ := debug.ReadBuildInfo()
	return slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// needs asks the idle program what it uses.
func (s *soaking) needs() (n need) {
	if _, err := s.queries.Write([]byte{1}); err != nil {
		s.t.Fatal(err)
	}
	if err := s.replies.Decode(&n); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// run makes calls, 96 at a time, and returns when all are answered or cancelled.
func (s *soaking) run(calls int) counts {
	begin := time.Now()
	var left atomic.Int64
	left.Store(int64(calls))
	var lanes sync.WaitGroup
	for lane := range 96 {
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

// end closes the input. The program must succeed and leave nothing behind.
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
