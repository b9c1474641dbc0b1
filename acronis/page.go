package acronis

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"

	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/memory"
)

// page is a list as the API sends it: the whole list, or one page of it with a
// cursor for the next one. The field items is required; null means no items.
type page[T any] struct {
	ctx   context.Context // decoding ends with it; nil means never
	items []T
	after string // "" at the end
	bytes int64  // of memory that the items use
}

// elementBytes is how much memory an element of a list uses beside its fields and its
// JSON, in bytes.
const elementBytes = 64

// decodeBytes returns how much memory the elements may use that a reply contains: an
// empty object has two bytes of JSON, and all its fields in memory.
func (p *page[T]) decodeBytes(body []byte) int64 {
	n := bytes.Count(body, []byte("{"))
	if reflect.TypeFor[T]().Kind() == reflect.String {
		n = bytes.Count(body, []byte(`"`)) / 2
	}
	return int64(n) * p.elementBytes()
}

func (p *page[T]) elementBytes() int64 { return int64(reflect.TypeFor[T]().Size()) + elementBytes }

func (p *page[T]) UnmarshalJSON(data []byte) error {
	var page struct {
		Items  json.RawMessage `json:"items,omitempty"`
		Paging struct {
			Cursors struct {
				After string `json:"after,omitempty"`
			} `json:"cursors,omitempty"`
		} `json:"paging,omitempty"`
	}
	fs, data := fieldsOf(reflect.TypeOf(page)), bytes.TrimSpace(data)
	if _, err := fs.decode(data, reflect.ValueOf(&page).Elem()); err != nil {
		return err
	}
	if page.Items == nil {
		if !fs.listed(data, "items") {
			return errors.New("its field items is missing")
		}
		page.Items = json.RawMessage("[]")
	}
	if err := p.decodeItems(page.Items); err != nil {
		return err
	}
	p.after, p.bytes = page.Paging.Cursors.After, keptFactor*int64(len(data))+int64(len(p.items))*p.elementBytes()
	return nil
}

// decodeItems decodes the elements of a list one by one, because there may be millions.
func (p *page[T]) decodeItems(raw json.RawMessage) error {
	if raw[0] != '[' {
		return knownField{name: "items"}.decodeInto(raw, &p.items)
	}
	n := 0
	for range elements(raw) {
		n++
	}
	p.items = make([]T, n)
	check, i := interrupt.New(cmp.Or(p.ctx, context.Background())), 0
	for element := range elements(raw) {
		if err := check.Err(); err != nil {
			return err
		}
		if err := p.decodeItem(element, &p.items[i]); err != nil {
			return err
		}
		i++
	}
	return nil
}

func (p *page[T]) decodeItem(raw []byte, item *T) error {
	if own, ok := any(item).(json.Unmarshaler); ok { // the syntax was checked before
		return own.UnmarshalJSON(raw)
	}
	return knownField{name: "items"}.decodeInto(raw, item)
}

// listAll gets a list that the API sends as a whole. One page of several is an
// error.
func listAll[T any](ctx context.Context, c *Client, r request) ([]T, error) {
	list := page[T]{ctx: ctx}
	if err := c.do(ctx, r, &list); err != nil {
		return nil, err
	}
	if list.after != "" {
		return nil, malformed(r, &reply{status: http.StatusOK}, errors.New("it is one page of several"))
	}
	if list.bytes > smallJSON {
		if err := memory.Reserve(ctx, list.bytes); err != nil {
			return nil, err
		}
	}
	return list.items, nil
}
