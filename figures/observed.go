package figures

import (
	"iter"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// warnings returns what may make the selection wrong.
func (s *Selection) warnings(o observed) []Warning {
	var w []Warning
	add := func(when bool, warning Warning) {
		if when {
			w = append(w, warning)
		}
	}
	add(!s.Readable && s.Level == "all_partners", Warning{Kind: PartnersOverlap})
	add(s.unknownWanted() > 1, Warning{Kind: WantedOverlap})
	add(!s.Readable && o.folders > 0, Warning{Kind: FoldersOverlap, Count: o.folders})
	add(o.movedAway != nil, Warning{Kind: MovedAway, Moved: o.movedAway})
	add(s.Readable && o.unknown > 0, Warning{Kind: UnknownTenants, Count: o.unknown})
	add(o.changed != nil, Warning{Kind: KindChanged, Names: o.changed})
	add(o.inside != nil, Warning{Kind: InsidePartners, Names: o.inside})
	if s.Level == "direct_partners" {
		add(o.left != nil, Warning{Kind: OccupiedFolders, Names: o.left})
	} else {
		add(o.left != nil, Warning{Kind: FoldersLeftOut, Count: len(o.left)})
	}
	return w
}

// observed counts the tenants in a file that may make a selection wrong.
type observed struct {
	unknown, folders      int // counted tenants that aren't in the tree, and counted folders
	movedAway             []Moved
	changed, inside, left []string // names
}

// observe counts them, given the tenants that have rows. name returns a tenant's
// name.
func (s *Selection) observe(file iter.Seq[usage.Tenant], name func(id string) string) (o observed) {
	for t := range file {
		var now acronis.Tenant
		known := true
		if s.isLooked(t.ID) {
			now, known = s.Tree.Find(t.ID)
		}
		kind, isSubject := s.kind(t.ID, t.Kind), t.ID == s.Subject
		if !known && !isSubject && s.Level != "itself" {
			o.unknown++
		}
		if t.Role.Counted && t.Role.Child && now.ID != "" && (s.movedAway(t.ID) || s.outside(t.ID)) {
			o.movedAway = append(o.movedAway, Moved{Name: name(t.ID), Whole: name(s.Subject), Away: true, Parent: name(now.ParentID)})
		}
		if now.Kind != "" && now.Kind != kind {
			o.changed = append(o.changed, name(t.ID))
		}
		switch {
		case isSubject:
		case kind == "folder":
			s.observeFolder(&o, t, name)
		case kind == "partner" && s.leavesPartners() && !t.Role.Child:
			o.inside = append(o.inside, name(t.ID))
		}
	}
	return o
}

func (s *Selection) observeFolder(o *observed, t usage.Tenant, name func(id string) string) {
	switch {
	case t.Role.Child:
		o.folders++
	case s.leavesFolders():
		o.left = append(o.left, name(t.ID))
	}
}

// leavesFolders reports whether folders are left out because the tenants in
// them are counted instead.
func (s *Selection) leavesFolders() bool { return s.Level != "itself" && s.Level != "all_partners" }

// leavesPartners reports whether partners are left out because partners above
// them are counted instead.
func (s *Selection) leavesPartners() bool { return s.Level == "all_partners" && len(s.wanted) == 0 }

// unknownWanted returns how many of the wanted tenants aren't in the tree.
func (s *Selection) unknownWanted() (n int) {
	for id := range s.wanted {
		if _, known := s.Tree.Find(id); !known {
			n++
		}
	}
	return n
}
