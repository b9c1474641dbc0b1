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
)

const (
	blockSize = 128 << 10
	blocks    = 4
)

// ErrTooLarge is a file that unpacks to more bytes than asked for.
var ErrTooLarge = errors.New("unpacks to more than")

// An unpacker inflates in a goroutine of its own, beside whoever reads from it.
type unpacker struct {
	full, free chan []byte
	current    []byte // a block that Read has not used up
	unread     []byte // of current
	read       int64  // by Read, in bytes
	err        error  // of the goroutine; set before full is closed
	cancel     context.CancelFunc
}

// unpack starts to read r, as it is or out of gzip, up to a number of bytes. The caller must call close.
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

func (u *unpacker) inflate(ctx context.Context, r io.Reader, limit int64) error {
	r, err := sniff(r)
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
		u.full <- block[:n] // has room for all blocks there are
		if err != nil {
			return err
		}
	}
}

// sniff unpacks what begins as gzip does.
func sniff(r io.Reader) (io.Reader, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	if magic, _ := buffered.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return buffered, nil
	}
	return gzip.NewReader(buffered)
}

// fill is io.ReadFull that leaves the reader's error as it is.
func fill(r io.Reader, p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var m int
		m, err = r.Read(p[n:])
		n += m
	}
	return n, err
}

// Read returns what was unpacked, and then why there is no more.
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

// close ends the goroutine and waits for that.
func (u *unpacker) close() {
	u.cancel()
	for range u.full {
	}
}

// fileError says what an error of the goroutine, or of the scanner, means for the file.
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
