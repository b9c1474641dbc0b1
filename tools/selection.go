package tools

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// A selection decides whose rows of a report are added up: never those of a
// tenant and of one above it, since the latter's hold the former's.
type selection struct {
	subject string
	level   string
	tree    *tree    // nil if it can't be read: then the kinds in the file decide
	only    []string // leaves these tenants and what is below them; empty leaves all

	unknown int  // tenants of the file that are not in the tree
	folders int  // folders with rows
	itself  bool // the subject is what counts
}

// selection is the one for a report, narrowed to some customers.
func (s *service) selection(ctx context.Context, r *acronis.Report, customers []string) (*selection, error) {
	p := parametersOf(r)
	sel := &selection{subject: p.TenantID, level: p.Level}
	t, err := s.tree(ctx, freshFor)
	switch {
	case err == nil:
		sel.tree = t
	case !unreadable(err):
		return nil, err
	}
	var only []string
	for _, name := range customers {
		ids, err := s.meant(ctx, sel, name)
		if err != nil {
			return nil, err
		}
		only = append(only, ids...)
	}
	sel.narrow(only)
	return sel, nil
}

// narrow leaves only some tenants; what is within another of them is in that already.
func (sel *selection) narrow(only []string) {
	sel.only = slices.Compact(slices.Sorted(slices.Values(only)))
	if sel.tree == nil {
		return
	}
	all := slices.Clone(sel.only)
	sel.only = slices.DeleteFunc(sel.only, func(id string) bool {
		return slices.ContainsFunc(all, func(other string) bool { return other != id && sel.tree.within(id, other) })
	})
}

// meant are the tenants that an element of customers means: a UUID, a name, or
// with * all below the subject whose names fit.
func (s *service) meant(ctx context.Context, sel *selection, name string) ([]string, error) {
	if !strings.Contains(name, "*") {
		id, err := s.tenant(ctx, name)
		return []string{id}, err
	}
	if sel.tree == nil {
		return nil, refused(fmt.Sprintf("%s needs the tenants' names, and %s doesn't let this API client read them: give UUIDs.", visible(name), s.DataCentre))
	}
	var ids []string
	for _, t := range sel.tree.all {
		if t.ID != sel.subject && sel.tree.within(t.ID, sel.subject) && like(name, t.Name) {
			ids = append(ids, t.ID)
		}
	}
	if ids == nil {
		return nil, refused("No tenant's name fits " + visible(name) + ".")
	}
	return ids, nil
}

// like reports whether a name fits a pattern in which * is any text.
func like(pattern, name string) bool {
	literal := strings.NewReplacer(`\`, `\\`, `?`, `\?`, `[`, `\[`, `/`, "\x00")
	ok, err := path.Match(literal.Replace(fold(pattern)), strings.ReplaceAll(fold(name), "/", "\x00"))
	return ok && err == nil
}

// place says what the rows of a tenant are to the sums.
func (sel *selection) place(id, kind string) usage.Place {
	_, known := sel.find(id)
	if sel.tree != nil && !known && id != sel.subject {
		sel.unknown++
	}
	if kind == "folder" && id != sel.subject {
		sel.folders++
	}
	counts := sel.counts(id, kind)
	sel.itself = sel.itself || counts && id == sel.subject
	return usage.Place{
		Counted: sel.picks(id, counts),
		Child:   counts && id != sel.subject,
		Subject: id == sel.subject && !counts,
	}
}

// picks reports whether a tenant's rows are wanted, given whether they count by the level.
func (sel *selection) picks(id string, counts bool) bool {
	if len(sel.only) == 0 {
		return counts
	}
	if sel.tree == nil {
		return slices.Contains(sel.only, id)
	}
	return slices.ContainsFunc(sel.only, func(root string) bool {
		return counts && sel.tree.within(id, root) || id == root && sel.inside(root)
	})
}

// inside reports whether a tenant's usage is in that of one that counts.
func (sel *selection) inside(id string) bool {
	for _, above := range sel.above(id) {
		if sel.counts(above.ID, above.Kind) {
			return true
		}
	}
	return false
}

// counts reports whether a tenant's rows are added up by the report's level.
func (sel *selection) counts(id, kind string) bool {
	if sel.level == "itself" || kind == "unit" && id == sel.subject {
		return id == sel.subject
	}
	if id == sel.subject {
		return kind == "customer"
	}
	switch sel.level {
	case "direct_partners":
		return (kind == "partner" || kind == "customer") && sel.direct(id)
	case "all_partners":
		return kind == "partner" && sel.direct(id)
	}
	return kind == "customer" && !slices.ContainsFunc(sel.above(id), func(t acronis.Tenant) bool { return t.Kind == "customer" })
}

// direct reports whether nothing but folders is between a tenant and the
// subject. One that is not in the tree is taken for direct, as the report has it.
func (sel *selection) direct(id string) bool {
	return !slices.ContainsFunc(sel.above(id), func(t acronis.Tenant) bool { return t.Kind != "folder" })
}

// above are the tenants between a tenant and the subject, as the tree has them.
func (sel *selection) above(id string) []acronis.Tenant {
	if sel.tree == nil {
		return nil
	}
	var between []acronis.Tenant
	t, _ := sel.find(id)
	for range len(sel.tree.all) {
		var there bool
		if t, there = sel.find(t.ParentID); !there {
			return nil // not below the subject any more: moved
		}
		if t.ID == sel.subject {
			return between
		}
		between = append(between, t)
	}
	return nil
}

func (sel *selection) find(id string) (acronis.Tenant, bool) {
	if sel.tree == nil {
		return acronis.Tenant{}, false
	}
	t, ok := sel.tree.byID[id]
	return t, ok
}

// rule tells how it was decided.
func (sel *selection) rule() string {
	rule := map[string]string{
		"itself":          "the subject itself",
		"direct_partners": "direct customers and partners of the subject, folders looked through",
		"all_partners":    "direct partners of the subject, folders looked through",
	}[sel.level]
	if rule == "" {
		rule = "customers, at any depth"
	}
	if len(sel.only) > 0 {
		rule += "; of those the tenants asked for"
	}
	if sel.tree == nil {
		return rule + "; by tenant.kind in the file, as the tenants can't be read"
	}
	return rule + "; by the tenants as they are now"
}

// warnings are what may make the selection wrong.
func (sel *selection) warnings() []string {
	var w []string
	if sel.tree == nil && sel.level == "all_partners" {
		w = append(w, "Without the tenants it can't be seen which partners are below others: sums may count twice.")
	}
	if sel.unknown > 0 {
		w = append(w, fmt.Sprintf("%d tenants of the file are not among the tenants now; their kind in the file decided.", sel.unknown))
	}
	if sel.folders > 0 {
		w = append(w, fmt.Sprintf("Rows of %d folders were left out: what is in them is counted below them.", sel.folders))
	}
	return w
}
