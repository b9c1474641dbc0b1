package prices_test

import (
	"math/rand/v2"

	"acronis-reports-mcp/usage"
)

// A maker makes random lists and lines.
type maker struct{ *rand.Rand }

func (m maker) one(of ...string) string { return of[m.IntN(len(of))] }

// rarely returns one of the texts in some of ten cases, else "".
func (m maker) rarely(in int, of ...string) string {
	if m.IntN(10) < in {
		return m.one(of...)
	}
	return ""
}

func (m maker) list() []refRow {
	currencies := []string{"EUR"}
	if m.IntN(3) == 0 {
		currencies = []string{"EUR", "JPY", "KWD"}
		m.Shuffle(3, func(i, j int) { currencies[i], currencies[j] = currencies[j], currencies[i] })
	}
	var rows []refRow
	if m.IntN(4) > 0 { // something for every line, and little that competes with it
		for _, item := range []string{"storage", "servers", "compute_points"} {
			r := m.price(currencies[0])
			r["item"], r["tenant"], r["sku"], r["infra"], r["owner"], r["from"], r["to"] = item, "", "", "", "", "", ""
			r["per"] = map[string]string{"storage": "5 GiB", "servers": "item", "compute_points": "2 compute point"}[item]
			rows = append(rows, r)
		}
		for range m.IntN(3) {
			rows = append(rows, m.price(currencies[0]))
		}
		currencies = currencies[:1]
	} else {
		for range 1 + m.IntN(9) {
			rows = append(rows, m.price(m.one(currencies...)))
		}
	}
	tenants := []string{"Alpha", "Partner One", "Partner Two", "Gamma", "Epsilon", "Zeta"}
	m.Shuffle(len(tenants), func(i, j int) { tenants[i], tenants[j] = tenants[j], tenants[i] })
	for i := range m.IntN(3) {
		rows = append(rows, refRow{"kind": "account", "tenant": tenants[i], "currency": m.one(currencies...), "text": "Contact " + tenants[i]})
	}
	for range m.IntN(3) {
		rows = append(rows, refRow{
			"kind": "discount", "tenant": m.rarely(4, tenants...), "item": m.rarely(3, "storage", "pw_base_storage", "servers"),
			"infra": m.rarely(2, "Frankfurt", "*"), "price": m.one("5", "12.5", "100", "33.333"), "currency": m.rarely(2, currencies...),
		})
	}
	for range m.IntN(3) {
		rows = append(rows, refRow{
			"kind": m.one("fee", "minimum"), "tenant": m.rarely(5, tenants...), "price": m.one("10", "25.005", "150", "3.3335"), "currency": m.one(currencies...),
		})
	}
	if m.IntN(4) == 0 {
		rows = append(rows, refRow{"kind": "fee", "price": "-7.77", "currency": m.one(currencies...)})
	}
	m.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows
}

func (m maker) price(currency string) refRow {
	r := refRow{
		"tenant": m.rarely(4, "Alpha", "K-1", "Partner One", "Partner Two", "Gamma", "Epsilon", "Delta"),
		"sku":    m.rarely(2, "S1", "S2", "*"), "infra": m.rarely(2, "Frankfurt", "Partner's own", "*"), "owner": m.rarely(2, "vendor", "reseller", "*"),
		"currency": currency, "pool": m.rarely(4, "account", "customer"), "at_least": m.rarely(2, "10", "1000", "0.5"),
		"from": m.rarely(2, "2026-10", "2026-11", "2026-01"), "to": m.rarely(2, "2026-09", "2026-10", "2027-01"),
		"included": m.rarely(3, "5", "0.25 + 1", "2/servers + 10", "1.5/pw_base_servers"), "round": m.rarely(3, "up", "nearest 0.01", "nearest 3"),
	}
	switch m.IntN(3) {
	case 0:
		r["item"], r["per"] = m.one("storage", "pw_base_storage", "Backup storage"), m.one("GiB", "100 GiB", "7 GiB")
	case 1:
		r["item"], r["per"] = m.one("servers", "pw_base_servers", "Servers"), m.one("item", "3 item")
	default:
		r["item"], r["per"] = m.one("compute_points", "pw_base_compute_points"), "compute point"
	}
	if r["from"] > r["to"] && r["to"] != "" {
		r["from"] = ""
	}
	if m.IntN(3) == 0 {
		r["tiers"] = m.one("graduated", "volume") + " " + m.one("5=0.5; *=0.25", "10=1.005; 20.5=0.9; 1000=0.333; *=0.1", "*=2", "0=7; 1=6; *=5")
	} else {
		r["price"] = m.one("0", "0.045", "1.115", "4.50", "0.0005", "-0.5", "123456789.125")
	}
	return r
}

func (m maker) lines() []usage.Group {
	var groups []usage.Group
	for _, tenant := range []string{"a", "b", "c", "d", "e", "z"} {
		for range m.IntN(4) {
			name := m.one("storage", "storage", "servers", "compute_points")
			g := usage.Group{
				Tenant: tenant, Usage: name, OfferingItem: m.one("pw_base_", "pg_base_") + name, Edition: "", SKU: m.rarely(6, "S1", "S2"),
				Infra: m.rarely(7, "i1", "i2"),
			}
			g.Edition = map[string]string{"w": "pck_per_workload", "g": "pck_per_gigabyte"}[g.OfferingItem[1:2]]
			if g.Infra != "" {
				g.Owner = m.one("v", "p1")
			}
			n := m.Int64N(100)
			switch {
			case name == "storage":
				n = m.Int64N(3000 << 30)
			case name == "compute_points":
				n = m.Int64N(100_000) - 20_000
			}
			d := usage.NewDecimal(n)
			if m.IntN(20) == 0 {
				d, _ = usage.ParseDecimal(m.one("1.5", "-3.25", "123456789012345678901234567890", "0"))
			}
			g.Absolute.Production, g.Delta.Production = d, d
			groups = append(groups, g)
		}
	}
	return groups
}
