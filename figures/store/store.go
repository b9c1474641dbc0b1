// Package store keeps downloaded stored reports on disk.
//
// A stored report never changes once it is saved, so it is downloaded only
// once.
package store

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"acronis-reports-mcp/acronis"
)

// Files are the stored reports on disk. The zero value keeps them in a private
// temporary folder. It is safe for concurrent use.
type Files struct {
	// Folder is where they are kept for later runs; "" means that Close removes
	// them.
	Folder string

	mu        sync.Mutex
	closed    bool
	root      *os.Root
	temporary string
	alive     *os.File                 // the lock of temporary
	locks     map[string]chan struct{} // locks by file name; waiting for one ends with a context
	hashed    map[string]hashed        // by file name: hashes computed in this run
	arrivals  map[string]*arrival      // by file name: running downloads
	index     sync.Mutex               // while addToIndex writes
}

// hashed is the hash of a file, with the size and time that the file had.
type hashed struct {
	entry
	modified time.Time
	searched bool // for secrets
}

// Close removes what was kept only for this run.
func (f *Files) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	if f.root != nil {
		for name, h := range f.hashed {
			if !h.searched {
				_ = f.root.Remove(name)
			}
		}
		f.root.Close()
	}
	if f.temporary == "" {
		return nil
	}
	f.alive.Close()
	return os.RemoveAll(f.temporary)
}

// Open opens a stored report. If it isn't on disk, Open starts to download it, or
// joins the download that another call has started. While Read and Wait of the
// file wait for the download, they call progress every few seconds with the number
// of bytes on disk and the size, and return when ctx ends. If the disk fails, the
// error is a [*DiskError].
func (f *Files) Open(ctx context.Context, client *acronis.Client, reportID string, stored acronis.StoredReport, progress func(here, size int64)) (*File, error) {
	id, ok := acronis.ParseUUID(stored.ID)
	if !ok { // the id becomes the name of a file
		return nil, &IDError{stored.ID}
	}
	root, err := f.openRoot()
	if err != nil {
		return nil, &DiskError{err}
	}
	name := fileName(id)
	unlock, err := f.lock(ctx, name)
	if err != nil {
		return nil, err
	}
	defer unlock()
	a, reader, err := f.joined(ctx, root, name)
	if err != nil {
		return nil, err
	}
	if a == nil {
		file, err := f.openKept(ctx, client, root, name)
		if err == nil {
			return file, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, &DiskError{err}
		}
		if a, reader, err = f.arrive(ctx, root, name, download{client, reportID, stored}); err != nil {
			return nil, err
		}
	}
	file := f.newFile(client, root, reader, name, hashed{})
	file.arrival, file.ctx, file.progress, file.size, file.reported = a, ctx, progress, stored.Size, time.Now()
	return file, file.Rewind()
}

// joined joins the running download of a file, if there is one.
func (f *Files) joined(ctx context.Context, root *os.Root, name string) (*arrival, *os.File, error) {
	f.mu.Lock()
	a := f.arrivals[name]
	f.mu.Unlock()
	if a == nil {
		return nil, nil, nil
	}
	if file := a.join(root); file != nil {
		return a, file, nil
	}
	select { // it has just ended
	case <-a.ended:
		return nil, nil, nil
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

// openRoot opens the folder when it is first used.
func (f *Files) openRoot() (*os.Root, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed { // a call is still running after Close, and must not create files
		return nil, fs.ErrClosed
	}
	if f.root != nil {
		return f.root, nil
	}
	folder, err := f.Folder, error(nil)
	if folder == "" {
		if folder, f.alive, err = newTemporary(); err != nil {
			return nil, err
		}
		f.temporary = folder
	} else if folder, err = filepath.Abs(folder); err == nil {
		err = cmp.Or(os.MkdirAll(folder, 0o700), checkFolder(folder))
	}
	if err != nil {
		return nil, err
	}
	root, err := openOwn(folder)
	if err != nil {
		return nil, err
	}
	f.locks, f.hashed, f.arrivals, f.root = map[string]chan struct{}{}, map[string]hashed{}, map[string]*arrival{}, root
	return root, nil
}

// openOwn opens a folder of this user, also if it was replaced after it was checked.
func openOwn(folder string) (*os.Root, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	info, err := root.Stat(".")
	if err == nil {
		err = checkOwn(folder, info)
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return root, nil
}

// lock waits until no other call opens the same stored report.
func (f *Files) lock(ctx context.Context, name string) (unlock func(), err error) {
	f.mu.Lock()
	held, ok := f.locks[name]
	if !ok {
		held = make(chan struct{}, 1)
		f.locks[name] = held
	}
	f.mu.Unlock()
	select {
	case held <- struct{}{}:
		return func() { <-held }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Forget removes a stored report that can't be read, so that it is downloaded
// again.
func (f *Files) Forget(storedID string) {
	root, err := f.openRoot()
	id, ok := acronis.ParseUUID(storedID)
	if err != nil || !ok {
		return
	}
	f.remove(root, fileName(id))
}

// remove removes a file, if possible, and its hash.
func (f *Files) remove(root *os.Root, name string) (removed bool) {
	f.mu.Lock()
	delete(f.hashed, name)
	f.mu.Unlock()
	return root.Remove(name) == nil
}
