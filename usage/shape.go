package usage

// maxShapes limits how many shapes are cached. Without the cache the result is the same, but takes longer.
const maxShapes = 1 << 15

// A shape is what rows have in common if all their key columns are equal.
type shape struct {
	item        Item
	wanted      bool // by the query
	counted     bool // whether its infrastructure is among Infras
	listed      bool // whether the item is among Items
	usage       *usage
	infra       byte       // withInfra or withoutInfra
	groupKey    uint32     // index in groupKeys
	mergedIndex uint32     // index in mergedValueSets
	measured    [6]bool    // which numbers matter for Summary.Merged
	controlKey  controlKey // without whole
	controlSums *control   // the control of controlKey and controlWhole, nil until it is used

	controlWhole string

	partnerSums   *control // the control of the partner partnerOfSums, nil until it is used
	partnerOfSums string

	number uint32 // in the record, from 1; 0 if it isn't recorded
	keys   *Group // all of them, if the query has EachRow

	inParts []*shape // the same in table.parts, nil until it is used

	wholeSum   *wholeSum // the sum of the whole wholeOfSum, nil until it is used
	wholeOfSum string
}

// A usage is one usage name.
type usage struct {
	index uint32
	mixed int // number of tenants that have rows with infra.* and without
}

// shapeOf returns the shape of the row, or the row's problem.
func (t *table) shapeOf(s *scanner) (sh *shape, problem string) {
	key := t.shapeKey[:0]
	for _, i := range t.cols.keyColumns {
		value := s.field(i)
		n := len(value) // below 1 << 24, because maxRow is
		key = append(key, byte(n), byte(n>>8), byte(n>>16))
		key = append(key, value...)
	}
	if t.daily {
		key = append(key, dayOf(s.field(t.cols.day))...)
	}
	t.shapeKey = key
	if sh = t.shapes[string(key)]; sh != nil {
		return sh, ""
	}
	for _, i := range t.cols.keyColumns {
		if len(s.field(i)) > maxWord {
			return nil, "has a " + t.cols.names[i] + " longer than 1 KiB"
		}
	}
	if t.daily {
		if !isDay(s.field(t.cols.day)) {
			return nil, "has no day: " + quote(s.field(t.cols.day))
		}
	}
	if len(t.shapes) == maxShapes {
		clear(t.shapes)
	}
	t.texts += 2*len(key) + len(s.field(t.cols.day)) // twice: in the shape's key and its values
	sh = t.newShape(s)
	t.shapes[string(key)] = sh
	return sh, ""
}

func (t *table) newShape(s *scanner) *shape {
	c := t.cols
	text := func(i int) string { return string(s.field(i)) }
	g := Group{
		OfferingItem: text(c.usage), Application: text(c.application), Edition: text(c.edition),
		Infra: text(c.infra), Backend: text(c.backend), Owner: text(c.owner), SKU: text(c.sku),
	}
	if c.edition < 0 {
		g.Edition = "standard"
	}
	g.Usage = t.q.UsageOf(g.OfferingItem, g.Edition)
	if t.daily {
		g.Day = string(dayOf(s.field(c.day)))
		t.days[g.Day] = true
	}
	sh := &shape{usage: t.usageNamed(g.Usage), infra: withInfra}
	if g.NoInfra = g.Infra == "" && g.Backend == "" && g.Owner == ""; g.NoInfra {
		sh.infra = withoutInfra
	}
	sh.controlKey = controlKey{usage: g.OfferingItem, edition: g.Edition, infraID: g.Infra, backend: g.Backend, owner: g.Owner}
	sh.item = Item{g.Usage, g.OfferingItem, g.Edition}
	sh.wanted = t.q.Wants == nil || t.q.Wants(sh.item)
	sh.measured = measured(t.q.Measure, t.q.Scope, g.Usage)
	if t.q.EachRow != nil {
		all := g
		sh.keys = &all
	}
	sh.mergedIndex = t.mergedValueSets.index(t.reduceToKeys(&g))
	sh.groupKey = t.groupKeys.index(g)
	return sh
}

func (t *table) usageNamed(name string) *usage {
	u := t.usages[name]
	if u == nil {
		u = &usage{index: uint32(len(t.usages))}
		t.usages[name] = u
	}
	return u
}

// mergedValues are the values of mergeableKeys. Those of keys that the query is by are "".
type mergedValues [7]string

// mergeableKeys are the keys whose rows are added together unless the query is by them.
var mergeableKeys = [7]Key{ByOfferingItem, ByApplication, ByEdition, ByInfra, ByBackend, ByOwner, BySKU}

// mergeable returns the fields of a group that correspond to mergeableKeys.
func (g *Group) mergeable() [7]*string {
	return [7]*string{&g.OfferingItem, &g.Application, &g.Edition, &g.Infra, &g.Backend, &g.Owner, &g.SKU}
}

// reduceToKeys removes from g the values of keys that the query isn't by, and returns them.
func (t *table) reduceToKeys(g *Group) (out mergedValues) {
	for i, field := range g.mergeable() {
		if t.mergeable&(1<<i) != 0 {
			out[i], *field = *field, ""
		}
	}
	return out
}

// measured returns which of the six numbers of a row are of a measure and a scope. The scope production includes trial,
// which is shown beside it.
func measured(measure, scope, usage string) (of [6]bool) {
	change := IsChange(measure, usage)
	for i := range of {
		isScope := scope == [3]string{"production", "trial", "total"}[i%3] || scope == "production" && i%3 == 1
		of[i] = (measure == "" || change == (i >= 3)) && (scope == "" || isScope)
	}
	return of
}

// measures reports whether any of the numbers that matter isn't 0.
func (sh *shape) measures(numbers *[6]Decimal) bool {
	for i, n := range numbers {
		if sh.measured[i] && !n.IsZero() {
			return true
		}
	}
	return false
}
