package usage

import "slices"

// maxShapes bounds how many shapes are remembered. Forgetting them costs time, nothing else.
const maxShapes = 1 << 15

// A shape is what rows can have in common beside their tenant.
type shape struct {
	wanted      bool // by the filters
	usage       *usage
	infra       byte   // withInfra or withoutInfra
	groupKey    uint32 // index in groupKeys
	mergedIndex uint32 // index in mergedValueSets
	controlKey  controlKey
	controlSums *control // the sums of control, once there are any
}

// A usage is one name of what is used.
type usage struct {
	index uint32
	mixed int // tenants that have rows with infra.* and without
}

// shapeOf returns the one of the row, or what is wrong with the row.
func (t *table) shapeOf(s *scanner) (sh *shape, problem string) {
	key := t.shapeKey[:0]
	for _, i := range t.cols.keyColumns {
		value := s.field(i)
		n := len(value) // below 1 << 24, since rows are
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
	sh = t.newShape(s)
	t.shapes[string(key)] = sh
	return sh, ""
}

func (t *table) newShape(s *scanner) *shape {
	c := t.cols
	text := func(i int) string { return string(s.field(i)) }
	g := Group{
		Usage: text(c.usage), Application: text(c.application), Edition: text(c.edition),
		Backend: text(c.backend), Owner: text(c.owner), SKU: text(c.sku),
	}
	if c.edition < 0 {
		g.Edition = "standard"
	}
	if t.daily {
		g.Day = string(dayOf(s.field(c.day)))
		t.days[g.Day] = true
	}
	sh := &shape{usage: t.usageNamed(g.Usage), infra: withInfra}
	if g.NoInfra = len(s.field(c.infra)) == 0 && g.Backend == "" && g.Owner == ""; g.NoInfra {
		sh.infra = withoutInfra
	}
	sh.controlKey = controlKey{g.Usage, g.Edition, text(c.infra), g.Backend, g.Owner}
	sh.wanted = matchesAny(t.q.Usages, g.Usage) && matchesAny(t.q.Editions, g.Edition) && matchesAny(t.q.Applications, g.Application)
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

// mergedValues are the values of mergeableKeys that sums are not kept apart by, and "" for keys that they are kept apart by.
type mergedValues [4]string

// mergeableKeys are the keys whose values may be added together.
var mergeableKeys = [4]Key{ByApplication, ByEdition, ByInfra, BySKU}

// reduceToKeys takes out of g what sums are not kept apart by, and returns that.
func (t *table) reduceToKeys(g *Group) mergedValues {
	out := mergedValues{g.Application, g.Edition, g.Backend + "\x00" + g.Owner, g.SKU}
	kept := Group{Usage: g.Usage, Day: g.Day, NoInfra: g.NoInfra}
	for _, key := range t.q.By {
		if i := slices.Index(mergeableKeys[:], key); i >= 0 {
			out[i] = ""
		}
		switch key {
		case ByApplication:
			kept.Application = g.Application
		case ByEdition:
			kept.Edition = g.Edition
		case ByInfra:
			kept.Backend, kept.Owner = g.Backend, g.Owner
		case BySKU:
			kept.SKU = g.SKU
		}
	}
	*g = kept
	return out
}
