package dataset

import (
	"bufio"
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
// the machine, so the same rows are the same bytes.
type table struct {
	out  *bufio.Writer
	gzip *gzip.Writer
	hash hash.Hash
	size int64
	n    int64 // rows
	line []byte
}

// written is what a table has become.
type written struct {
	file fileSum
	n    int64
}

// replaceTable writes a table in place of the one that has its name.
func replaceTable(root *os.Root, name string, columns []Column, fill func(*table) error) (written, error) {
	t := &table{hash: sha256.New()}
	err := sheets.Replace(root, name, func(w io.Writer) error {
		t.gzip, _ = gzip.NewWriterLevel(io.MultiWriter(w, t), gzip.BestSpeed) // the level is valid
		t.out = bufio.NewWriterSize(t.gzip, 64<<10)
		for i, c := range columns {
			t.line = appendText(separated(t.line, i), c.Name)
		}
		if err := t.endRow(); err != nil {
			return err
		}
		t.n = 0
		if err := fill(t); err != nil {
			return err
		}
		if err := t.out.Flush(); err != nil {
			return err
		}
		return t.gzip.Close()
	})
	return written{fileSum{hex.EncodeToString(t.hash.Sum(nil)), t.size}, t.n}, err
}

// Write implements [io.Writer]: it gets the compressed bytes.
func (t *table) Write(p []byte) (int, error) {
	t.size += int64(len(p))
	return t.hash.Write(p)
}

// endRow ends the row that is in t.line.
func (t *table) endRow() error {
	t.line = append(t.line, '\n')
	_, err := t.out.Write(t.line)
	t.line, t.n = t.line[:0], t.n+1
	return err
}
