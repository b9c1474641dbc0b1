package main

import (
	"bufio"
	"cmp"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

const header = "application.id,tenant.id,tenant.kind,tenant.name,name,edition,sku,infra.id,infra.backend_type,infra.owner_id," +
	"usage.absolute.production,usage.absolute.total,usage.absolute.trial,usage.delta.production,usage.delta.total,usage.delta.trial," +
	"usage.effective.production,usage.effective.total,usage.effective.trial\n"

// usages are the usages of each tenant, and whether they have infrastructure.
var usages = []struct {
	name  string
	infra bool
}{
	{"storage", true}, {"workstations", false}, {"local_storage", false}, {"servers", false}, {"mailboxes", false},
	{"vms", false}, {"dr_storage", true}, {"mobiles", false}, {"gworkspace_seats", false}, {"m365_teams", false},
}

const storages = 64

func storageID(i int) string { return "e5d4a1c6-6b0e-4f0c-9a43-" + strconv.Itoa(100_000_000_000+i) }

// rowsPerTenant returns the number of rows of each tenant other than the own one.
func (w world) rowsPerTenant() int { return max(1, w.rows/w.tenants) }

// A rowKey is what the k-th row of a partner and of its customers is about.
type rowKey struct{ usage, edition, storage int }

func keyOf(partner, k int) rowKey {
	key := rowKey{k % len(usages), (partner/perPartner + k/len(usages)) % 2, -1}
	if usages[key.usage].infra || k >= 2*len(usages) {
		key.storage = (partner/perPartner + k/(2*len(usages))) % storages
	}
	return key
}

// valueOf returns the k-th value of a customer. A sixteenth of it is the change.
func valueOf(customer, k int) int64 {
	v := scatter(customer*1024 + k)
	if usages[k%len(usages)].infra {
		return int64(v%(1<<40)) &^ 15
	}
	return int64(v % 13 * 16)
}

// writeSheet writes a stored report to a file in dir, and returns its path. The rows
// of a partner have the sums of its customers, those of the own tenant all sums.
func (w world) writeSheet(dir string) (path string, err error) {
	path = filepath.Join(dir, "report-"+strconv.Itoa(w.tenants)+"-"+strconv.Itoa(w.rows)+".csv.gz")
	return path, writePacked(path, w.writeRows)
}

// writePacked writes a file with gzip. rows needs no look at errors: Flush returns
// the first.
func writePacked(path string, rows func(*bufio.Writer)) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	packed := gzip.NewWriter(file)
	out := bufio.NewWriterSize(packed, 1<<20)
	rows(out)
	if err := out.Flush(); err != nil {
		return err
	}
	if err := packed.Close(); err != nil {
		return err
	}
	return file.Close()
}

func (w world) writeRows(out *bufio.Writer) {
	io.WriteString(out, header) // a bufio.Writer keeps errors for Flush
	per := w.rowsPerTenant()
	sums := make([]int64, per)
	whole := map[rowKey]int64{}
	for partner := 1; partner < w.tenants; partner += perPartner {
		w.addUp(partner, sums)
		for k, sum := range sums {
			whole[keyOf(partner, k)] += sum
		}
	}
	r := rowWriter{out: out}
	r.begin(0)
	for _, key := range sortedKeys(whole) {
		r.write(key, whole[key])
	}
	for partner := 1; partner < w.tenants; partner += perPartner {
		w.addUp(partner, sums)
		r.begin(partner)
		for k, sum := range sums {
			r.write(keyOf(partner, k), sum)
		}
		for customer := partner + 1; customer < min(partner+perPartner, w.tenants); customer++ {
			r.begin(customer)
			for k := range per {
				r.write(keyOf(partner, k), valueOf(customer, k))
			}
		}
	}
}

// addUp sets sums to those of a partner's customers.
func (w world) addUp(partner int, sums []int64) {
	clear(sums)
	for customer := partner + 1; customer < min(partner+perPartner, w.tenants); customer++ {
		for k := range sums {
			sums[k] += valueOf(customer, k)
		}
	}
}

// A rowWriter writes the rows of one tenant after another.
type rowWriter struct {
	out    *bufio.Writer
	tenant []byte
}

// begin makes a tenant the one to which the next rows belong.
func (r *rowWriter) begin(i int) {
	name := nameOf(i)
	if strings.Contains(name, ",") {
		name = `"` + name + `"`
	}
	r.tenant = append(r.tenant[:0], "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb,"+tenantID(i)+","+kindOf(i)+","+name+","...)
}

func (r *rowWriter) write(key rowKey, value int64) {
	use := usages[key.usage]
	edition, prefix := "pck_per_workload", "pw_base_"
	if key.edition == 1 {
		edition, prefix = "pck_per_gigabyte", "pg_base_"
	}
	b := append(r.out.AvailableBuffer(), r.tenant...)
	b = append(append(append(append(b, prefix...), use.name...), ','), edition...)
	b = append(strconv.AppendInt(append(b, ",SKU"...), int64(key.usage), 10), ',')
	if key.storage >= 0 {
		b = append(append(b, storageID(key.storage)...), ",acronis,"...)
	} else {
		b = append(b, ",,"...)
	}
	for _, n := range []int64{value, value / 16, value} {
		b = strconv.AppendInt(append(b, ','), n, 10)
		b = strconv.AppendInt(append(b, ','), n, 10)
		b = append(b, ",0"...)
	}
	r.out.Write(append(b, '\n'))
}

// sortedKeys returns the keys in an order that is the same each time.
func sortedKeys(sums map[rowKey]int64) []rowKey {
	return slices.SortedFunc(maps.Keys(sums), func(a, b rowKey) int {
		return cmp.Or(a.usage-b.usage, a.edition-b.edition, a.storage-b.storage)
	})
}
