package usage_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"flag"
	"io"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"acronis-reports-mcp/usage"
)

var benchmarkRows = flag.Int("rows", 1_000_000, "how many rows the benchmarks' file has")

// packed returns the generated file in gzip, and its unpacked size.
var packed = sync.OnceValues(func() ([]byte, int64) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	n, _ := io.Copy(w, generate(*benchmarkRows)) // in memory; can't fail
	w.Close()
	return b.Bytes(), n
})

func everything(string, string) usage.Role { return usage.Role{Counted: true} }

// plain groups rows by some columns in a simple way, with encoding/csv, strconv and a map.
func plain(r io.Reader, columns []int) error {
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return err
	}
	rows := csv.NewReader(unpacked)
	rows.ReuseRecord = true
	if _, err := rows.Read(); err != nil {
		return err
	}
	sums := map[[4]string][6]int64{}
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		var key [4]string
		for i, column := range columns {
			key[i] = row[column]
		}
		sum := sums[key]
		for i := range sum {
			n, err := strconv.ParseInt(row[10+i], 10, 64)
			if err != nil {
				return err
			}
			sum[i] += n
		}
		sums[key] = sum
	}
}

// BenchmarkSummarize reports rows and unpacked bytes per second, the peak of the heap without the packed file, and the
// ratio to the time of plain.
func BenchmarkSummarize(b *testing.B) {
	for _, test := range []struct {
		name    string
		by      []usage.Key
		columns []int // the same for plain
	}{
		{"usage", nil, []int{4}},
		{"edition,infra", []usage.Key{usage.ByEdition, usage.ByInfra}, []int{4, 5, 8, 9}},
		{"tenant", []usage.Key{usage.ByTenant}, []int{1, 4}},
	} {
		b.Run(test.name, func(b *testing.B) {
			file, unpacked := packed()
			start := time.Now()
			if err := plain(bytes.NewReader(file), test.columns); err != nil {
				b.Fatal(err)
			}
			baseline := time.Since(start).Seconds()
			runtime.GC() // what plain used doesn't count
			peak := &peakReader{}
			for b.Loop() {
				peak.r = bytes.NewReader(file)
				if _, err := usage.Summarize(b.Context(), peak, usage.Query{By: test.by, RoleOf: everything}); err != nil {
					b.Fatal(err)
				}
				peak.note()
			}
			seconds := b.Elapsed().Seconds() / float64(b.N)
			b.ReportMetric(float64(*benchmarkRows)/seconds, "rows/s")
			b.ReportMetric(float64(unpacked)/1e6/seconds, "MB/s")
			b.ReportMetric(float64(peak.most-uint64(len(file)))/(1<<20), "peak-MiB")
			b.ReportMetric(baseline/seconds, "x-plain")
		})
	}
}
