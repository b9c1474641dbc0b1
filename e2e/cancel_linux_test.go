package e2e

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"acronis-reports-mcp/acronis/simulator"
)

// TestCancelledCallStops cancels a call that would read twenty million rows, and wants
// the program to do nothing any more soon afterwards.
func TestCancelledCallStops(t *testing.T) {
	t.Parallel()
	dc, settings := simulated(t)
	if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", manyRows(t, 400), ""); err != nil {
		t.Fatal(err)
	}
	c := command(t, settings)
	in, out := begin(t, c)
	t.Cleanup(func() { _ = c.Process.Kill() }) // it may have ended
	fmt.Fprint(in, lines(0))
	fmt.Fprintf(in, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"summarize_usage","arguments":{"report_id":%q,"group_by":["tenant","edition"]}}}`+"\n", simulator.SeptemberReportID)
	const busy = 700 * time.Millisecond // of a processor, of about ten seconds
	ticks := time.NewTicker(200 * time.Millisecond)
	defer ticks.Stop()
	for cpuTime(t, c.Process.Pid) < busy {
		<-ticks.C
	}
	fmt.Fprintln(in, `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}`)
	before := cpuTime(t, c.Process.Pid)
	for last, idle := before, 0; idle < 3; {
		<-ticks.C
		now := cpuTime(t, c.Process.Pid)
		if idle++; now-last > 20*time.Millisecond {
			idle = 0
		}
		if now-before > 3*time.Second {
			t.Fatal("it worked on for 3 s of a processor")
		}
		last = now
	}
	t.Logf("it worked on for %v of a processor", cpuTime(t, c.Process.Pid)-before)
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), `"id":1,`) {
		t.Errorf("the call was answered before it was cancelled: %.500s", out)
	}
}

// manyRows is a stored report with n times 50,000 rows, which are compressed only
// once: what follows one gzip file is a part of it.
func manyRows(t *testing.T, n int) []byte {
	t.Helper()
	header, rows, _ := bytes.Cut(usageFile(50_000, 50), []byte("\n"))
	pack := func(text []byte) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	return append(pack(append(header, '\n')), bytes.Repeat(pack(rows), n)...)
}

// cpuTime returns how long a process has used processors.
func cpuTime(t *testing.T, pid int) time.Duration {
	t.Helper()
	file, err := os.Open(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(raw), ") ")
	fields := strings.Fields(after) // from the third one on; see proc_pid_stat(5)
	var ticks int64
	for _, field := range fields[11:13] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond // Linux counts in hundredths of a second
}
