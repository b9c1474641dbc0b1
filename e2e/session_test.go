package e2e

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInputClosedAtOnce(t *testing.T) {
	t.Parallel()
	c := command(t, nil, "--demo")
	c.Stdin = strings.NewReader(lines(50))
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	wantAnswers(t, bytes.NewReader(out), 50)
}

// A program that is terminated or interrupted (Ctrl-C) answers the calls that it has read.
func TestStoppedWhileCallsAreUnderWay(t *testing.T) {
	t.Parallel()
	for name, stop := range stops {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stopDuringCalls(t, stop)
		})
	}
}

func stopDuringCalls(t *testing.T, stop func(*os.Process) error) {
	const calls = 50
	report := guideReport(t)
	arrived := make(chan struct{}, calls)
	release := make(chan struct{})
	answerAll := sync.OnceFunc(func() { close(release) })
	settings := upstream(t, func(w http.ResponseWriter, _ *http.Request) {
		arrived <- struct{}{}
		<-release
		_, _ = w.Write(report)
	})
	t.Cleanup(answerAll)
	c := command(t, settings)
	c.SysProcAttr = ownConsole
	in, out := begin(t, c)
	if _, err := io.WriteString(in, lines(calls)); err != nil {
		t.Fatal(err)
	}
	for range calls {
		<-arrived
	}
	if err := stop(c.Process); err != nil {
		t.Fatal(err)
	}
	answerAll()
	if err := c.Wait(); err != nil { // the input is still open
		t.Fatal(err)
	}
	wantAnswers(t, out, calls)
}

func TestForeignDataCentre(t *testing.T) {
	t.Parallel()
	report := guideReport(t)
	settings := upstream(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(report) })
	out, err := command(t, settings, "call", "get_report", "report_id="+guideID).Output()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(decoded(t, report), decoded(t, out)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBrokenPipes(t *testing.T) {
	t.Parallel()
	// broken returns the write end of a pipe without a read end.
	broken := func() *os.File {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		t.Cleanup(func() { w.Close() })
		return w
	}
	c := command(t, nil, "--demo")
	c.Stdin, c.Stderr = strings.NewReader(lines(5)), broken()
	out, err := c.Output()
	if err != nil {
		t.Fatalf("a closed standard error ended the session: %v", err)
	}
	wantAnswers(t, bytes.NewReader(out), 5)

	c = command(t, nil, "--demo")
	c.Stdout = broken()
	in, err := c.StdinPipe() // stays open
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, lines(1)); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := c.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("with a closed standard output: %v, want exit status 1", err)
	}
}

// A host that never reads standard error must not block calls.
func TestNobodyReadsTheLog(t *testing.T) {
	t.Parallel()
	const calls = 2000 // their log lines fill a pipe several times
	reader, unread, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	defer unread.Close()
	c := command(t, nil, "--demo")
	c.Stdin, c.Stderr = strings.NewReader(lines(calls)), unread
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	wantAnswers(t, bytes.NewReader(out), calls)
}
