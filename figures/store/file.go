package store

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"acronis-reports-mcp/acronis"
)

// errChanged means that a file that was just downloaded has another size.
var errChanged = errors.New("its size changed after it was written")

// A File is a stored report. It can be read while it is being downloaded: then
// Read waits for more, and returns [io.EOF] only after the whole file has been
// received. It isn't safe for concurrent use.
type File struct {
	*os.File
	SHA256 string // of its bytes, in hexadecimal; see Wait

	ctx      context.Context // of the call that opened it
	arrival  *arrival        // nil if it was on disk
	left     bool            // it doesn't count as a reader of the arrival any more
	attempt  int             // of the arrival, since the file was last read from its beginning
	at       int64           // bytes read since then
	progress func(here, size int64)
	size     int64
	reported time.Time

	hashed hashed
	client *acronis.Client
	finder *acronis.Finder // until it was searched
	whole  bool            // finder has everything
	end    func(found bool)
}

// newFile returns a file that is searched for secrets while it is read, unless it has
// been before.
func (f *Files) newFile(client *acronis.Client, root *os.Root, file *os.File, name string, h hashed) *File {
	opened := &File{File: file, SHA256: h.SHA256, hashed: h, client: client}
	if !h.searched {
		opened.finder = client.NewFinder()
		opened.end = func(found bool) {
			if found {
				f.remove(root, name)
				return
			}
			f.keep(root, name, client, opened.hashed)
		}
	}
	return opened
}

// keep keeps a file for later runs.
func (f *Files) keep(root *os.Root, name string, client *acronis.Client, h hashed) {
	h.searched, h.Client = true, client.Fingerprint()
	f.remember(name, h)
	if f.Folder != "" {
		f.index.Lock()
		defer f.index.Unlock()
		_ = addToIndex(root, name, h.entry) // without an entry, the next run downloads it again
	}
}

// Read reads what has arrived, and waits if that is nothing.
func (f *File) Read(p []byte) (int, error) {
	if f.arrival == nil {
		return f.File.Read(p)
	}
	for {
		s, changed := f.now()
		switch {
		case s.err != nil:
			return 0, s.err
		case s.attempt != f.attempt:
			return 0, errOtherAttempt
		case s.here > f.at:
			f.report(s)
			n, err := f.File.Read(p[:min(int64(len(p)), s.here-f.at)])
			if s, _ = f.arrival.now(); s.attempt != f.attempt {
				return 0, errOtherAttempt // which may have emptied the file before it was read
			}
			f.at += int64(n)
			return n, err
		case s.done:
			return 0, io.EOF
		}
		if err := f.wait(s, changed); err != nil {
			return 0, err
		}
	}
}

// now returns the state of the download. Until something is read, any attempt will
// do.
func (f *File) now() (arrived, <-chan struct{}) {
	s, changed := f.arrival.now()
	if f.at == 0 {
		f.attempt = s.attempt
	}
	return s, changed
}

// errOtherAttempt ends the reading of what an attempt wrote that broke off.
var errOtherAttempt = errors.New("another attempt of the download has begun")

// Part returns which part of the file has been read, from 0 to 1. It is 1 if that
// isn't known.
func (f *File) Part() float64 {
	here, err := f.Seek(0, io.SeekCurrent)
	if err != nil || here <= 0 {
		return 1
	}
	size := f.size
	if info, err := f.Stat(); err == nil {
		size = max(size, info.Size())
	}
	return min(float64(here)/float64(size), 1)
}

// WriteTo is Read in a loop. Without it, io.Copy would call that of os.File.
func (f *File) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, struct{ io.Reader }{f}) }

// Rewind makes Read begin at the beginning of the file.
func (f *File) Rewind() error {
	if f.finder != nil && !f.whole {
		f.finder = f.client.NewFinder()
	}
	f.at = 0
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// Wait waits until the whole file has been received, and sets SHA256. valid is
// false if something was read of an attempt of the download that broke off: then
// the caller must call Rewind, and forget what it read.
func (f *File) Wait() (valid bool, err error) {
	if f.arrival == nil {
		return true, nil
	}
	for {
		s, changed := f.now()
		if s.done {
			f.SHA256, f.hashed = s.hashed.SHA256, s.hashed
			return s.attempt == f.attempt, s.err
		}
		if err := f.wait(s, changed); err != nil {
			return false, err
		}
	}
}

// wait waits until more has arrived, and reports progress.
func (f *File) wait(s arrived, changed <-chan struct{}) error {
	next := time.NewTimer(max(0, progressEvery-time.Since(f.reported)))
	defer next.Stop()
	select {
	case <-changed:
		return nil
	case <-next.C:
		f.report(s)
		return nil
	case <-f.ctx.Done():
		f.leave()
		if s, _ := f.arrival.now(); s.err != nil && errors.Is(f.ctx.Err(), context.DeadlineExceeded) {
			return s.err // which says what took too long
		}
		return f.ctx.Err()
	}
}

// leave ends the download unless other calls read it.
func (f *File) leave() {
	if !f.left {
		f.left = true
		f.arrival.leave(f.ctx.Err())
	}
}

// report reports progress from time to time.
func (f *File) report(s arrived) {
	if !s.done && time.Since(f.reported) >= progressEvery {
		f.reported = time.Now()
		f.progress(s.here, max(f.size, s.here))
	}
}

// Unpacked searches a part of the unpacked file for secrets. After the last part, or
// with it, err is [io.EOF].
func (f *File) Unpacked(text []byte, err error) {
	if f.finder == nil || f.whole {
		return
	}
	_, _ = f.finder.Write(text)
	f.whole = err == io.EOF
}

// Searched reports whether the whole file was searched for secrets, and has none.
func (f *File) Searched() bool { return f.finder == nil || f.whole && !f.finder.Found() }

// Close closes the file. If it has been read to its end, it is kept for later runs,
// or removed if it contains secrets. A download that no other call reads ends.
func (f *File) Close() error {
	err := f.File.Close()
	if f.arrival != nil {
		f.leave()
		s, _ := f.arrival.now()
		f.hashed = s.hashed
	}
	if f.whole {
		f.end(f.finder.Found())
		f.finder, f.whole = nil, false
	}
	return err
}
