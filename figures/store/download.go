package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"time"

	"acronis-reports-mcp/acronis"
)

// maxBytes limits the size of one stored report, and of all that are kept, as
// downloaded (usually compressed).
const maxBytes = 2 << 30

// progressEvery is how often progress is reported.
const progressEvery = 4 * time.Second

// A download is what has to be downloaded.
type download struct {
	client   *acronis.Client
	reportID string
	stored   acronis.StoredReport
}

// to writes to a file with another name first, so that a file with the final name
// is always complete. It returns the size and hash of what was received.
func (d download) to(ctx context.Context, root *os.Root, file *os.File, a *arrival, name string) (entry, error) {
	defer root.Remove(a.partial) // gone if it was renamed
	w := &downloadWriter{file: file, hash: sha256.New(), arrival: a}
	err := d.client.DownloadStoredReport(ctx, d.reportID, d.stored.ID, w.restart)
	if err == nil {
		if syncErr := file.Sync(); syncErr != nil { // else a crash of the system could leave its name without its bytes
			err = fmt.Errorf("%w: %w", acronis.ErrNotKept, syncErr)
		}
	}
	if closeErr := file.Close(); closeErr != nil {
		err = errors.Join(err, fmt.Errorf("%w: %w", acronis.ErrNotKept, closeErr))
	}
	switch {
	case errors.Is(err, ErrTooLarge):
		return entry{}, ErrTooLarge
	case errors.Is(err, acronis.ErrNotKept):
		return entry{}, &DiskError{err}
	case err != nil:
		return entry{}, err
	}
	if err := root.Rename(a.partial, name); err != nil {
		return entry{}, &DiskError{err}
	}
	return entry{Size: w.here, SHA256: hex.EncodeToString(w.hash.Sum(nil))}, nil
}

// A downloadWriter writes to a file, computes its hash, and returns an error beyond
// maxBytes.
type downloadWriter struct {
	file    *os.File
	hash    hash.Hash
	here    int64
	arrival *arrival
}

// restart empties the file for another attempt. Readers know of the attempt before
// it begins.
func (w *downloadWriter) restart() (io.Writer, error) {
	w.here = 0
	w.hash.Reset()
	w.arrival.update(func(s *arrived) { s.here, s.attempt = 0, s.attempt+1 })
	if _, err := w.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return w, w.file.Truncate(0)
}

func (w *downloadWriter) Write(p []byte) (int, error) {
	if w.here += int64(len(p)); w.here > maxBytes {
		return 0, ErrTooLarge
	}
	n, err := w.file.Write(p)
	w.hash.Write(p[:n])
	w.arrival.update(func(s *arrived) { s.here += int64(n) })
	return n, err
}
