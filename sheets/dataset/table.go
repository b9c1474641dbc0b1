package dataset

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"os"

	"acronis-reports-mcp/sheets"
)

// A table is a CSV file that is being written: UTF-8, with a header, lines that end
// with LF, text in quotes, and numbers without. Nothing in it depends on the time or
// the machine, so the same rows are the same bytes.
type table struct {
	rows []byte // complete ones, and the one that is being written
	n    int64  // complete rows

	block  *block // whose text rows will be
	packer *packer
	hash   hash.Hash
	size   int64
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
		t.packer = newPacker(io.MultiWriter(w, t))
		err := t.write(columns, fill)
		if endErr := t.packer.end(); err == nil {
			err = endErr
		}
		return err
	})
	if err != nil {
		return written{}, err
	}
	return written{fileSum{hex.EncodeToString(t.hash.Sum(nil)), t.size}, t.n}, nil
}

func (t *table) write(columns []Column, fill func(*table) error) error {
	t.block = <-t.packer.free
	t.rows = t.block.text
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
	return t.pack()
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
	return t.pack()
}

// maxUsualRow is how long most rows are at most. Blocks grow for longer ones.
const maxUsualRow = 4 << 10

// pack has the rows compressed.
func (t *table) pack() (err error) {
	t.block.text = t.rows
	if t.block, err = t.packer.add(t.block); err == nil {
		t.rows = t.block.text
	}
	return err
}
