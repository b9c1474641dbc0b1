package usage_test

import (
	"bytes"
	"encoding/csv"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"acronis-reports-mcp/usage"
)

// referenceQuery is the query that the reference answers: by all keys but tenant and day. Offering items are their
// own usages.
var referenceQuery = usage.Query{
	By:      []usage.Key{usage.ByOfferingItem, usage.ByApplication, usage.ByEdition, usage.ByInfra, usage.ByBackend, usage.ByOwner},
	RoleOf:  roleByName,
	UsageOf: func(item, _ string) string { return item },
	Wants:   named("*o*"),
}

// roleByName returns the role of a tenant, which depends on letters in its id.
func roleByName(id, _ string) usage.Role {
	return usage.Role{Counted: !strings.Contains(id, "x"), Child: strings.Contains(id, "c"), Subject: strings.Contains(id, "s")}
}

// A tally is the result of the reference.
type tally struct {
	rows, counted, skipped, leftOut, filtered int64
	sums                                      map[usage.Group][6]*big.Rat // by keys
	differing                                 int                         // control totals
	checked                                   bool
}

// reference adds up a file in a simple way, all in memory. ok is false if encoding/csv refuses the file or it isn't a
// report.
func reference(file []byte) (t tally, ok bool) {
	file = bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))
	r := csv.NewReader(bytes.NewReader(file))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return t, false
	}
	header := map[string]int{}
	for i, name := range rows[0] {
		name = strings.TrimSpace(name)
		if _, twice := header[name]; twice {
			return t, false
		}
		header[name] = i
	}
	for _, name := range strings.Split(strings.TrimSpace(shortHeader), ",") {
		if _, ok := header[name]; !ok {
			return t, false
		}
	}
	t.add(rows, header)
	return t, true
}

func (t *tally) add(rows [][]string, header map[string]int) {
	t.sums = map[usage.Group][6]*big.Rat{}
	control := controlTally{sums: map[[5]string][6]*big.Rat{}}
	kinds := map[[2]string]map[bool]bool{} // tenant and usage: with infra, without
	for _, row := range rows[1:] {
		t.rows++
		get := func(name string) string {
			if i, ok := header[name]; ok && i < len(row) {
				return row[i]
			}
			return ""
		}
		edition := get("edition")
		if _, ok := header["edition"]; !ok {
			edition = "standard"
		}
		numbers, ok := six(get)
		if !ok || len(row) != len(rows[0]) || get("tenant.id") == "" || get("name") == "" || brokenOff(get, rows[0]) {
			t.skipped++
			continue
		}
		role := roleByName(get("tenant.id"), "")
		control.add(role, [5]string{get("name"), edition, get("infra.id"), get("infra.backend_type"), get("infra.owner_id")}, numbers)
		switch {
		case !role.Counted:
			t.leftOut++
		case !strings.Contains(strings.ToLower(get("name")), "o"):
			t.filtered++
		default:
			t.count(get, edition, numbers, kinds)
		}
	}
	t.checked, t.differing = control.result()
	t.mergeInfra(kinds)
}

// count adds the numbers of a row to its group.
func (t *tally) count(get func(string) string, edition string, numbers [6]*big.Rat, kinds map[[2]string]map[bool]bool) {
	t.counted++
	without := get("infra.id")+get("infra.backend_type")+get("infra.owner_id") == ""
	both := [2]string{get("tenant.id"), get("name")}
	if kinds[both] == nil {
		kinds[both] = map[bool]bool{}
	}
	kinds[both][without] = true
	key := usage.Group{
		Usage: get("name"), OfferingItem: get("name"), Application: get("application.id"), Edition: edition,
		Infra: get("infra.id"), Backend: get("infra.backend_type"), Owner: get("infra.owner_id"), NoInfra: without,
	}
	for i := range numbers {
		t.sums[key] = plus(t.sums[key], i, numbers[i])
	}
}

// A controlTally has the subject's sums minus those of its children. They are 0 if both sides are equal.
type controlTally struct {
	sums           map[[5]string][6]*big.Rat
	subject, child bool
}

func (c *controlTally) add(role usage.Role, key [5]string, numbers [6]*big.Rat) {
	c.subject, c.child = c.subject || role.Subject, c.child || role.Child
	for i := range numbers {
		if role.Subject {
			c.sums[key] = plus(c.sums[key], i, numbers[i])
		}
		if role.Child {
			c.sums[key] = plus(c.sums[key], i, new(big.Rat).Neg(numbers[i]))
		}
	}
}

