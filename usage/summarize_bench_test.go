package usage_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"strconv"
	"sync"
	"testing"

	"acronis-reports-mcp/usage"
)

const benchmarkRows = 1_000_000

// packed is a file of a million rows in gzip, and its unpacked size.
var packed = sync.OnceValues(func() ([]byte, int64) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	n, _ := io.Copy(w, generate(benchmarkRows)) // to memory; can't fail
	w.Close()
	return b.Bytes(), n
})

func everything(string, string) usage.Place { return usage.Place{Counted: true} }

func benchmark(b *testing.B, f func(io.Reader) error) {
	file, unpacked := packed()
	peak := &peakReader{}
	for b.Loop() {
		peak.r = bytes.NewReader(file)
		if err := f(peak); err != nil {
			b.Fatal(err)
		}
	}
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(benchmarkRows/seconds, "rows/s")
	b.ReportMetric(float64(unpacked)/1e6/seconds, "MB/s")
	b.ReportMetric(float64(peak.most-min(peak.most, uint64(len(file))))/(1<<20), "peak-MiB")
}

func BenchmarkSummarize(b *testing.B) {
	for _, test := range []struct {
		name string
		by   []usage.Key
	}{
		{"usage", nil},
		{"edition,infra", []usage.Key{usage.ByEdition, usage.ByInfra}},
		{"tenant", []usage.Key{usage.ByTenant}},
	} {
		b.Run(test.name, func(b *testing.B) {
			benchmark(b, func(r io.Reader) error {
				_, err := usage.Summarize(b.Context(), r, usage.Query{By: test.by, Place: everything})
				return err
			})
		})
	}
}

// BenchmarkPlain is what a straightforward program does: encoding/csv, strconv and a map.
func BenchmarkPlain(b *testing.B) {
	benchmark(b, func(r io.Reader) error {
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
			key := [4]string{row[4], row[5], row[8], row[9]}
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
	})
}
