package usage

import (
	"context"
	"io"
)

// Tenants returns the tenants that have rows in a file, in the order of their first rows, without roles. It is several
// times as fast as [Summarize], because it doesn't read numbers. Therefore it includes tenants whose numbers are
// invalid. Files and errors are those of [Summarize].
func Tenants(ctx context.Context, r io.Reader) ([]Tenant, error) {
	u := unpack(ctx, r, maxUnpacked)
	defer u.close()
	s := newScanner(u)
	list := listedTenants{known: map[string]bool{}}
	err := list.read(ctx, s)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, located(err, s, list.rows, u)
	}
	return list.all, nil
}

// listedTenants has the tenants of the rows read so far.
type listedTenants struct {
	all      []Tenant
	known    map[string]bool
	rows     int64
	texts    int   // bytes of texts
	reserved int64 // bytes of memory
}

func (l *listedTenants) read(ctx context.Context, s *scanner) error {
	c, err := readColumns(s)
	if err != nil {
		return err
	}
	for s.scan() {
		l.rows++
		if c.malformed(s) == "" && c.nameless(s) == "" {
			l.add(s.field(c.tenant), s.field(c.kind))
		}
		if len(l.all) > maxKept {
			return ErrTooMuch
		}
		if err := l.reserve(ctx); err != nil {
			return err
		}
	}
	if s.err != io.EOF {
		return fileError(s.err)
	}
	return nil
}

// add adds a tenant. Usually the rows of a tenant follow each other.
func (l *listedTenants) add(id, kind []byte) {
	if n := len(l.all); n > 0 && l.all[n-1].ID == string(id) || l.known[string(id)] {
		return
	}
	t := Tenant{ID: string(id), Kind: string(kind)}
	l.known[t.ID] = true
	l.texts += len(t.ID) + len(t.Kind)
	l.all = append(l.all, t)
}
