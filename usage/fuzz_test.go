package usage_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

const shortHeader = "application.id,tenant.id,tenant.kind,name,usage.absolute.production,usage.absolute.trial,usage.absolute.total," +
	"usage.delta.production,usage.delta.trial,usage.delta.total\n"

const fullHeader = "application.id,tenant.id,tenant.kind,name,edition,infra.id,infra.backend_type,infra.owner_id," +
	"usage.absolute.production,usage.absolute.trial,usage.absolute.total,usage.delta.production,usage.delta.trial,usage.delta.total\n"

// FuzzSummarize checks that a file that the reference can read has the same sums, and that all rows of any other file
// are accounted for.
func FuzzSummarize(f *testing.F) {
	f.Add([]byte(fullHeader + "a,c1,customer,storage,e,i,b,o,1,2,3,4,5,6\na,s,partner,storage,e,i,b,o,1,2,3,4,5,6\n"))
	f.Fuzz(func(t *testing.T, file []byte) { check(t, file) })
}

// check compares a summary with the reference.
func check(t *testing.T, file []byte) {
	t.Helper()
	got, err := usage.Summarize(context.Background(), bytes.NewReader(file), referenceQuery)
	want, ok := reference(file)
	// encoding/csv makes \n of \r\n in quotes.
	ok = ok && !(bytes.Contains(file, []byte{'"'}) && bytes.Contains(file, []byte{'\r'})) && !bytes.HasPrefix(file, []byte{0x1f, 0x8b})
	if err != nil {
		if ok {
			t.Errorf("got %v, the reference reads it", err)
		}
		return
	}
	if n := got.Counted + got.Skipped + got.LeftOut + got.Filtered; n != got.Rows {
		t.Errorf("%d rows, but %d are accounted for", got.Rows, n)
	}
	if !ok {
		return
	}
	counts := func(n ...int64) string { return fmt.Sprint(n) }
	if g, w := counts(got.Rows, got.Counted, got.Skipped, got.LeftOut, got.Filtered), counts(want.rows, want.counted, want.skipped, want.leftOut, want.filtered); g != w {
		t.Errorf("rows, counted, skipped, left out, filtered: %s, want %s; bad rows: %+v", g, w, got.BadRows)
	}
	if diff := cmp.Diff(want.sums, sums(list(got.Groups)), cmp.Comparer(sameSums), byValue); diff != "" {
		t.Errorf("sums (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(byUsage(want.sums), sums(got.Totals), cmp.Comparer(sameSums), byValue); diff != "" {
		t.Errorf("totals (-want +got):\n%s", diff)
	}
	if (got.Control.Status != "cannot check") != want.checked || got.Control.Differing != want.differing {
		t.Errorf("control: %+v, want %d differing", got.Control, want.differing)
	}
}

// byValue compares decimals by value.
var byValue = cmp.Comparer(func(a, b usage.Decimal) bool { return a.Cmp(b) == 0 })

func TestExactness(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		check(t, randomFile(random))
	}
}

// randomFile has few different values in each column, so that rows fall into the same groups, and numbers of all
// sizes.
func randomFile(random *rand.Rand) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = random.IntN(2) == 0
	columns := strings.Split(strings.TrimSpace(fullHeader)+",extra", ",")
	random.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
	w.Write(columns) // in memory; can't fail
	for range random.IntN(60) {
		var row []string
		for _, column := range columns {
			row = append(row, randomValue(random, column))
		}
		w.Write(row)
	}
	w.Flush()
	return b.Bytes()
}

func randomValue(random *rand.Rand, column string) string {
	pick := func(values ...string) string { return values[random.IntN(len(values))] }
	switch {
	case column == "tenant.id":
		return pick("c1", "c2", "cx3", "s", "sx", "")
	case column == "name":
		return pick("storage", "local_storage", "vms", "cold, \"o\"")
	case strings.HasPrefix(column, "infra"):
		return pick("", "", "1", "2")
	case strings.HasPrefix(column, "usage"):
		return randomNumber(random)
	}
	return pick("a", "b", "")
}

func randomNumber(random *rand.Rand) string {
	digits := func(n int) string {
		text := make([]byte, n)
		for i := range text {
			text[i] = '0' + byte(random.IntN(10))
		}
		return string(text)
	}
	switch random.IntN(40) {
	case 0:
		return []string{"", "NaN", "1_000", "1,5", "0x10", "-", "1e", "."}[random.IntN(8)]
	case 1:
		return digits(random.IntN(70)) + "." + digits(random.IntN(10))
	case 2:
		return fmt.Sprintf("-%se%d", digits(1+random.IntN(5)), random.IntN(140)-70)
	case 3:
		return digits(18 + random.IntN(4))
	case 4:
		return "0.1"
	}
	return digits(1 + random.IntN(14))
}
