package tools

import (
	"cmp"
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
	tree    *tree           // nil if it can't be read: then the kinds in the file decide
	only    map[string]bool // leaves these tenants and what is below them; empty leaves all

	unknown int  // tenants of the file that are not in the tree
	folders int  // folders with rows
	itself  bool // the subject is what counts
}

// selection is the one for a source, narrowed to some customers.
func (s *service) selection(ctx context.Context, from source, customers []string) (*selection, error) {
	p := parametersOf(from.report)
	sel := &selection{subject: p.TenantID, level: p.Level}
	var only, patterns []string
	for _, name := range customers {
		if strings.Contains(name, "*") {
			patterns = append(patterns, name)
			continue
		}
		id, err := s.tenant(ctx, name)
		if err != nil {
			return nil, err
		}
		only = append(only, id)
	}
	t, err := s.tree(ctx, freshFor) // after names were looked up: that may have read it anew
	switch {
	case err == nil:
		sel.tree = t
	case !unreadable(err):
		return nil, err
	case patterns != nil:
		return nil, refused(fmt.Sprintf("%s needs the tenants' names, and %s doesn't let this API client read them: give UUIDs.", visible(patterns[0]), s.DataCentre))
	}
	about := cmp.Or(from.about, sel.subject)
	for i, id := range only {
		if from.about != "" && !sel.within(id, about) {
			return nil, refused(fmt.Sprintf("%s is not below %s, the tenant asked for. Leave tenant or customers out, or give customers below it.",
				visible(customers[i]), s.tenantName(ctx, about)))
		}
	}
	for _, pattern := range patterns {
		ids := sel.meant(about, pattern)
		if ids == nil {
			return nil, refused("No tenant's name fits " + visible(pattern) + ".")
		}
		only = append(only, ids...)
	}
	if only == nil && from.about != "" {
		only = []string{from.about}
	}
	sel.narrow(only)
	return sel, nil
}

// narrow leaves only some tenants; what is within another of them is in that already.
func (sel *selection) narrow(only []string) {
	sel.only = map[string]bool{}
	for _, id := range only {
		sel.only[id] = true
	}
}

// within reports whether a tenant is root or below it, as far as that can be seen.
func (sel *selection) within(id, root string) bool {
	return id == root || sel.tree != nil && sel.tree.within(id, root)
}

// meant are the tenants below one whose names fit a pattern.
func (sel *selection) meant(root, pattern string) []string {
	var ids []string
	for _, t := range sel.tree.all {
		if t.ID != root && (like(pattern, t.Name) || like(pattern, clean(t.Name))) && sel.tree.within(t.ID, root) {
			ids = append(ids, t.ID)
		}
	}
	return ids
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

// picks reports whether a tenant's rows are wanted, given whether they count by
// the level. What a tenant asked for has is in it only once, however many of
// those it is within are asked for too.
func (sel *selection) picks(id string, counts bool) bool {
	switch {
	case len(sel.only) == 0:
		return counts
	case sel.tree == nil:
		return sel.only[id]
	case counts:
		return sel.only[id] || sel.below(id)
	}
	return sel.only[id] && !sel.below(id) && sel.inside(id)
}

// below reports whether a tenant is below one that was asked for.
func (sel *selection) below(id string) bool {
	for range len(sel.tree.all) {
		if id = sel.tree.byID[id].ParentID; id == "" || sel.only[id] {
			break
		}
	}
	return sel.only[id]
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
	if sel.tree == nil && len(sel.only) > 1 {
		w = append(w, "Without the tenants it can't be seen whether one of those asked for is within another: if so, its rows count twice.")
	}
	if sel.unknown > 0 {
		w = append(w, fmt.Sprintf("%d tenants of the file are not among the tenants now; their kind in the file decided.", sel.unknown))
	}
	if sel.folders > 0 {
		w = append(w, fmt.Sprintf("Rows of %d folders were left out: what is in them is counted below them.", sel.folders))
	}
	return w
}
