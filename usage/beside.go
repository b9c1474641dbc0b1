package usage

// A Part is another way to add up the counted rows of a query, in the same reading of the file.
type Part struct {
	By    []Key           // as in a Query
	Wants func(Item) bool // as in a Query
}

// addParts makes the tables of the query's parts when the header has been read. They have the tenants and columns of t,
// but only groups.
func (t *table) addParts() error {
	for _, p := range t.q.Beside {
		q := t.q
		q.By, q.Wants, q.Beside = p.By, p.Wants, nil
		part := newTable(q)
		part.cols, part.tenants = t.cols, t.tenants
		if err := part.check(); err != nil {
			return err
		}
		t.parts = append(t.parts, part)
	}
	return nil
}

// countInParts adds the numbers of a counted row to its groups in the parts.
func (t *table) countInParts(s *scanner, tn *tenant, sh *shape) {
	if sh.inParts == nil {
		for _, part := range t.parts {
			sh.inParts = append(sh.inParts, part.newShape(s))
		}
	}
	for i, part := range t.parts {
		if in := sh.inParts[i]; in.wanted {
			part.sums.addTo(part.sums.of(part.indexOf(tn), in.groupKey), &t.numbers)
		}
	}
}

// groupsOfParts returns the groups of the parts.
func (t *table) groupsOfParts() []Groups {
	var all []Groups
	for _, part := range t.parts {
		part.out.Tenants = t.out.Tenants
		all = append(all, part.groups())
	}
	return all
}
