package acronis

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unsafe"

	"github.com/go-json-experiment/json/jsontext"
)

// A tenantPage is what one reply of GET /tenants has.
type tenantPage struct {
	after   string // the cursor of the next page, "" at the end
	tenants int    // how many
	bytes   int64  // of the reply
}

// tenantReader decodes pages of tenants while they arrive, each tenant once.
// What the API says of one has 2 KB, and there may be hundreds of thousands:
// what [Tenant] has of it is kept in one string, and texts that many tenants
// have are kept only once.
type tenantReader struct {
	redact  func([]byte) []byte
	tenants []Tenant // of all pages
	shared  map[string]string
	kept    int // bytes of all these

	// Of the tenant that is being read: the texts that it doesn't share, where
	// each of them ends, and whose they are.
	text   []byte
	ends   []int
	fields []*string
}

// tenantFields are the names of the fields in the order of [Tenant.texts].
var tenantFields = []string{
	"id", "name", "kind", "parent_id", "pricing_mode", "production_start_date", "internal_tag", "created_at", "deleted_at",
}

// The fields of a tenant up to lastRequired must be there, and those from
// firstShared to lastShared are the same for many tenants.
const (
	lastRequired = 2
	firstShared  = 2
	lastShared   = 5
)

func (t *Tenant) texts() [9]*string {
	return [...]*string{
		&t.ID, &t.Name, &t.Kind, &t.ParentID, &t.PricingMode, &t.ProductionStartDate, &t.InternalTag, &t.CreatedAt, &t.DeletedAt,
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
		return page, errors.New("something follows its end")
	}
	page.tenants, page.bytes = len(r.tenants)-before, dec.InputOffset()
	r.clean(r.tenants[before:])
	return page, nil
}

// readCursor reads a page's paging, whose cursors.after begins the next page.
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

// readItems reads a page's tenants; null counts as none.
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
	_, err := dec.ReadToken() // the array's end, or why there is none
	return err
}

// readTenant reads a tenant into t, which is in its final place.
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

// share returns a text that is kept once, however often it comes.
func (r *tenantReader) share(text []byte) string {
	if s, ok := r.shared[string(text)]; ok {
		return s
	}
	s := string(text)
	r.shared[s] = s
	r.kept += len(s)
	return s
}

// clean takes secrets out of the tenants of a page. All its texts are searched
// at once, and one by one only where that found something.
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
