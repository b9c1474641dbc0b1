package tenants

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf8"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/interrupt"
)

// Fold returns a name in a form for comparing that ignores case and blanks.
func Fold(name string) string {
	var room [80]byte
	folded := room[:0]
	for i := range len(name) {
		switch c := name[i]; {
		case c >= utf8.RuneSelf:
			return strings.ToLower(strings.Join(strings.Fields(name), " "))
		case c == ' ' || '\t' <= c && c <= '\r':
			if len(folded) > 0 && folded[len(folded)-1] != ' ' {
				folded = append(folded, ' ')
			}
		case 'A' <= c && c <= 'Z':
			folded = append(folded, c+'a'-'A')
		default:
			folded = append(folded, c)
		}
	}
	folded = bytes.TrimSuffix(folded, []byte{' '})
	if string(folded) == name {
		return name
	}
	return string(folded)
}

// called returns the tenants with a name, as stored or as shown in results, or
// else those with this internal tag. It returns deleted tenants only if there
// are no others.
func (t *Tree) called(ctx context.Context, text string) (found []acronis.Tenant, byTag bool, err error) {
	index, err := t.search(ctx)
	if err != nil {
		return nil, false, err
	}
	wanted := Fold(text)
	if found = t.with(wanted, t.folded, index.shown); found != nil {
		return found, false, nil
	}
	return t.with(wanted, index.tags, index.shownTags), true, nil
}

// with returns the tenants that have a text, given the texts of all tenants and
// those that are shown in another form. It returns deleted tenants only if
// there are no others.
func (t *Tree) with(wanted string, texts []string, shown map[int]string) []acronis.Tenant {
	var existing, deleted []acronis.Tenant
	for i, text := range texts {
		switch {
		case text != wanted && (len(shown) == 0 || !isShown(shown, i, wanted)):
		case t.All[i].DeletedAt == "":
			existing = append(existing, t.All[i])
		default:
			deleted = append(deleted, t.All[i])
		}
	}
	if existing != nil {
		return existing
	}
	return deleted
}

func isShown(shown map[int]string, i int, wanted string) bool {
	text, ok := shown[i]
	return ok && text == wanted
}

// Matching returns the ids of the tenants below root whose name or internal tag
// matches, as stored or as shown in results. matches gets them as [Fold]
// returns them.
func (t *Tree) Matching(ctx context.Context, root string, matches func(folded string) bool) ([]string, error) {
	index, err := t.search(ctx)
	if err != nil {
		return nil, err
	}
	shown := func(all map[int]string, i int) bool {
		text, ok := all[i]
		return ok && matches(text)
	}
	var ids []string
	check := interrupt.New(ctx)
	for i := range t.All {
		if err := check.Err(); err != nil {
			return nil, err
		}
		id := t.All[i].ID
		if (matches(t.folded[i]) || matches(index.tags[i]) || shown(index.shown, i) || shown(index.shownTags, i)) && id != root && t.Within(id, root) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// A searchIndex has the texts of a tree in the form for comparing.
type searchIndex struct {
	tags             []string
	shown, shownTags map[int]string // names and tags that results show in another form, by index
}

// search returns the index, which is made when it is first used.
func (t *Tree) search(ctx context.Context) (*searchIndex, error) {
	t.indexing.Lock()
	defer t.indexing.Unlock()
	if t.index != nil {
		return t.index, nil
	}
	x := &searchIndex{tags: make([]string, len(t.All)), shown: map[int]string{}, shownTags: map[int]string{}}
	check := interrupt.New(ctx)
	for i := range t.All {
		if err := check.Err(); err != nil {
			return nil, err
		}
		x.tags[i] = Fold(t.All[i].InternalTag)
		addShown(x.shown, i, t.All[i].Name)
		addShown(x.shownTags, i, t.All[i].InternalTag)
	}
	t.index = x
	return x, nil
}

func addShown(shown map[int]string, i int, text string) {
	if as := escape.Text(text); as != text {
		shown[i] = Fold(as)
	}
}

// Knows reports whether a text is the name or internal tag of a tenant.
func (t *Tree) Knows(ctx context.Context, text string) (bool, error) {
	found, _, err := t.called(ctx, text)
	return found != nil, err
}

// Names returns the names of the tenants that aren't deleted, each once, in the
// order of the tree.
func (t *Tree) Names(ctx context.Context) ([]string, error) {
	var names []string
	had, check := map[string]bool{}, interrupt.New(ctx)
	for _, tenant := range t.All {
		if err := check.Err(); err != nil {
			return nil, err
		}
		if tenant.DeletedAt == "" && !had[tenant.Name] {
			had[tenant.Name] = true
			names = append(names, tenant.Name)
		}
	}
	return names, nil
}
