package figures

import (
	"context"
	"errors"
	"slices"
	"sync"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/usage"
)

// maxRecords is how many bytes of records are kept on disk.
const maxRecords = 1 << 30

// records keep the rows of files in the form that is read fastest, for later
// questions until the process ends.
type records struct {
	mu     sync.Mutex
	latest []record // the latest last
}

// A record is that of a file, given its hash.
type record struct {
	*usage.Record
	hash    string
	scratch *store.Scratch // freed when no question reads it any more
}

func (r *records) get(hash string) (record, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := r.index(hash)
	if hash == "" || i < 0 {
		return record{}, false
	}
	return r.latest[i], true
}

func (r *records) index(hash string) int {
	return slices.IndexFunc(r.latest, func(one record) bool { return one.hash == hash })
}

// put keeps a record, and drops the oldest ones if there are too many bytes.
func (r *records) put(one record) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.index(one.hash) >= 0 {
		return
	}
	r.latest = append(r.latest, one)
	total := int64(0)
	for _, one := range r.latest {
		total += one.scratch.Size()
	}
	for total > maxRecords {
		total -= r.latest[0].scratch.Size()
		r.latest = slices.Delete(r.latest, 0, 1)
	}
}

// drop drops a record that can't be read.
func (r *records) drop(hash string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.latest = slices.DeleteFunc(r.latest, func(one record) bool { return one.hash == hash })
}

// summarize adds up a file, also while it arrives. The first time, its rows are
// recorded, and later questions read the record.
func (e *Engine) summarize(ctx context.Context, file *store.File, q usage.Query) (*usage.Summary, error) {
	if kept, ok := e.records.get(file.SHA256); ok {
		summary, err := kept.Summarize(ctx, kept.scratch.Read(), q)
		if !errors.Is(err, usage.ErrRecord) {
			return summary, err
		}
		e.records.drop(kept.hash)
	}
	for {
		summary, valid, err := e.summarizeOnce(ctx, file, q)
		if valid || err != nil {
			return summary, usage.Extrapolate(err, file.Part())
		}
		if err := file.Rewind(); err != nil {
			return nil, err
		}
	}
}

// summarizeOnce adds up a file from its beginning. A sum counts only when the whole
// file has been received, and is invalid if it has rows of an attempt of the
// download that broke off.
func (e *Engine) summarizeOnce(ctx context.Context, file *store.File, q usage.Query) (summary *usage.Summary, valid bool, err error) {
	scratch := e.Files.NewScratch()
	q.Record = scratch
	summary, err = usage.Summarize(ctx, file, q)
	valid, waitErr := file.Wait()
	if waitErr == nil && valid && err == nil && summary.Record != nil && scratch.Kept() && file.Searched() {
		e.records.put(record{summary.Record, file.SHA256, scratch})
	} else {
		scratch.Close()
	}
	switch {
	case waitErr != nil:
		return nil, false, waitErr
	case !valid:
		return nil, false, nil
	}
	return summary, true, err
}
