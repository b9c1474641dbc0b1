package tools

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// list has the fields that all lists have.
type list[T any] struct {
	Items      []T    `json:"items"`
	Total      *int   `json:"total,omitempty" jsonschema_description:"Matching items, if known"`
	NextCursor string `json:"next_cursor,omitempty" jsonschema_description:"Pass it as cursor; keep the other arguments"`
	Truncated  bool   `json:"truncated"`
	Hint       string `json:"hint,omitempty"`
}

// paging has the arguments that all lists have.
type paging struct {
	Limit  int    `json:"limit,omitempty" jsonschema_description:"1 to 100, default 20"`
	Cursor string `json:"cursor,omitempty" jsonschema_description:"next_cursor of the previous page"`
}

// limit returns how many items a page may have.
func (p paging) limit() (int, error) {
	if p.Limit < 0 || p.Limit > 100 {
		return 0, refused(fmt.Sprintf("limit must be 1 to 100, not %d.", p.Limit))
	}
	return cmp.Or(p.Limit, 20), nil
}

// position is where the next page starts: after Skip entries, of which the last
// was After. It contains no secret and is valid after a restart.
type position struct {
	Skip  int    `json:"s"`
	After string `json:"a"`
	For   string `json:"f"` // hash of the arguments to which it belongs
}

func (p position) cursor() string {
	raw, _ := json.Marshal(p) // an int and strings always marshal
	return base64.RawURLEncoding.EncodeToString(raw)
}

// start returns the index of the page's first entry among n entries with ids.
// If entries have been added or removed since the previous page, the page
// starts after After, if that is still there. arguments are the other arguments
// of the call.
func (p paging) start(n int, id func(int) string, arguments any) (int, error) {
	if p.Cursor == "" {
		return 0, nil
	}
	var at position
	raw, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil || json.Unmarshal(raw, &at) != nil || at.Skip < 1 {
		return 0, refused("cursor is invalid. Pass next_cursor unchanged, or leave cursor out to start at the beginning.")
	}
	if at.For != digest(arguments) {
		return 0, refused("cursor belongs to a call with other arguments, or to another stored report. Repeat the arguments of that call, or leave cursor out.")
	}
	if at.Skip <= n && shortID(id(at.Skip-1)) == at.After {
		return at.Skip, nil // nothing has changed; ids may occur twice
	}
	for i := range n {
		if shortID(id(i)) == at.After {
			return i + 1, nil
		}
	}
	return min(at.Skip, n), nil
}

// next returns the cursor after the first n entries, of which the last has an
// id.
func next(id string, n int, arguments any) string {
	return position{Skip: n, After: shortID(id), For: digest(arguments)}.cursor()
}

// shortID is an id for a cursor, which is a part of the answer.
func shortID(id string) string {
	if len(id) > 300 {
		return digest(id)
	}
	return id
}

// A page is the part of a list that one call returns.
type page struct {
	from, to, total int
	next            string // cursor, if more follows
}

// page returns the page of n entries with ids.
func (p paging) page(n int, id func(int) string, arguments any) (page, error) {
	limit, err := p.limit()
	if err != nil {
		return page{}, err
	}
	from, err := p.start(n, id, arguments)
	if err != nil {
		return page{}, err
	}
	pg := page{from: from, to: min(from+limit, n), total: n}
	if pg.to < n {
		pg.next = next(id(pg.to-1), pg.to, arguments)
	}
	return pg, nil
}

// shorten returns a page with only its first n entries, of which the last has
// an id.
func (pg page) shorten(n int, id string, arguments any) page {
	if pg.from+n < pg.to {
		pg.to = pg.from + n
		pg.next = next(id, pg.to, arguments)
	}
	return pg
}

// maxListBytes is how much of an answer the entries of a list may take.
const maxListBytes = 17 << 10

// fitting returns as many of the first entries as fit into a number of bytes as
// JSON, but at least one.
func fitting[T any](all []T, bytes int) []T {
	for i := range all {
		raw, _ := json.Marshal(all[i]) // entries of results always marshal
		if bytes -= len(raw); bytes < 0 {
			return all[:max(i, 1)]
		}
	}
	return all
}

// sizeOf returns how many bytes a value needs in a result.
func sizeOf(v any) int {
	raw, _ := json.Marshal(v) // parts of results always marshal
	return len(raw)
}

// listOf returns the fields of a list for a page.
func listOf[T any](pg page, items []T) list[T] {
	return list[T]{Items: items, Total: &pg.total, NextCursor: pg.next, Truncated: pg.next != ""}
}

func digest(arguments any) string {
	raw, _ := json.Marshal(arguments) // arguments came from JSON
	sum := sha256.Sum256(raw)
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}
