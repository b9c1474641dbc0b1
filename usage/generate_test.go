package usage_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
)

// generatedHeader has the known columns and the two for SKUs and names of tenants.
const generatedHeader = "application.id,tenant.id,tenant.kind,tenant.name,name,edition,sku,infra.id,infra.backend_type,infra.owner_id," +
	"usage.absolute.production,usage.absolute.total,usage.absolute.trial,usage.delta.production,usage.delta.total,usage.delta.trial," +
	"usage.effective.production,usage.effective.total,usage.effective.trial\n"

// generatedUsages are usage names, and whether they have infrastructure.
var generatedUsages = []struct {
	name  string
	infra bool
}{
	{"storage", true}, {"local_storage", false}, {"dr_storage", true}, {"compute_points", true}, {"workstations", false},
	{"servers", false}, {"vms", false}, {"mobiles", false}, {"m365_seats", false}, {"m365_teams", false},
}

// A generator is a file like that of a distributor, always the same: 20 rows for each tenant (10 usages in 2 editions),
// 25 customers for each partner, and storage that some partners own.
type generator struct {
	rows, row int
	random    *rand.Rand
	tenant    string
	name      string
	owner     string
	infra     string
	backend   string
	buf       bytes.Buffer
}

func generate(rows int) *generator {
	return &generator{rows: rows, random: rand.New(rand.NewPCG(1, 2)), buf: *bytes.NewBufferString(generatedHeader)}
}

func (g *generator) uuid() string {
	a, b := g.random.Uint64(), g.random.Uint64()
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", a>>32, a>>16&0xffff, a&0xffff, b>>48, b&(1<<48-1))
}

// Read returns the next part of the file.
func (g *generator) Read(p []byte) (int, error) {
	for g.buf.Len() < len(p) && g.row < g.rows {
		g.buf.Write(g.next(g.buf.AvailableBuffer()))
		g.row++
	}
	return g.buf.Read(p)
}

func (g *generator) next(b []byte) []byte {
	if g.row%500 == 0 { // the next partner
		g.owner, g.infra, g.backend = "", g.uuid(), "acronis"
		if g.random.IntN(5) == 0 {
			g.owner, g.backend = g.uuid(), "local"
		}
		if len(g.owner) == 0 {
			g.infra = []string{"e5d4a1c6-6b0e-4f0c-9a43-0c3f5b8f7a11", "0b7e9f52-54d5-4c55-8a0e-3f6a1c2d9e84"}[g.random.IntN(2)]
		}
	}
	if g.row%20 == 0 {
		g.tenant = g.uuid()
		g.name = "Customer " + strconv.Itoa(g.row/20)
		if g.random.IntN(20) == 0 {
			g.name = `"Customer ` + strconv.Itoa(g.row/20) + `, Inc."`
		}
	}
	use := generatedUsages[g.row%10]
	edition, prefix := "pck_per_workload", "pw_base_"
	if g.row%20 >= 10 {
		edition, prefix = "pck_per_gigabyte", "pg_base_"
	}
	b = append(b, "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb,"...)
	b = append(append(append(b, g.tenant...), ",customer,"...), g.name...)
	b = append(append(append(append(b, ','), prefix...), use.name...), ',')
	b = append(append(b, edition...), ",SKU"...)
	b = append(strconv.AppendInt(b, int64(g.row%20), 10), ',')
	if use.infra {
		b = append(append(append(append(append(b, g.infra...), ','), g.backend...), ','), g.owner...)
	} else {
		b = append(b, ",,"...)
	}
	value := int64(g.random.IntN(200))
	if use.infra {
		value = g.random.Int64N(1 << 40)
	}
	for _, n := range []int64{value, value / 16, value} {
		b = strconv.AppendInt(append(b, ','), n, 10)
		b = strconv.AppendInt(append(b, ','), n, 10)
		b = append(b, ",0"...)
	}
	return append(b, '\n')
}
