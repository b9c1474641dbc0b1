package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/interrupt"
)

// openKept opens a file that is as it was when it was downloaded: in this run, or
// by the index of the folder. Another one counts as missing.
func (f *Files) openKept(ctx context.Context, client *acronis.Client, root *os.Root, name string) (*File, error) {
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
		known.searched = known.Client != "" && known.Client == client.Fingerprint()
	}
	if known.SHA256 == "" || known.Size != info.Size() {
		return nil, fs.ErrNotExist
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	if inRun && known.modified.Equal(info.ModTime()) {
		return f.newFile(client, root, file, name, known), nil
	}
	sum, err := hashOf(ctx, file)
	if err == nil && sum != known.SHA256 {
		err = fs.ErrNotExist
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	known.modified = info.ModTime()
	f.remember(name, known)
	return f.newFile(client, root, file, name, known), nil
}

func (f *Files) remember(name string, h hashed) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hashed[name] = h
}

// hashOf returns the sha256 of a file and leaves the file at its beginning.
func hashOf(ctx context.Context, file *os.File) (string, error) {
	h := sha256.New()
	_, err := io.Copy(h, interrupt.Reader(ctx, file))
	if _, seekErr := file.Seek(0, io.SeekStart); err != nil || seekErr != nil {
		return "", errors.Join(err, seekErr)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
