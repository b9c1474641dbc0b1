package stdio_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"acronis-reports-mcp/stdio"
)

// takeStdout runs in the test's own binary when it is started with TAKE_STDOUT.
func takeStdout() error {
	out, err := stdio.TakeStdout()
	if err != nil {
		return err
	}
	fmt.Println("stray: fmt")
	fmt.Fprintln(os.Stdout, "stray: os")
	if err := writeToFD1("stray: fd\n"); err != nil {
		return err
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "TAKE_STDOUT=child")
	child.Stdout = os.Stdout
	if err := child.Run(); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, "frame")
	return err
}

func TestMain(m *testing.M) {
	switch os.Getenv("TAKE_STDOUT") {
	case "":
		os.Exit(m.Run())
	case "child":
		fmt.Println("stray: child")
	default:
		if err := takeStdout(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func TestTakeStdout(t *testing.T) {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "TAKE_STDOUT=yes", "GORACE=atexit_sleep_ms=0")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	if got := stdout.String(); got != "frame\n" {
		t.Errorf("standard output holds %q, want the frame alone", got)
	}
	for _, want := range strayLines {
		if !strings.Contains(stderr.String(), "stray: "+want+"\n") {
			t.Errorf("standard error holds %q, want the line of %s", stderr.String(), want)
		}
	}
}
