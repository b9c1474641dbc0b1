package dataset

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
)

// A packer compresses blocks of text at the same time, and writes them in their order
// as one member of gzip. Each block is compressed by itself, so that the bytes depend
// only on the blocks.
type packer struct {
	out   io.Writer
	free  chan *block
	jobs  chan *block   // to be compressed
	order chan *block   // to be written
	ended chan struct{} // everything is written
	stop  chan struct{} // closed when err is set
	err   error
}

// A block is a part of the text.
type block struct {
	text   []byte
	packed bytes.Buffer
	done   chan error // gets the result of compressing it
}

const (
	blockSize = 256 << 10
	packers   = 2 // that compress at the same time
	blocks    = 2*packers + 1
)

func newPacker(out io.Writer) *packer {
	p := &packer{
		out: out, free: make(chan *block, blocks), jobs: make(chan *block, blocks), order: make(chan *block, blocks),
		ended: make(chan struct{}), stop: make(chan struct{}),
	}
	for range blocks {
		p.free <- &block{text: make([]byte, 0, blockSize), done: make(chan error, 1)}
	}
	for range packers {
		go p.compress()
	}
	go p.write()
	return p
}

// add compresses a block, and returns an empty one. The error is that of an earlier
// block.
func (p *packer) add(b *block) (*block, error) {
	p.jobs <- b // neither blocks: both have room for all blocks
	p.order <- b
	select {
	case b = <-p.free:
		return b, nil
	case <-p.stop:
		return nil, p.err
	}
}

// end waits until everything is written.
func (p *packer) end() error {
	close(p.jobs)
	close(p.order)
	<-p.ended
	return p.err
}

func (p *packer) compress() {
	w, _ := flate.NewWriter(nil, flate.BestSpeed) // the level is valid
	for b := range p.jobs {
		b.packed.Reset()
		w.Reset(&b.packed)
		_, err := w.Write(b.text)
		if err == nil {
			err = w.Flush() // ends at a whole byte
		}
		b.done <- err
	}
}

// The first and the last bytes of the file, except for its checksum and size; see RFC
// 1952 and RFC 1951. A time of 0 and an unknown system make the bytes the same
// everywhere.
var (
	gzipBegin = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255}
	gzipEnd   = []byte{3, 0} // an empty last block
)

// write writes the compressed blocks, until one fails.
func (p *packer) write() {
	defer close(p.ended)
	_, p.err = p.out.Write(gzipBegin)
	if p.err != nil {
		close(p.stop)
	}
	sum, size := uint32(0), uint32(0)
	for b := range p.order {
		err := <-b.done
		if p.err != nil {
			continue
		}
		if err == nil {
			_, err = p.out.Write(b.packed.Bytes())
		}
		if p.err = err; err != nil {
			close(p.stop)
			continue
		}
		sum, size = crc32.Update(sum, crc32.IEEETable, b.text), size+uint32(len(b.text))
		b.text = b.text[:0]
		p.free <- b // has room for all blocks
	}
	if p.err == nil {
		end := binary.LittleEndian.AppendUint32(gzipEnd[:len(gzipEnd):len(gzipEnd)], sum)
		_, p.err = p.out.Write(binary.LittleEndian.AppendUint32(end, size))
	}
}
