package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// indexName is the file that lists what was downloaded into a folder. A file that
// isn't in it was put there by somebody else, and is never used.
const indexName = "index.json"

// maxIndexBytes is more than an index of 2 GiB of reports has.
const maxIndexBytes = 16 << 20

// An entry has the size and hash that a file had when it was downloaded.
type entry struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`

	// Client is the API client whose secrets were searched for, as [acronis.Client.Fingerprint]
	// names it. Another one has other secrets.
	Client string `json:"client,omitempty"`
}

// readIndex returns the entries by file name. If there is no index, or it can't
// be read, there are none, and everything is downloaded again.
func readIndex(root *os.Root) (map[string]entry, error) {
	info, err := root.Lstat(indexName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		err = checkFile(filepath.Join(root.Name(), indexName), info)
	}
	if err != nil {
		return nil, err
	}
	file, err := root.Open(indexName)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var entries map[string]entry
	if err := json.NewDecoder(io.LimitReader(file, maxIndexBytes)).Decode(&entries); err != nil {
		return nil, nil
	}
	return entries, nil
}

// addToIndex adds the entry of a file, and drops those of files that are gone.
// Where two processes do so at once, one entry may be lost, and its file is
// downloaded again.
func addToIndex(root *os.Root, name string, e entry) error {
	entries, err := readIndex(root)
	if err != nil {
		return err
	}
	kept := map[string]entry{name: e}
	for other, e := range entries {
		if _, err := root.Lstat(other); err == nil && other != name {
			kept[other] = e
		}
	}
	content, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		return err
	}
	partial := partialName(indexName)
	defer root.Remove(partial) // gone if it was renamed
	if err := writeNew(root, partial, bytes.NewReader(append(content, '\n'))); err != nil {
		return err
	}
	return root.Rename(partial, indexName)
}

// partialName is the name of a file until it is whole. Others may use the folder too.
func partialName(name string) string { return fmt.Sprintf("%s.%d.part", name, time.Now().UnixNano()) }

// writeNew makes a new file and sees it on the disk.
func writeNew(root *os.Root, name string, content io.Reader) error {
	file, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}
