package main

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
)

// chunks records each write. It blocks while gate isn't nil and open.
type chunks struct {
	got  []string
	gate chan struct{}
}

func (c *chunks) Write(p []byte) (int, error) {
	if c.gate != nil {
		<-c.gate
	}
	c.got = append(c.got, string(p))
	return len(p), nil
}

func TestLogLinesAreWrittenTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &chunks{}
		log := zerolog.New(&logWriter{w: out})
		log.Info().Msg("a")
		log.Info().Msg("b")
		time.Sleep(logDelay)
		synctest.Wait()
		log.Info().Msg("c")
		log.Warn().Msg("d") // at once, with those before it
		synctest.Wait()
		log.Info().Msg("e")
		time.Sleep(logDelay)
		synctest.Wait()
		want := []string{
			`{"level":"info","message":"a"}` + "\n" + `{"level":"info","message":"b"}` + "\n",
			`{"level":"info","message":"c"}` + "\n" + `{"level":"warn","message":"d"}` + "\n",
			`{"level":"info","message":"e"}` + "\n",
		}
		if !slices.Equal(out.got, want) {
			t.Errorf("got %q, want %q", out.got, want)
		}
	})
}

func TestConsoleGetsOneLogLineAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &chunks{}
		writer := &logWriter{w: out, lineByLine: true}
		for _, line := range []string{"a\n", "b\n"} {
			_, _ = writer.Write([]byte(line))
		}
		writer.Close()
		if want := []string{"a\n", "b\n"}; !slices.Equal(out.got, want) {
			t.Errorf("got %q, want %q", out.got, want)
		}
	})
}

// A reader that doesn't read blocks nobody. It gets to know how many lines it missed.
func TestLogLinesAreDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &chunks{gate: make(chan struct{})}
		writer := &logWriter{w: out}
		line := []byte(strings.Repeat("x", 1<<10-1) + "\n")
		for range 2*maxUnwrittenLog/len(line) + 10 {
			_, _ = writer.Write(line)
		}
		begin := time.Now()
		writer.Close()
		if took := time.Since(begin); took != time.Second {
			t.Errorf("closing took %v, want a second", took)
		}
		close(out.gate)
		synctest.Wait()
		all := strings.Join(out.got, "")
		if kept := strings.Count(all, "x\n"); kept != maxUnwrittenLog/len(line) || !strings.HasSuffix(all, `"266 log lines dropped"}`+"\n") {
			t.Errorf("%d lines are kept, and the last is %q", kept, all[len(all)-60:])
		}
	})
}

func TestClosingAnUnusedLog(t *testing.T) {
	new(logWriter).Close()
}
