package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"acronis-reports-mcp/acronis/simulator"
)

// brokenClient starts the program and makes it download a report and wait for another
// that is not ready for an hour. Then it prints a line and does nothing until it is
// killed.
func brokenClient() {
	c := exec.Command(os.Args[1])
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		panic(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		panic(err)
	}
	if err := c.Start(); err != nil {
		panic(err)
	}
	fmt.Fprint(in, lines(0))
	fmt.Fprintf(in, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"summarize_usage","arguments":{"report_id":%q}}}`+"\n", simulator.SeptemberReportID)
	answers := bufio.NewReader(out)
	for range 2 {
		if _, err := answers.ReadString('\n'); err != nil {
			panic(err)
		}
	}
	fmt.Fprintln(in, `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"wait_for_report","arguments":{"report_id":"00000000-0000-4000-a000-000000000001","timeout_seconds":600}}}`)
	fmt.Println("under way")
	select {}
}

// When a client dies, the program ends and leaves no file, even during a call that
// would take ten minutes.
func TestClientThatDies(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the end of a client is not noticed before the next answer")
	}
	dc, settings := simulated(t)
	dc.Change(func(o *simulator.Options) { o.GenerationTime = time.Hour })
	settings["ACRONIS_ACCESS"] = "write"
	if out, err := command(t, settings, "call", "create_report", "month=2025-10").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}

	temp := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	client := exec.Command(self, program(t))
	client.Env = append(environment(settings), brokenClientEnv+"=1", "TMPDIR="+temp)
	out, err := client.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	errs, w, err := os.Pipe() // with a pipe of exec, Wait would wait for the program, too
	if err != nil {
		t.Fatal(err)
	}
	defer errs.Close()
	client.Stderr = w
	if err := client.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "under way\n" {
		output, _ := io.ReadAll(errs)
		t.Fatalf("%v: %s", err, output)
	}
	waits := func() bool {
		requests := dc.Requests()
		return requests[len(requests)-1].Path == "/api/2/reports/00000000-0000-4000-a000-000000000001/stored"
	}
	for !waits() {
		runtime.Gosched()
	}
	if kept, err := os.ReadDir(temp); err != nil || len(kept) != 1 {
		t.Errorf("no download is kept: %v, %v", kept, err)
	}
	if err := client.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = client.Wait() // it was killed
	// Only the program still has standard error, until it ends.
	if err := errs.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	output, err := io.ReadAll(errs)
	if err != nil {
		t.Fatalf("the program did not end: %v: %s", err, output)
	}
	if strings.Contains(string(output), `"level":"error"`) || strings.Contains(string(output), `"level":"warn"`) {
		t.Errorf("standard error: %s", output)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// When a client exits, with any calls in flight, the exit status is 0, and standard
// error has no warnings or errors.
func TestClientThatExits(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the end of a client is not noticed before the next answer")
	}
	dc, settings := simulated(t)
	dc.Change(func(o *simulator.Options) { o.GenerationTime = time.Hour })
	settings["ACRONIS_ACCESS"] = "write"
	waiting := `{"jsonrpc":"2.0","id":900,"method":"tools/call","params":{"name":"prepare_months","arguments":{"months":["2025-10"],"timeout_seconds":600}}}` + "\n"
	for _, test := range []struct {
		name, requests string
		answers        int // read before the client exits
	}{
		{"nothing in flight", lines(1), 2},
		{"a long call", lines(1) + waiting, 2},
		{"answers that are not read", lines(200), 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := command(t, settings, "--log-level", "debug")
			var errs bytes.Buffer
			c.Stderr = &errs
			in, err := c.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			out, outWriter, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			c.Stdout = outWriter
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			outWriter.Close()
			if _, err := io.WriteString(in, test.requests); err != nil {
				t.Fatal(err)
			}
			answers := bufio.NewReader(out)
			for range test.answers {
				if _, err := answers.ReadString('\n'); err != nil {
					t.Fatal(err)
				}
			}
			out.Close()
			in.Close()
			if err := c.Wait(); err != nil || strings.Contains(errs.String(), `"level":"error"`) || strings.Contains(errs.String(), `"level":"warn"`) {
				t.Errorf("%v: %s", err, &errs)
			}
		})
	}
}
