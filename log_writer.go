package main

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"acronis-reports-mcp/escape"
)

const (
	// logDelay is how long a line waits for others, to be written with them. Each write
	// costs a call as much as checking its arguments.
	logDelay = 50 * time.Millisecond

	// maxUnwrittenLog is how many bytes of lines wait for a reader that doesn't read.
	maxUnwrittenLog = 256 << 10
)

// A logWriter writes the lines of a JSON log in the background, with hidden characters
// escaped. It drops lines that can't be written: a host that doesn't read standard
// error must not block calls.
type logWriter struct {
	w          io.Writer
	lineByLine bool // w takes one line at a time

	mu      sync.Mutex // guards the fields below
	waiting []byte
	dropped int
	timer   *time.Timer   // starts flush; nil if no line waits and none is being written
	flushed chan struct{} // closed when timer becomes nil
}

// Write adds a line.
func (l *logWriter) Write(line []byte) (int, error) { return l.WriteLevel(zerolog.InfoLevel, line) }

// WriteLevel adds a line. From warnings on, lines don't wait for others.
func (l *logWriter) WriteLevel(level zerolog.Level, line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting)+len(line) > maxUnwrittenLog {
		l.dropped++
		return len(line), nil
	}
	l.waiting = append(l.waiting, line...)
	if l.timer == nil {
		l.flushed = make(chan struct{})
		l.timer = time.AfterFunc(logDelay, l.flush)
	}
	if level >= zerolog.WarnLevel {
		l.hurry()
	}
	return len(line), nil
}

// hurry starts flush now, unless it runs already. The caller holds mu.
func (l *logWriter) hurry() {
	if l.timer != nil && l.timer.Stop() {
		l.timer.Reset(0)
	}
}

// flush writes the lines that wait, and those that come meanwhile.
func (l *logWriter) flush() {
	var lines []byte
	for {
		l.mu.Lock()
		lines, l.waiting = l.waiting, lines[:0]
		dropped := l.dropped
		l.dropped = 0
		if len(lines) == 0 && dropped == 0 {
			l.timer = nil
			close(l.flushed)
			l.mu.Unlock()
			return
		}
		l.mu.Unlock()
		l.write(lines)
		if dropped > 0 {
			l.write(fmt.Appendf(nil, `{"level":"warn","message":"%d log lines dropped"}`+"\n", dropped))
		}
	}
}

// write writes lines. If that fails, there is nowhere to say so.
func (l *logWriter) write(lines []byte) {
	text := []byte(escape.LogLine(string(lines)))
	if !l.lineByLine {
		_, _ = l.w.Write(text)
		return
	}
	for line := range bytes.Lines(text) {
		_, _ = l.w.Write(line)
	}
}

// Close waits until all lines are written, but no longer than a second: the reader may
// not read.
func (l *logWriter) Close() {
	l.mu.Lock()
	l.hurry()
	flushed := l.flushed
	l.mu.Unlock()
	if flushed == nil {
		return // there was no line
	}
	select {
	case <-flushed:
	case <-time.After(time.Second):
	}
}
