// Package store keeps downloaded stored reports on disk. Once saved, a stored
// report never changes, so that it is downloaded once.
package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"

	"acronis-reports-mcp/acronis"
)

// Files are the stored reports on disk. The zero value keeps them in a private
// temporary folder. It is safe for concurrent use.
type Files struct {
	// Folder keeps them across runs; "" means until Close.
	Folder string

	mu        sync.Mutex
	closed    bool
	root      *os.Root
	temporary string
	locks     map[string]chan struct{} // by file name: locks that end with a context
	hashed    map[string]hashed        // by file name, in this run
}

// hashed is what a file was like when it was hashed.
type hashed struct {
	sha256   string
	size     int64
	modified time.Time
}

// A File is a stored report, ready to be read.
type File struct {
	*os.File
	SHA256 string // of its bytes, in hexadecimal
}

// Close removes what was kept for this run only.
func (f *Files) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	if f.root != nil {
		f.root.Close()
	}
	if f.temporary == "" {
		return nil
	}
	return os.RemoveAll(f.temporary)
}

// Open opens a stored report, and downloads it first if it isn't here. While it
// does, progress is called every few seconds with how many bytes are here, of
// how many. Where the disk is what fails, the error is a [*DiskError].
func (f *Files) Open(ctx context.Context, client *acronis.Client, reportID string, stored acronis.StoredReport, progress func(here, size int64)) (*File, error) {
	id, ok := acronis.ParseUUID(stored.ID)
	if !ok { // it becomes the name of a file
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
	file, err := f.openKept(root, name, stored.Size)
	if err == nil {
		return file, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, &DiskError{err}
	}
	d := download{client: client, reportID: reportID, stored: stored, progress: progress}
	if err := d.to(ctx, root, name); err != nil {
		return nil, err
	}
	if file, err = f.openKept(root, name, 0); err != nil {
		return nil, &DiskError{err}
	}
	f.evict(root, name)
	return file, nil
}

// openRoot opens the folder at its first use.
func (f *Files) openRoot() (*os.Root, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed { // a call outlived the program's work: it must leave nothing behind
		return nil, fs.ErrClosed
	}
	if f.root != nil {
		return f.root, nil
	}
	folder, err := f.Folder, error(nil)
	if folder == "" {
		if folder, err = os.MkdirTemp("", "acronis-reports-"); err != nil {
			return nil, err
		}
		f.temporary = folder
	} else if err = errors.Join(os.MkdirAll(folder, 0o700), CheckPrivate(folder)); err != nil {
		return nil, err
	}
	f.locks, f.hashed = map[string]chan struct{}{}, map[string]hashed{}
	f.root, err = os.OpenRoot(folder)
	return f.root, err
}

// lock waits until nobody else fetches the same stored report.
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

// openKept opens a file and hashes it, unless it is as it was when that was done
// in this run. One of another size than it should have, where that is known,
// doesn't exist.
func (f *Files) openKept(root *os.Root, name string, size int64) (*File, error) {
	info, err := root.Lstat(name)
	if err == nil && !info.Mode().IsRegular() { // opening might follow it or wait for ever
		err = fmt.Errorf("%s is no regular file", name)
	}
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	known := f.hashed[name]
	f.mu.Unlock()
	unchanged := known.size == info.Size() && known.modified.Equal(info.ModTime())
	if !unchanged && size > 0 && info.Size() != size {
		return nil, fs.ErrNotExist
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	if unchanged {
		return &File{file, known.sha256}, nil
	}
	sum, err := hash(file)
	if err != nil {
		file.Close()
		return nil, err
	}
	f.mu.Lock()
	f.hashed[name] = hashed{sum, info.Size(), info.ModTime()}
	f.mu.Unlock()
	return &File{file, sum}, nil
}

// hash is the sha256 of a file, which is left at its beginning.
func hash(file *os.File) (string, error) {
	h := sha256.New()
	_, err := io.Copy(h, file)
	if _, seekErr := file.Seek(0, io.SeekStart); err != nil || seekErr != nil {
		return "", errors.Join(err, seekErr)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Forget removes a stored report that turned out to be broken, so that it is
// downloaded again.
func (f *Files) Forget(storedID string) {
	root, err := f.openRoot()
	id, ok := acronis.ParseUUID(storedID)
	if err != nil || !ok {
		return
	}
	f.remove(root, fileName(id))
}

// remove removes a file, as far as that is possible, and what is known of it.
func (f *Files) remove(root *os.Root, name string) (removed bool) {
	f.mu.Lock()
	delete(f.hashed, name)
	f.mu.Unlock()
	return root.Remove(name) == nil
}
