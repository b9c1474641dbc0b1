package dataset

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"

	"acronis-reports-mcp/sheets"
)

// A table is a CSV file that is being written: UTF-8, with a header, lines that end
// with LF, text in quotes, and numbers without. Nothing in it depends on the time or
// the machine, so the same rows are the same bytes. Rows are compressed by another
// goroutine.
type table struct {
	rows []byte // complete ones, and the one that is being written
	n    int64  // complete rows

	full, free chan []byte
	err        error // of the goroutine, which has closed failed
	failed     chan struct{}
	ended      chan struct{}

	gzip *gzip.Writer
	hash hash.Hash
	size int64
}

const (
	blockSize = 256 << 10
	blocks    = 3
)

// written is what a table has become.
type written struct {
	file fileSum
	n    int64
}

// replaceTable writes a table in place of the one that has its name.
func replaceTable(root *os.Root, name string, columns []Column, fill func(*table) error) (written, error) {
	var t *table
	err := sheets.Replace(root, name, func(w io.Writer) error {
		t = newTable(w)
		defer t.end()
		for i, c := range columns {
			t.rows = appendText(separated(t.rows, i), c.Name)
		}
		if err := t.endRow(); err != nil {
			return err
		}
		t.n = 0
		if err := fill(t); err != nil {
			return err
		}
		t.full <- t.rows
		t.end()
		if t.err != nil {
			return t.err
		}
		return t.gzip.Close()
	})
	if err != nil {
		return written{}, err
	}
	return written{fileSum{hex.EncodeToString(t.hash.Sum(nil)), t.size}, t.n}, nil
}

func newTable(w io.Writer) *table {
	t := &table{
		rows: make([]byte, 0, blockSize), full: make(chan []byte, blocks), free: make(chan []byte, blocks),
		failed: make(chan struct{}), ended: make(chan struct{}), hash: sha256.New(),
	}
	for range blocks - 1 {
		t.free <- make([]byte, 0, blockSize)
	}
	t.gzip, _ = gzip.NewWriterLevel(io.MultiWriter(w, t), gzip.BestSpeed) // the level is valid
	go t.compress()
	return t
}

// compress compresses blocks until full is closed.
func (t *table) compress() {
	defer close(t.ended)
	for block := range t.full {
		if t.err != nil {
			continue
		}
		if _, t.err = t.gzip.Write(block); t.err != nil {
			close(t.failed)
			continue
		}
		t.free <- block[:0] // never blocks: it has room for all blocks
	}
}

// end waits until everything is compressed. It may be called twice.
func (t *table) end() {
	if t.full != nil {
		close(t.full)
		<-t.ended
		t.full = nil
	}
}

// Write implements [io.Writer]: it gets the compressed bytes.
func (t *table) Write(p []byte) (int, error) {
	t.size += int64(len(p))
	return t.hash.Write(p)
}

// endRow ends the row at the end of t.rows.
func (t *table) endRow() error {
	t.rows = append(t.rows, '\n')
	if t.n++; len(t.rows) < blockSize-maxUsualRow {
		return nil
	}
	t.full <- t.rows // never blocks: it has room for all blocks
	select {
	case t.rows = <-t.free:
		return nil
	case <-t.failed:
		t.rows = nil
		return t.err
	}
}

// maxUsualRow is how long most rows are at most. Blocks grow for longer ones.
const maxUsualRow = 4 << 10
