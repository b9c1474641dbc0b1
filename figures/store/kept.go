package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// openKept opens a file that is as it was when it was downloaded: in this run, or
// by the index of the folder. Another one counts as missing.
func (f *Files) openKept(root *os.Root, name string) (*File, error) {
	info, err := root.Lstat(name)
	if err == nil {
		err = checkFile(filepath.Join(root.Name(), name), info)
	}
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	known, inRun := f.hashed[name]
	f.mu.Unlock()
	if !inRun && f.Folder != "" {
		entries, err := readIndex(root)
		if err != nil {
			return nil, err
		}
		known.entry = entries[name]
	}
	if known.SHA256 == "" || known.Size != info.Size() {
		return nil, fs.ErrNotExist
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	if inRun && known.modified.Equal(info.ModTime()) {
		return &File{file, known.SHA256}, nil
	}
	sum, err := hashOf(file)
	if err == nil && sum != known.SHA256 {
		err = fs.ErrNotExist
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	f.remember(name, hashed{known.entry, info.ModTime()})
	return &File{file, sum}, nil
}

// openNew opens a file that was just downloaded, and keeps its size and hash.
func (f *Files) openNew(root *os.Root, name string, e entry) (*File, error) {
	file, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && info.Size() != e.Size {
		err = errors.New("its size changed after it was written")
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	f.remember(name, hashed{e, info.ModTime()})
	if f.Folder != "" {
		f.index.Lock()
		defer f.index.Unlock()
		_ = addToIndex(root, name, e) // without an entry, the next run downloads it again
	}
	return &File{file, e.SHA256}, nil
}

func (f *Files) remember(name string, h hashed) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hashed[name] = h
}

// hashOf returns the sha256 of a file and leaves the file at its beginning.
func hashOf(file *os.File) (string, error) {
	h := sha256.New()
	_, err := io.Copy(h, file)
	if _, seekErr := file.Seek(0, io.SeekStart); err != nil || seekErr != nil {
		return "", errors.Join(err, seekErr)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
