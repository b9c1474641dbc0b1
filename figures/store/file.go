package store

import (
	"io"
	"os"

	"acronis-reports-mcp/acronis"
)

// A File is a stored report, ready to be read.
type File struct {
	*os.File
	SHA256 string // of its bytes, in hexadecimal

	finder *acronis.Finder // until it was searched
	whole  bool            // finder has everything
	end    func(found bool)
}

// newFile returns a file that is searched for secrets while it is read, unless it has
// been before.
func (f *Files) newFile(client *acronis.Client, root *os.Root, file *os.File, name string, h hashed) *File {
	opened := &File{File: file, SHA256: h.SHA256}
	if !h.searched {
		opened.finder = client.NewFinder()
		opened.end = func(found bool) {
			if found {
				f.remove(root, name)
				return
			}
			f.keep(root, name, h)
		}
	}
	return opened
}

// keep keeps a file for later runs.
func (f *Files) keep(root *os.Root, name string, h hashed) {
	h.searched = true
	f.remember(name, h)
	if f.Folder != "" {
		f.index.Lock()
		defer f.index.Unlock()
		_ = addToIndex(root, name, h.entry) // without an entry, the next run downloads it again
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

// Close closes the file. If it has been read to its end, it is kept for later runs,
// or removed if it contains secrets.
func (f *File) Close() error {
	err := f.File.Close()
	if f.whole {
		f.end(f.finder.Found())
		f.finder, f.whole = nil, false
	}
	return err
}
