package store

import (
	"errors"
	"io"
	"os"
)

// What is smaller than smallestScratch isn't kept, and what is larger than
// maxScratch isn't written, in bytes.
const (
	smallestScratch = 1 << 20
	maxScratch      = 256 << 20
)

// A Scratch is what is computed from a stored report in this run. It is written to
// a file without a name, whose space is free again when nothing uses it any more.
type Scratch struct {
	files *Files
	small []byte // what isn't on disk
	file  *os.File
	size  int64
}

// NewScratch returns an empty Scratch.
func (f *Files) NewScratch() *Scratch { return &Scratch{files: f} }

func (s *Scratch) Write(p []byte) (n int, err error) {
	if s.size += int64(len(p)); s.size > maxScratch {
		return 0, ErrTooLarge
	}
	if s.file == nil && s.size < smallestScratch {
		s.small = append(s.small, p...)
		return len(p), nil
	}
	if s.file == nil {
		if s.file, err = s.files.unnamed(); err == nil {
			_, err = s.file.Write(s.small)
		}
		s.small = nil
	}
	if err == nil {
		n, err = s.file.Write(p)
	}
	return n, err
}

// Kept reports whether it is large enough to be kept.
func (s *Scratch) Kept() bool { return s.file != nil }

// Size returns the number of bytes written.
func (s *Scratch) Size() int64 { return s.size }

// Read returns a reader of what was written. Several may be used at once.
func (s *Scratch) Read() io.Reader { return io.NewSectionReader(s.file, 0, s.size) }

// Close frees the space if nobody reads it.
func (s *Scratch) Close() {
	if s.file != nil {
		_ = s.file.Close() // nothing in it is needed
	}
}

// unnamed returns a new file without a name.
func (f *Files) unnamed() (*os.File, error) {
	root, err := f.openRoot()
	if err != nil {
		return nil, err
	}
	name := partialName(fileName("00000000-0000-0000-0000-000000000000")) // removed later if it can't be now
	file, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := root.Remove(name); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
