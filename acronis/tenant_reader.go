package acronis

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unsafe"

	"github.com/go-json-experiment/json/jsontext"
)

// A tenantPage describes one reply to GET /tenants.
type tenantPage struct {
	after   string // the cursor of the next page, "" at the end
	tenants int    // their number
	bytes   int64  // of the reply
}

// tenantReader decodes pages of tenants while they arrive. A tenant has 2 KB of
// JSON, and there may be hundreds of thousands of them. To save memory, the texts
// of a [Tenant] share one string, and texts that many tenants have in common are
// kept only once.
type tenantReader struct {
	redact  func([]byte) []byte
	tenants []Tenant // of all pages
	shared  map[string]string
	kept    int // bytes of tenants and shared

	// The texts of the current tenant that it doesn't share with others, where each
	// of them ends, and the fields that they belong to.
	text   []byte
	ends   []int
	fields []*string
}

// tenantFields are the JSON names of the fields that [Tenant.texts] returns.
var tenantFields = []string{
	"id", "name", "kind", "parent_id", "pricing_mode", "production_start_date", "internal_tag", "created_at", "updated_at", "deleted_at",
}

// Of tenantFields, those up to lastRequired are required, and those from
// firstShared to lastShared have the same value in many tenants.
const (
	lastRequired = 2
	firstShared  = 2
	lastShared   = 5
)

func (t *Tenant) texts() [10]*string {
	return [...]*string{
		&t.ID, &t.Name, &t.Kind, &t.ParentID, &t.PricingMode, &t.ProductionStartDate, &t.InternalTag, &t.CreatedAt, &t.UpdatedAt, &t.DeletedAt,
	}
}

// read decodes a page.
func (r *tenantReader) read(body io.Reader) (page tenantPage, err error) {
	dec := newStreamDecoder(body)
	before, listed := len(r.tenants), false
	err = eachMember(dec, []string{"items", "paging"}, func(i int) error {
		if i == 0 {
			listed = true
			return r.readItems(dec)
		}
		return readCursor(dec, &page.after)
	})
	if err != nil {
		return page, err
	}
	if !listed {
		return page, errors.New("its field items is missing")
	}
	if _, err := dec.ReadToken(); err != io.EOF {
		return page, errors.New("there is something after its end")
	}
	page.tenants, page.bytes = len(r.tenants)-before, dec.InputOffset()
	r.clean(r.tenants[before:])
	return page, nil
}

// readCursor reads cursors.after from the field paging of a page.
func readCursor(dec *jsontext.Decoder, after *string) error {
	return eachMember(dec, []string{"cursors"}, func(int) error {
		return eachMember(dec, []string{"after"}, func(int) error {
			text, err := readText(dec, "after")
			if text != nil {
				*after = string(unquote(nil, text))
			}
			return err
		})
	})
}

// readItems reads the field items of a page; null means no tenants.
func (r *tenantReader) readItems(dec *jsontext.Decoder) error {
	if null, err := readBegin(dec, '[', "its field items must be an array"); null || err != nil {
		return err
	}
	for kind := dec.PeekKind(); kind != ']' && kind != 0; kind = dec.PeekKind() {
		r.tenants = append(r.tenants, Tenant{})
		if err := r.readTenant(dec, &r.tenants[len(r.tenants)-1]); err != nil {
			return fmt.Errorf("in its field items: %w", err)
		}
	}
	_, err := dec.ReadToken() // the end of the array, or an error
	return err
}

// readTenant reads a tenant into t, which must not be moved later.
func (r *tenantReader) readTenant(dec *jsontext.Decoder, t *Tenant) error {
	r.text, r.ends, r.fields = r.text[:0], r.ends[:0], r.fields[:0]
	texts := t.texts()
	found := 0 // a bit for each field
	err := eachMember(dec, tenantFields, func(i int) error {
		text, err := readText(dec, tenantFields[i])
		if err != nil || text == nil {
			return err
		}
		found |= 1 << i
		begin := len(r.text)
		r.text = unquote(r.text, text)
		if firstShared <= i && i <= lastShared {
			*texts[i] = r.share(r.text[begin:])
			r.text = r.text[:begin]
			return nil
		}
		r.ends, r.fields = append(r.ends, len(r.text)), append(r.fields, texts[i])
		return nil
	})
	if err != nil {
		return err
	}
	for i := range lastRequired + 1 {
		if found&(1<<i) == 0 {
			return fmt.Errorf("its field %s is missing", tenantFields[i])
		}
	}
	whole, begin := string(r.text), 0
	for i, end := range r.ends {
		*r.fields[i], begin = whole[begin:end], end
	}
	r.kept += int(unsafe.Sizeof(*t)) + len(whole)
	return nil
}

// share returns the text as a string that all tenants with this text share.
func (r *tenantReader) share(text []byte) string {
	if s, ok := r.shared[string(text)]; ok {
		return s
	}
	s := string(text)
	r.shared[s] = s
	r.kept += len(s)
	return s
}

// clean removes secrets from the tenants of a page. It searches all their texts
// together, and one by one only if that finds something.
func (r *tenantReader) clean(tenants []Tenant) {
	var all []byte
	for i := range tenants {
		for _, text := range tenants[i].texts() {
			all = append(append(all, *text...), '\n')
		}
	}
	if bytes.Equal(r.redact(all), all) {
		return
	}
	for i := range tenants {
		for _, text := range tenants[i].texts() {
			*text = string(r.redact([]byte(*text)))
		}
	}
}
