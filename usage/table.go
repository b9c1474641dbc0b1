package usage

// maxShapes bounds how many shapes are remembered. Forgetting them costs time, nothing else.
const maxShapes = 1 << 15

// A table is what has been added up so far.
type table struct {
	q                      Query
	cols                   *columns
	daily, byTenant, byDay bool // daily: sums are kept apart by days, for the time being at least
	out                    Summary

	numbers [6]Decimal // of the row
	key     []byte     // of its shape

	usages   map[string]*usage
	tenants  map[string]*tenant
	last     *tenant // of the row before
	shapes   map[string]*shape
	keys     []Group // the groups there are, without tenants and sums; NoInfra is set in all without infra
	keyOf    map[Group]uint32
	sums     map[uint64]*sum // by tenant and key
	order    []*sum
	controls map[controlKey]*control
	days     map[string]bool
}

// A usage is one name of what is used.
type usage struct {
	index  uint32
	values map[Key]map[string]bool // of keys that sums are not kept apart by
	mixed  int                     // tenants that have rows with infra.* and without
}

// A tenant is one that rows belong to.
type tenant struct {
	id    string
	index uint32
	place Place
	seen  []byte           // by index of usage: withInfra | withoutInfra
	more  map[uint32]*byte // the same, from manyUsages on
}

const manyUsages = 512

const (
	withInfra = 1 << iota
	withoutInfra
)

// A shape is what rows can have in common beside their tenant.
type shape struct {
	problem string
	wanted  bool // by the filters
	usage   *usage
	infra   byte   // withInfra or withoutInfra
	key     uint32 // index in keys
	control controlKey
	checked *control
	values  map[Key]string
	counted bool
}

// A sum is the numbers of a group.
type sum struct {
	tenant  *tenant
	key     uint32 // index in keys
	numbers [6]Decimal
}

// tenant returns the one of the row.
func (t *table) tenant(s *scanner) *tenant {
	id := s.field(t.cols.tenant)
	if t.last != nil && t.last.id == string(id) {
		return t.last
	}
	tn := t.tenants[string(id)]
	if tn == nil {
		tn = &tenant{id: string(id), index: uint32(len(t.tenants))}
		tn.place = t.q.Place(tn.id, string(s.field(t.cols.kind)))
		t.tenants[tn.id] = tn
		if name := s.field(t.cols.tenantName); len(name) > 0 && tn.place.Counted {
			if t.out.Names == nil {
				t.out.Names = map[string]string{}
			}
			t.out.Names[tn.id] = string(name)
		}
	}
	t.last = tn
	return tn
}

// shape returns the one of the row.
func (t *table) shape(s *scanner) *shape {
	key := t.key[:0]
	for _, i := range t.cols.key {
		value := s.field(i)
		n := len(value) // below 1 << 24, since rows are
		key = append(key, byte(n), byte(n>>8), byte(n>>16))
		key = append(key, value...)
	}
	t.key = key
	sh := t.shapes[string(key)]
	if sh == nil {
		if len(t.shapes) == maxShapes {
			clear(t.shapes)
		}
		sh = t.newShape(s)
		t.shapes[string(key)] = sh
	}
	return sh
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
	sh := &shape{usage: t.usage(g.Usage), infra: withInfra}
	if g.NoInfra = len(s.field(c.infra)) == 0 && g.Backend == "" && g.Owner == ""; g.NoInfra {
		sh.infra = withoutInfra
	}
	if t.daily {
		var ok bool
		if g.Day, ok = day(s.field(c.day)); !ok {
			sh.problem = "has no day: " + quote(s.field(c.day))
			return sh
		}
		t.days[g.Day] = true
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

// indexOf returns the index of g in keys.
func (t *table) indexOf(g Group) uint32 {
	i, ok := t.keyOf[g]
	if !ok {
		i = uint32(len(t.keys))
		t.keyOf[g] = i
		t.keys = append(t.keys, g)
	}
	return i
}

// count adds the numbers of a row to its group.
func (t *table) count(tn *tenant, sh *shape) {
	if !sh.counted {
		sh.counted = true
		sh.usage.note(sh.values)
	}
	t.note(tn, sh)
	sm := t.sum(tn, sh)
	for i := range sm.numbers {
		sm.numbers[i].add(t.numbers[i])
	}
}

// sum returns the one of a tenant, or of all, and a shape.
func (t *table) sum(tn *tenant, sh *shape) *sum {
	id := uint64(sh.key)
	if t.byTenant {
		id |= uint64(tn.index) << 32
	}
	sm := t.sums[id]
	if sm == nil {
		sm = &sum{tenant: tn, key: sh.key}
		t.sums[id] = sm
		t.order = append(t.order, sm)
	}
	return sm
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

// note remembers that a tenant has a row with or without infra.* of a usage.
func (t *table) note(tn *tenant, sh *shape) {
	seen := tn.of(sh.usage)
	if *seen|sh.infra != *seen {
		*seen |= sh.infra
		if *seen == withInfra|withoutInfra {
			sh.usage.mixed++
		}
	}
}

// of is what was seen of a usage. Most files have few usages, and a slice of bytes is the smallest home.
func (tn *tenant) of(u *usage) *byte {
	if u.index >= manyUsages {
		if tn.more == nil {
			tn.more = map[uint32]*byte{}
		}
		if tn.more[u.index] == nil {
			tn.more[u.index] = new(byte)
		}
		return tn.more[u.index]
	}
	if n := int(u.index) + 1 - len(tn.seen); n > 0 {
		tn.seen = append(tn.seen, make([]byte, n)...)
	}
	return &tn.seen[u.index]
}
