package main

import (
	"bytes"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// terminalSession is the program in a terminal of its own.
type terminalSession struct {
	t        *testing.T
	terminal *os.File // what a user types into and reads from
	program  *os.File // the program's side
	command  *exec.Cmd
	output   chan []byte
	shown    bytes.Buffer // everything
	ahead    int          // what expect has read of it
}

// inTerminal starts the program in a terminal, with an environment that has nothing
// but the settings and a home folder.
func inTerminal(t *testing.T, settings map[string]string, args ...string) *terminalSession {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no pseudo-terminals of this kind")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := &terminalSession{t: t, command: exec.CommandContext(t.Context(), self, args...), output: make(chan []byte, 1000)}
	if s.terminal, s.program, err = pty.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.terminal.Close(); s.program.Close() })
	s.command.Env = []string{mainEnv + "=1", "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}
	for name, value := range settings {
		s.command.Env = append(s.command.Env, name+"="+value)
	}
	s.command.Stdin, s.command.Stdout, s.command.Stderr = s.program, s.program, s.program
	s.command.SysProcAttr = newTerminalSession()
	if err := s.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			buffer := make([]byte, 4096)
			n, err := s.terminal.Read(buffer)
			s.output <- buffer[:n]
			if err != nil {
				return
			}
		}
	}()
	return s
}

// expect waits until the terminal shows a text, after what was expected before.
func (s *terminalSession) expect(text string) {
	s.t.Helper()
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	for {
		if at := strings.Index(s.shown.String()[s.ahead:], text); at >= 0 {
			s.ahead += at + len(text)
			return
		}
		select {
		case more := <-s.output:
			s.shown.Write(more)
		case <-limit.C:
			s.t.Fatalf("no %q in %s", text, s.shown.String())
		}
	}
}

// enter waits for a question and types an answer.
func (s *terminalSession) enter(question, answer string) {
	s.t.Helper()
	s.expect(question)
	if _, err := s.terminal.WriteString(answer); err != nil {
		s.t.Fatal(err)
	}
}

// end waits for the end of the program and returns its status.
func (s *terminalSession) end() int {
	s.t.Helper()
	_ = s.command.Wait() // ProcessState has the status
	for {
		select {
		case more := <-s.output:
			s.shown.Write(more)
		case <-time.After(100 * time.Millisecond): // the terminal stays open; this only completes what a failure shows
			return s.command.ProcessState.ExitCode()
		}
	}
}
