package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// build builds the program and the bare server as a release is built.
func (b *bench) build(ctx context.Context) error {
	b.ours, b.bare = filepath.Join(b.dir, "ours"), filepath.Join(b.dir, "bare")
	profile := "-pgo=release/default.pgo"
	if b.quick { // it takes minutes to compile all dependencies with it
		profile = "-pgo=off"
	}
	if err := goBuild(ctx, b.ours, profile, "."); err != nil {
		return err
	}
	return goBuild(ctx, b.bare, "./e2e/bare")
}

func goBuild(ctx context.Context, output string, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", append([]string{"build", "-trimpath", "-ldflags=-s -w", "-o", output}, args...)...)
	cmd.Env = append(os.Environ(), "GOFLAGS=", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w: %s", err, out)
	}
	return nil
}

// server is a server's process with the client's end of its pipes.
type server struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	id  int // of the last request
}

const hello = `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}` + "\n" +
	`{"jsonrpc":"2.0","method":"notifications/initialized"}` + "\n"

// start starts a server with the settings for a data centre, more settings, and
// nothing else, such as a proxy or a real account. It returns after the answer to initialize.
func start(ctx context.Context, program, url string, more ...string) (*server, error) {
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = []string{"ACRONIS_BASE_URL=" + url, "ACRONIS_CLIENT_ID=18f135d2-5f55-4203-b018-50c5a38fd547", "ACRONIS_CLIENT_SECRET=a-secret-of-this-measurement"}
	cmd.Env = append(cmd.Env, more...)
	if runtime.GOOS == "windows" {
		cmd.Env = append(cmd.Env, "SystemRoot="+os.Getenv("SystemRoot"))
	}
	cmd.Stderr = discard{} // a pipe that is read, as by hosts
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, in: in, out: bufio.NewReaderSize(out, 1<<20)}
	_, err = io.WriteString(in, hello)
	if err == nil {
		_, err = s.receive(`"serverInfo"`)
	}
	if err != nil {
		s.end()
		return nil, err
	}
	return s, nil
}

// discard is [io.Discard] without its ReadFrom.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// end closes the input, as hosts do, and waits for the process.
func (s *server) end() {
	s.in.Close()
	s.cmd.Wait()
}

// request sends a request. params is JSON.
func (s *server) request(method, params string) error {
	s.id++
	_, err := io.WriteString(s.in, `{"jsonrpc":"2.0","id":`+strconv.Itoa(s.id)+`,"method":"`+method+`","params":`+params+"}\n")
	return err
}

// receive reads a line, which must contain want.
func (s *server) receive(want string) ([]byte, error) {
	line, err := s.out.ReadSlice('\n')
	if err == nil && !bytes.Contains(line, []byte(want)) {
		err = fmt.Errorf("got %s, want one with %s", line, want)
	}
	return line, err
}

// ask sends a request and returns the time until its answer, in milliseconds.
func (s *server) ask(method, params, want string) (took float64, answer []byte, err error) {
	begin := time.Now()
	if err := s.request(method, params); err != nil {
		return 0, nil, err
	}
	answer, err = s.receive(want)
	return milliseconds(time.Since(begin)), answer, err
}

// answer calls a tool and returns the time until its answer, in milliseconds, and the
// answer, which is valid until the next one.
func (s *server) answer(tool, arguments string) (took float64, answer []byte, err error) {
	took, answer, err = s.ask("tools/call", `{"name":"`+tool+`","arguments":`+arguments+`}`, `"structuredContent":`)
	if err != nil {
		err = fmt.Errorf("%s %s: %w", tool, arguments, err)
	}
	return took, answer, err
}

// call is answer without the answer.
func (s *server) call(tool, arguments string) (took float64, err error) {
	took, _, err = s.answer(tool, arguments)
	return took, err
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// peak returns the largest resident memory that a process has had so far, in MiB, on
// Linux. Elsewhere it returns 0.
func peak(pid int) float64 { return memory(pid, "VmHWM:") }

// resident returns its resident memory.
func resident(pid int) float64 { return memory(pid, "VmRSS:") }

func memory(pid int, name string) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		fields := strings.Fields(line) // such as VmRSS: 20480 kB
		if len(fields) > 1 && fields[0] == name {
			kB, _ := strconv.ParseFloat(fields[1], 64)
			return kB / 1024
		}
	}
	return 0
}
