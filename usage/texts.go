package usage

import (
	"strings"
	"sync"
)

// Texts keep many short texts in few blocks of memory. If they are for several files, which have mostly the same
// tenants, a text is kept once. They are safe for concurrent use.
type Texts struct {
	mu    sync.Mutex
	block *strings.Builder
	bytes int // of all blocks, and of known
	known map[string]string
}

const (
	textBlock  = 32 << 10
	knownBytes = 50 // memory of an entry of known
)

// NewTexts returns texts for several files.
func NewTexts() *Texts { return &Texts{known: map[string]string{}} }

// keep returns a text as a string.
func (t *Texts) keep(text []byte) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if kept, ok := t.known[string(text)]; ok {
		return kept
	}
	if t.block == nil || t.block.Cap()-t.block.Len() < len(text) {
		t.block = &strings.Builder{}
		t.block.Grow(max(textBlock, len(text)))
		t.bytes += t.block.Cap()
	}
	begin := t.block.Len()
	t.block.Write(text) // doesn't move what is there, because it has room
	kept := t.block.String()[begin:]
	if t.known != nil {
		t.known[kept] = kept
		t.bytes += knownBytes
	}
	return kept
}

// size returns how much memory the texts use, in bytes.
func (t *Texts) size() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.bytes
}
