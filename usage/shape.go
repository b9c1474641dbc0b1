package usage

// maxShapes bounds how many shapes are remembered. Forgetting them costs time, nothing else.
const maxShapes = 1 << 15

// A shape is what rows can have in common beside their tenant.
type shape struct {
	wanted  bool // by the filters
	usage   *usage
	infra   byte   // withInfra or withoutInfra
	key     uint32 // index in keys
	control controlKey
	checked *control       // the sums of control, once there are any
	values  map[Key]string // of what is no key, until they are noted
}

// A usage is one name of what is used.
type usage struct {
	index  uint32
	values map[Key]map[string]bool // of keys that sums are not kept apart by
	mixed  int                     // tenants that have rows with infra.* and without
}

// shape returns the one of the row, or what is wrong with the row.
func (t *table) shape(s *scanner) (sh *shape, problem string) {
	key := t.key[:0]
	for _, i := range t.cols.key {
		value := s.field(i)
		n := len(value) // below 1 << 24, since rows are
		key = append(key, byte(n), byte(n>>8), byte(n>>16))
		key = append(key, value...)
	}
	if t.daily {
		key = append(key, dayOf(s.field(t.cols.day))...)
	}
	t.key = key
	if sh = t.shapes[string(key)]; sh != nil {
		return sh, ""
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
	sh := &shape{usage: t.usage(g.Usage), infra: withInfra}
	if g.NoInfra = len(s.field(c.infra)) == 0 && g.Backend == "" && g.Owner == ""; g.NoInfra {
		sh.infra = withoutInfra
	}
	sh.control = controlKey{g.Usage, g.Edition, text(c.infra), g.Backend, g.Owner}
	sh.wanted = fits(t.q.Usages, g.Usage) && fits(t.q.Editions, g.Edition) && fits(t.q.Applications, g.Application)
	sh.values = t.leave(&g)
	sh.key = t.indexOf(g)
	return sh
}

func (t *table) usage(name string) *usage {
	u := t.usages[name]
	if u == nil {
		u = &usage{index: uint32(len(t.usages)), values: map[Key]map[string]bool{}}
		t.usages[name] = u
	}
	return u
}

// leave takes out of g what sums are not kept apart by, and returns that.
func (t *table) leave(g *Group) map[Key]string {
	left := map[Key]string{ByApplication: g.Application, ByEdition: g.Edition, ByInfra: g.Backend + "\x00" + g.Owner, BySKU: g.SKU}
	kept := Group{Usage: g.Usage, Day: g.Day, NoInfra: g.NoInfra}
	for _, key := range t.q.By {
		delete(left, key)
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
	return left
}

// note remembers values that are not kept apart.
func (u *usage) note(values map[Key]string) {
	for key, value := range values {
		if u.values[key] == nil {
			u.values[key] = map[string]bool{}
		}
		u.values[key][value] = true
	}
}
