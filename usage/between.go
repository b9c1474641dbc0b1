package usage

// addBetween adds the numbers of a row to the partner directly above its tenant, and to the own rows of a partner.
func (t *table) addBetween(tn *tenant, sh *shape) {
	if above := tn.Role.Partner; above != "" {
		t.partnerControl(sh, above).add(Role{Child: true}, &t.numbers)
	}
	if tn.Role.IsPartner {
		t.partnerControl(sh, tn.ID).add(Role{Subject: true}, &t.numbers)
	}
}

// partnerControl returns the control of a shape, for a partner.
func (t *table) partnerControl(sh *shape, partner string) *control {
	if sh.partnerSums == nil || sh.partnerOfSums != partner {
		key := sh.controlKey
		key.whole = partner
		if t.partners[key] == nil {
			t.partners[key] = &control{}
		}
		sh.partnerSums, sh.partnerOfSums = t.partners[key], partner
	}
	return sh.partnerSums
}

// comparePartners finds the partners whose own rows equal those of the tenants directly below, and the moves that
// explain why those of others don't.
func (t *table) comparePartners() {
	t.out.PartnersEqual = map[string]bool{}
	differences := differencesOf(t.partners)
	for partner := range differences {
		if tn := t.tenants.find(partner); tn == nil || !tn.Role.IsPartner {
			delete(differences, partner)
		} else {
			t.out.PartnersEqual[partner] = len(differences[partner]) == 0
		}
	}
	t.out.Between = t.movesIn(differences, func(r Role, partner string) bool { return r.Partner == partner })
}