// result returns whether there are two sides to compare, and how many sums differ.
func (c *controlTally) result() (checked bool, differing int) {
	if !c.subject || !c.child {
		return false, 0
	}
	for _, sums := range c.sums {
		for _, n := range sums {
			if n != nil && n.Sign() != 0 {
				differing++
			}
		}
	}
	return true, differing
}

// brokenOff reports whether a row has a line break or more than a KiB in a column that is read.
func brokenOff(get func(string) string, header []string) bool {
	read := []string{"application.id", "tenant.id", "tenant.kind", "name", "edition", "infra.id", "infra.backend_type", "infra.owner_id"}
	if i := slices.IndexFunc(header, func(name string) bool {
		name = strings.TrimSpace(name)
		return name == "sku" || strings.HasSuffix(name, ".sku")
	}); i >= 0 {
		read = append(read, strings.TrimSpace(header[i]))
	}
	return slices.ContainsFunc(read, func(name string) bool { return strings.Contains(get(name), "\n") || len(get(name)) > 1<<10 })
}

// mergeInfra adds rows without infrastructure to those with it if no tenant has both.
func (t *tally) mergeInfra(kinds map[[2]string]map[bool]bool) {
	mixed := map[string]bool{}
	for key, both := range kinds {
		mixed[key[1]] = mixed[key[1]] || len(both) == 2
	}
	for key, sums := range t.sums {
		if key.NoInfra && !mixed[key.Usage] {
			delete(t.sums, key)
			key.NoInfra = false
			for i := range sums {
				t.sums[key] = plus(t.sums[key], i, sums[i])
			}
		}
	}
}

func plus(sums [6]*big.Rat, i int, n *big.Rat) [6]*big.Rat {
	if sums[i] == nil {
		sums[i] = new(big.Rat)
	}
	sums[i] = new(big.Rat).Add(sums[i], n)
	return sums
}

func six(get func(string) string) (numbers [6]*big.Rat, ok bool) {
	for i, name := range []string{"absolute.production", "absolute.trial", "absolute.total", "delta.production", "delta.trial", "delta.total"} {
		if numbers[i], ok = number(get("usage." + name)); !ok {
			return numbers, false
		}
	}
	return numbers, true
}

var numberForm = regexp.MustCompile(`^[+-]?([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?$`)

// number reads a number within the limits of ParseDecimal.
func number(text string) (*big.Rat, bool) {
	parts := numberForm.FindStringSubmatch(text)
	if parts == nil || parts[1]+parts[2] == "" {
		return nil, false
	}
	exponent := new(big.Int)
	if parts[3] != "" {
		exponent.SetString(parts[3], 10)
	}
	fraction := strings.TrimRight(parts[2], "0")
	digits := strings.TrimLeft(parts[1]+fraction, "0")
	if !exponent.IsInt64() {
		return nil, false
	}
	if digits == "" {
		return new(big.Rat), true
	}
	exponent.Sub(exponent, big.NewInt(int64(len(fraction))))
	if len(digits) > 64 || exponent.CmpAbs(big.NewInt(64)) > 0 {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// byUsage adds up sums by usage and NoInfra.
func byUsage(sums map[usage.Group][6]*big.Rat) map[usage.Group][6]*big.Rat {
	totals := map[usage.Group][6]*big.Rat{}
	for key, numbers := range sums {
		key = usage.Group{Usage: key.Usage, NoInfra: key.NoInfra}
		for i := range numbers {
			totals[key] = plus(totals[key], i, numbers[i])
		}
	}
	return totals
}

// sums returns a summary in the form of the reference.
func sums(groups []usage.Group) map[usage.Group][6]*big.Rat {
	all := map[usage.Group][6]*big.Rat{}
	for _, g := range groups {
		a, d := g.Absolute, g.Delta
		g.Absolute, g.Delta = usage.Amounts{}, usage.Amounts{}
		var rats [6]*big.Rat
		for i, n := range []usage.Decimal{a.Production, a.Trial, a.Total, d.Production, d.Trial, d.Total} {
			rats[i] = n.Rat()
		}
		all[g] = rats
	}
	return all
}

func sameSums(a, b [6]*big.Rat) bool {
	return slices.EqualFunc(a[:], b[:], func(x, y *big.Rat) bool { return x.Cmp(y) == 0 })
}
