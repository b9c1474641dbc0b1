package tools

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// A selection decides whose rows of a report are added up: never those of a
// tenant and of one above it, since the latter's hold the former's.
type selection struct {
	subject string
	level   string
	tree    *tenants.Tree   // nil if it can't be read: then the kinds in the file decide
	only    map[string]bool // leaves these tenants and what is below them; empty leaves all

	rows  map[string]bool // the tenants that the file has rows of, once that is known
	above map[string]bool // and those above them today
}

// selection is the one for a source, narrowed to some customers.
func (s *service) selection(ctx context.Context, from source, customers []string) (*selection, error) {
	p := from.report.Params()
	sel := &selection{subject: p.TenantID, level: p.Level}
	var only, names, patterns []string // names are what only was asked by
	for _, name := range customers {
		if strings.TrimSpace(name) == "" { // which elsewhere means the own tenant
			return nil, refused("customers has an empty name. Leave customers out to have all.")
		}
		if strings.Contains(name, "*") {
			patterns = append(patterns, name)
			continue
		}
		id, err := s.tenants.Resolve(ctx, name)
		if err != nil {
			return nil, err
		}
		only, names = append(only, id), append(names, name)
	}
	t, err := s.tenants.Tree(ctx) // after names were looked up: that may have read it anew
	switch {
	case err == nil:
		sel.tree = t
	case !tenants.Unreadable(err):
		return nil, err
	case patterns != nil:
		return nil, refused(fmt.Sprintf("%s needs the tenants' names, and %s doesn't let this API client read them: give UUIDs.", escape.Quote(patterns[0]), s.DataCentre))
	}
	about := cmp.Or(from.about, sel.subject)
	for i, id := range only {
		if from.about != "" && !sel.within(id, about) {
			return nil, refused(fmt.Sprintf("%s is not below %s, the tenant asked for. Leave tenant or customers out, or give customers below it.",
				escape.Quote(names[i]), s.tenantName(ctx, about)))
		}
	}
	for _, pattern := range patterns {
		ids := sel.meant(about, pattern)
		if ids == nil {
			return nil, refused("No tenant's name fits " + escape.Quote(pattern) + ".")
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
	return id == root || sel.tree != nil && sel.tree.Within(id, root)
}

// meant are the tenants below one whose names fit a pattern.
func (sel *selection) meant(root, pattern string) []string {
	var ids []string
	for _, t := range sel.tree.All {
		if t.ID != root && (like(pattern, t.Name) || like(pattern, escape.Text(t.Name))) && sel.tree.Within(t.ID, root) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// like reports whether a name fits a pattern in which * is any text; case and
// blanks don't matter.
func like(pattern, name string) bool { return usage.Like(tenants.Fold(pattern), tenants.Fold(name)) }

// place says what the rows of a tenant are to the sums.
func (sel *selection) place(id, kind string) usage.Role {
	counts := sel.counts(id, kind)
	return usage.Role{
		Counted: sel.picks(id, counts),
		Child:   counts && id != sel.subject,
		Subject: id == sel.subject && !counts,
	}
}

// learn takes in who has rows, and reports whether that changes a tenant's
// place, so that the file has to be read again.
func (sel *selection) learn(file []usage.Tenant) bool {
	if sel.tree == nil || sel.level != "direct_partners" && sel.level != "all_partners" {
		return false
	}
	sel.rows, sel.above = map[string]bool{}, map[string]bool{}
	for _, t := range file {
		sel.rows[t.ID] = true
		for id := range sel.tree.Ancestors(t.ID) {
			if sel.above[id] {
				break
			}
			sel.above[id] = true
		}
	}
	return slices.ContainsFunc(file, func(t usage.Tenant) bool { return sel.place(t.ID, t.Kind) != t.Role })
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
	case counts && sel.astray(id): // whom it is below today did not have it then
		return sel.only[id] || sel.only[sel.subject] || sel.below(sel.subject)
	case counts:
		return sel.only[id] || sel.below(id)
	}
	return sel.only[id] && !sel.below(id) && sel.inside(id)
}

// below reports whether a tenant is below one that was asked for.
func (sel *selection) below(id string) bool {
	for above := range sel.tree.Ancestors(id) {
		if sel.only[above] {
			return true
		}
	}
	return false
}

// inside reports whether a tenant's usage is in that of one that counts.
func (sel *selection) inside(id string) bool {
	return sel.counts(sel.subject, "") || slices.ContainsFunc(sel.between(id), func(t acronis.Tenant) bool { return sel.counts(t.ID, t.Kind) })
}

// counts reports whether a tenant's rows are added up by the report's level.
func (sel *selection) counts(id, kind string) bool {
	kind = sel.kind(id, kind)
	if sel.level == "itself" || kind == "unit" && id == sel.subject {
		return id == sel.subject
	}
	if id == sel.subject {
		return kind == "customer"
	}
	switch sel.level {
	case "direct_partners": // all in the file were direct then; a folder may hold some of them
		return kind != "unit" && (kind != "folder" || sel.tree == nil || sel.rows != nil && !sel.above[id])
	case "all_partners":
		return kind == "partner" && !slices.ContainsFunc(sel.between(id), func(t acronis.Tenant) bool {
			return t.Kind != "folder" && (sel.rows == nil || sel.rows[t.ID])
		})
	}
	return kind == "customer" && !slices.ContainsFunc(sel.between(id), func(t acronis.Tenant) bool { return t.Kind == "customer" })
}

// kind is a tenant's kind as the file has it, which is of then, else today's.
func (sel *selection) kind(id, inFile string) string {
	inFile = strings.ToLower(strings.TrimSpace(inFile))
	if slices.Contains([]string{"root", "partner", "folder", "customer", "unit"}, inFile) {
		return inFile
	}
	t, _ := sel.find(id)
	return cmp.Or(t.Kind, inFile)
}

// astray reports whether a tenant that was the subject's own is below somebody else today.
func (sel *selection) astray(id string) bool {
	if _, known := sel.find(id); !known || sel.level != "direct_partners" && sel.level != "all_partners" {
		return false
	}
	return !sel.tree.Within(id, sel.subject) || slices.ContainsFunc(sel.between(id), func(t acronis.Tenant) bool { return t.Kind != "folder" })
}

// between are the tenants between one and the subject, as the tree has them.
func (sel *selection) between(id string) []acronis.Tenant {
	if sel.tree == nil {
		return nil
	}
	var between []acronis.Tenant
	for above := range sel.tree.Ancestors(id) {
		t, there := sel.find(above)
		if !there {
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
	return sel.tree.Find(id)
}

// rule tells how it was decided.
func (sel *selection) rule() string {
	rule, byTree := "customers, at any depth", true
	switch sel.level {
	case "itself":
		rule, byTree = "the subject itself", false
	case "direct_partners":
		rule, byTree = "direct customers and partners of the subject: all that have rows", false
	case "all_partners":
		rule = "direct partners of the subject, folders looked through"
	}
	if len(sel.only) > 0 {
		rule, byTree = rule+"; of those the tenants asked for", true
	}
	switch {
	case !byTree:
		return rule
	case sel.tree == nil:
		return rule + "; by tenant.kind in the file, as the tenants can't be read"
	}
	return rule + "; by the tenants as they are now"
}

// itself reports whether the subject's own rows are what counts.
func (sel *selection) itself(file []usage.Tenant) bool {
	return slices.ContainsFunc(file, func(t usage.Tenant) bool { return t.ID == sel.subject && !t.Role.Subject })
}

// partners are how many partners count as a whole.
func (sel *selection) partners(file []usage.Tenant) (n int) {
	for _, t := range file {
		if t.Role.Counted && t.Role.Child && sel.kind(t.ID, t.Kind) == "partner" {
			n++
		}
	}
	return n
}

// warnings are what may make the selection wrong, given who has rows. name
// names a tenant.
func (sel *selection) warnings(file []usage.Tenant, name func(id string) string) []string {
	var w, astray, changed, nested, left []string
	unknown, counted := 0, 0 // of tenants, and of folders
	for _, t := range file {
		if _, known := sel.find(t.ID); sel.tree != nil && !known && t.ID != sel.subject && sel.level != "itself" {
			unknown++
		}
		if t.Role.Counted && t.Role.Child && sel.astray(t.ID) {
			astray = append(astray, name(t.ID))
		}
		if now, _ := sel.find(t.ID); now.Kind != "" && now.Kind != sel.kind(t.ID, t.Kind) {
			changed = append(changed, name(t.ID))
		}
		switch kind := sel.kind(t.ID, t.Kind); {
		case t.ID == sel.subject:
		case kind == "folder" && t.Role.Child:
			counted++
		case kind == "folder" && sel.level != "itself" && sel.level != "all_partners":
			left = append(left, name(t.ID))
		case kind == "partner" && sel.level == "all_partners" && !t.Role.Child && len(sel.only) == 0:
			nested = append(nested, name(t.ID))
		}
	}
	if sel.tree == nil && sel.level == "all_partners" {
		w = append(w, "Without the tenants it can't be seen which partners are below others: sums may count twice.")
	}
	if sel.tree == nil && len(sel.only) > 1 {
		w = append(w, "Without the tenants it can't be seen whether one of those asked for is within another: if so, its rows count twice.")
	}
	if sel.tree == nil && counted > 0 {
		w = append(w, "Without the tenants it can't be seen who is in the "+escape.Count(counted, "folder")+" with rows: sums may count twice.")
	}
	if astray != nil {
		w = append(w, strings.Join(escape.Names(astray, 10), ", ")+": below somebody else today; counted, since the report has rows of their own.")
	}
	if unknown > 0 {
		w = append(w, escape.Count(unknown, "tenant")+" of the file can't be found among the tenants now; the kind in the file decided.")
	}
	if changed != nil {
		w = append(w, strings.Join(escape.Names(changed, 10), ", ")+": of another kind today; the kind in the file decided.")
	}
	if nested != nil {
		w = append(w, strings.Join(escape.Names(nested, 10), ", ")+": in the sums of partners above them, as the tenants are today. Of one that was moved since, check them.")
	}
	switch {
	case left == nil:
	case sel.level != "direct_partners":
		w = append(w, "Rows of "+escape.Count(len(left), "folder")+" were left out: what is in a folder counts by rows of its own.")
	default:
		w = append(w, "Folders left out, since tenants in them today have rows of their own: "+strings.Join(escape.Names(left, 10), ", ")+". If these were moved there since, its figures are missing.")
	}
	return w
}
