package usage

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"

	"acronis-reports-mcp/interrupt"
)

const (
	blockSize = 128 << 10
	blocks    = 4
)

// ErrTooLarge means that a file has more unpacked bytes than the limit.
var ErrTooLarge = errors.New("unpacks to more than")

// An unpacker decompresses in its own goroutine while the caller reads.
type unpacker struct {
	full, free chan []byte
	current    []byte // the block that Read returns bytes of
	unread     []byte // the unread part of current
	read       int64  // bytes returned by Read
	err        error  // of the goroutine; set before full is closed
	cancel     context.CancelFunc
}

// unpack starts to read r, and decompresses it if it is gzip. More than limit bytes are an error. The caller must call
// close.
func unpack(ctx context.Context, r io.Reader, limit int64) *unpacker {
	ctx, cancel := context.WithCancel(ctx)
	u := &unpacker{full: make(chan []byte, blocks), free: make(chan []byte, blocks), cancel: cancel}
	for range blocks {
		u.free <- make([]byte, blockSize)
	}
	go u.run(ctx, r, limit)
	return u
}

func (u *unpacker) run(ctx context.Context, r io.Reader, limit int64) {
	defer close(u.full)
	defer func() {
		if p := recover(); p != nil {
			u.err = fmt.Errorf("panic: %v", p)
		}
	}()
	u.err = u.inflate(ctx, r, limit)
}

// A Watcher is a reader of a file that is also given what the file unpacks to, part by
// part. With the last part, err is [io.EOF].
type Watcher interface {
	Unpacked(text []byte, err error)
}

func (u *unpacker) inflate(ctx context.Context, file io.Reader, limit int64) error {
	watcher, watched := file.(Watcher)
	r, err := sniff(interrupt.Reader(ctx, file))
	if err != nil {
		return err
	}
	for read := int64(0); ; {
		var block []byte
		select {
		case block = <-u.free:
		case <-ctx.Done():
			return ctx.Err()
		}
		n, err := fill(r, block)
		if read += int64(n); read > limit {
			return fmt.Errorf("%w %d bytes", ErrTooLarge, limit)
		}
		if watched {
			watcher.Unpacked(block[:n], err)
		}
		u.full <- block[:n] // never blocks: it has room for all blocks
		if err != nil {
			return err
		}
	}
}

// sniff returns a reader that decompresses r if it begins like gzip.
func sniff(r io.Reader) (io.Reader, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	if magic, _ := buffered.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return buffered, nil
	}
	return gzip.NewReader(buffered)
}

// fill is [io.ReadFull], but returns the reader's own error.
func fill(r io.Reader, p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var m int
		m, err = r.Read(p[n:])
		n += m
	}
	return n, err
}

// Read returns unpacked bytes, and after them the error that ended the reading.
func (u *unpacker) Read(p []byte) (int, error) {
	for len(u.unread) == 0 {
		if u.current != nil {
			u.free <- u.current[:blockSize]
		}
		u.current = <-u.full
		if u.current == nil {
			return 0, u.err
		}
		u.unread = u.current
	}
	n := copy(p, u.unread)
	u.unread = u.unread[n:]
	u.read += int64(n)
	return n, nil
}

// close stops the goroutine and waits for it.
func (u *unpacker) close() {
	u.cancel()
	for range u.full {
	}
}

// fileError returns the FileError for an error of the goroutine or the scanner.
func fileError(err error) *FileError {
	var corrupt flate.CorruptInputError
	e := &FileError{Problem: "can't be read to its end", Err: err}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		e.Problem = "ends early"
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt):
		e.Problem = "is broken gzip"
	case errors.Is(err, ErrTooLarge):
		e.Problem, e.Err, e.Final = err.Error(), nil, true
	case err == errOpenQuote:
		e.Problem, e.Err = err.Error(), nil
	}
	return e
}
