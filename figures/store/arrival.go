package store

import (
	"context"
	"fmt"
	"os"
	"sync"

	"acronis-reports-mcp/memory"
)

// An arrival is a stored report that is being downloaded. Several calls may read
// it while it arrives. The download ends early when all of them have closed it.
type arrival struct {
	partial string // name of the file until it is whole
	cancel  context.CancelCauseFunc
	ended   chan struct{} // closed after the download, when the file has its name

	mu      sync.Mutex
	readers int
	state   arrived
	changed chan struct{} // closed when state changes
}

// arrived says how much of a file is on disk.
type arrived struct {
	here    int64
	attempt int // the attempt that wrote it; each begins with an empty file
	done    bool
	hashed  hashed // of the whole file
	err     error  // instead of it
}

// arrive starts a download, and returns it with a file for its first reader.
func (f *Files) arrive(ctx context.Context, root *os.Root, name string, d download) (*arrival, *os.File, error) {
	partial := partialName(name)
	file, err := root.OpenFile(partial, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, nil, &DiskError{err}
	}
	reader, err := root.Open(partial)
	if err != nil {
		_ = file.Close() // the first error counts
		_ = root.Remove(partial)
		return nil, nil, &DiskError{err}
	}
	ctx, cancel := context.WithCancelCause(memory.Outside(context.WithoutCancel(ctx))) // other calls may join it
	a := &arrival{partial: partial, cancel: cancel, ended: make(chan struct{}), changed: make(chan struct{}), readers: 1}
	f.mu.Lock()
	f.arrivals[name] = a
	f.mu.Unlock()
	go func() {
		defer close(a.ended)
		h, err := f.receive(ctx, root, name, file, a, d)
		f.mu.Lock()
		delete(f.arrivals, name)
		f.mu.Unlock()
		a.update(func(s *arrived) { s.done, s.hashed, s.err = true, h, err })
	}()
	return a, reader, nil
}

// receive writes the file, and keeps its size and hash for this run.
func (f *Files) receive(ctx context.Context, root *os.Root, name string, file *os.File, a *arrival, d download) (h hashed, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	e, err := d.to(ctx, root, file, a, name)
	if err != nil {
		return h, err
	}
	info, err := root.Lstat(name)
	if err == nil && info.Size() != e.Size {
		err = errChanged
	}
	if err != nil {
		return h, &DiskError{err}
	}
	h = hashed{entry: e, modified: info.ModTime()}
	f.remember(name, h)
	f.evict(root, name)
	return h, nil
}

// update changes the state.
func (a *arrival) update(change func(*arrived)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	change(&a.state)
	close(a.changed)
	a.changed = make(chan struct{})
}

// now returns the state, and a channel that is closed when it changes.
func (a *arrival) now() (arrived, <-chan struct{}) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.state, a.changed
}

// join adds a reader, unless all others have left.
func (a *arrival) join(root *os.Root) *os.File {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.readers < 0 {
		return nil
	}
	file, err := root.Open(a.partial)
	if err != nil {
		return nil // it has its name now
	}
	a.readers++
	return file
}

// leave removes a reader. After the last one, the download ends, for the reason
// that the reader has.
func (a *arrival) leave(reason error) {
	a.mu.Lock()
	a.readers--
	last := a.readers == 0
	if last {
		a.readers = -1
	}
	a.mu.Unlock()
	if last {
		a.cancel(reason)
		<-a.ended
	}
}
