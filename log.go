package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	stdlog "log"
	"os"
	"slices"
	"sync"

	"github.com/mattn/go-isatty"
	"github.com/rs/zerolog"

	"acronis-reports-mcp/figures/store"
)

// newLog returns the log of the program, and a function that writes its last lines
// and closes its file.
func newLog(level, file string, errw io.Writer) (log zerolog.Logger, closeLog func(), err error) {
	l, err := zerolog.ParseLevel(level)
	if err != nil || !slices.Contains([]string{"debug", "info", "warn", "error"}, level) {
		return log, nil, errors.New("--log-level must be debug, info, warn or error")
	}
	background := &logWriter{w: errw}
	closeLog = background.Close
	if file != "" {
		opened, err := openLog(file)
		if err != nil {
			return log, nil, fmt.Errorf("--log-file: %w", err)
		}
		background.w = opened
		closeLog = func() {
			background.Close()
			opened.Close()
		}
	} else if terminal(errw) {
		background.w, background.lineByLine = zerolog.ConsoleWriter{Out: errw, TimeFormat: "15:04:05"}, true
	}
	log = zerolog.New(background).Level(l).With().Timestamp().Logger()
	stdlog.SetOutput(io.Discard) // net/http would log unsolicited data from a server
	return log, closeLog, nil
}

// openLog opens the file of the log, which only the user can read. It follows no
// link, because another user could have placed one in a folder of both.
func openLog(file string) (*os.File, error) {
	if info, err := os.Lstat(file); err == nil {
		if err := checkLog(file, info); err != nil {
			return nil, err
		}
	}
	w, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY|noFollow, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := w.Stat()
	if err == nil {
		err = checkLog(file, info)
	}
	if err == nil && info.Mode().IsRegular() { // a device keeps its mode
		err = w.Chmod(0o600)
	}
	if err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// checkLog refuses what isn't a file of the user's with one name, or a device. A pipe
// could be another user's, and opening it may block.
func checkLog(file string, info fs.FileInfo) error {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("%s is a link; give the file itself", file)
	case info.Mode().IsRegular():
		return store.CheckOwner(file, info)
	case info.Mode()&fs.ModeDevice == 0:
		return fmt.Errorf("%s is no regular file", file)
	}
	return nil
}

// lockedWriter is a writer for several goroutines. It has no Close method, so that
// the log does not close standard error.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// terminal reports whether a stream is a terminal.
func terminal(stream any) bool {
	if l, ok := stream.(*lockedWriter); ok {
		stream = l.w
	}
	f, ok := stream.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}
