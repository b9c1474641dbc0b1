package acronis

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// fileWith returns a stored report of about n bytes with a text in a cell, and
// names that look a little like secrets.
func fileWith(n int, text string, names ...string) string {
	var b strings.Builder
	row := func(i int, name string) {
		fmt.Fprintf(&b, "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb,%08x-8e74-4ae3-8c84-50eb0dff12eb,customer,%s,pw_base_storage_%d,per_workload,%d,0,%d,%d,0\r\n",
			i/20*7919, name, i%20, i*1_000_003, i, i*17)
	}
	for i := 0; b.Len() < n; i++ {
		row(i, names[i/20%len(names)])
	}
	row(0, text)
	row(1, "last")
	return b.String()
}

var oddNames = []string{"Contoso Ltd", `"Bank, of the West"`, "Fabrikam GmbH & Co", "Müller AG", "100% Wingtip", "株式会社東京", "Київ 24", "A: B", "AT&T"}

// find writes a text in pieces of n bytes.
func find(c *Client, text []byte, n int) bool {
	f := c.NewFinder()
	for piece := range slices.Chunk(text, n) {
		_, _ = f.Write(piece)
	}
	return f.Found()
}

func TestFinder(t *testing.T) {
	for _, secret := range []string{
		"MARKED-SECRET-5e", `M4rked/SECRET+1 <&"%5e`, "with,commas,and-MARKED", strings.Repeat("eyJhbGciOi.J-_9", 60), "sh0rt-one", "sh0rt,one",
	} {
		c := redactingClient(t, "20dffb36-d77b-45c6-b2fa-39276e98d5fc", secret)
		for name, spelling := range spellings(secret) {
			if len(secret) < shortestEncoded && name != "as it is" || strings.Contains(secret, ",") && strings.Contains(spelling, "\n") {
				continue
			}
			cell := `"` + strings.ReplaceAll(spelling, `"`, `""`) + `"`
			for _, n := range []int{1, 100, 128 << 10} {
				if !find(c, []byte(fileWith(3000, cell, oddNames...)), n) {
					t.Errorf("%.30s, %s, isn't found in pieces of %d bytes: %s", secret, name, n, cell)
				}
			}
		}
		for _, n := range []int{1, 100, 128 << 10} {
			if find(c, []byte(fileWith(100_000, "none", oddNames...)), n) {
				t.Errorf("found in pieces of %d bytes, where there is none", n)
			}
		}
	}
}

// A secret that is broken into two lines is found wherever it begins.
func TestFinderInTwoLines(t *testing.T) {
	for _, length := range []int{29, 40, 51, 52, 70} {
		secret := longSecret[:length] // without a part that it has twice
		c := redactingClient(t, "20dffb36-d77b-45c6-b2fa-39276e98d5fc", secret)
		for end := range length {
			for before := range 2 * longDistance {
				text := strings.Repeat("x", before) + secret[:end] + "\r\n" + secret[end:]
				if !find(c, []byte(text), 128<<10) {
					t.Errorf("%d characters with a line end after %d aren't found after %d others", length, end, before)
				}
			}
		}
	}
}

// A cell may be of any length, and a file may have no cells.
func TestFinderInLongCells(t *testing.T) {
	c := redactingClient(t, "20dffb36-d77b-45c6-b2fa-39276e98d5fc", "MARKED-SECRET-5e1f00")
	for _, before := range []int{0, maxCell - 30, maxCell - 10, maxCell, 3 * maxCell} {
		for _, n := range []int{1000, 128 << 10} {
			text := strings.Repeat("x", before) + "M:A:R:K:E:D-SECRET-5e1f00"
			if !find(c, []byte(text), n) || !find(c, []byte(text+strings.Repeat("x", 2*maxCell)), n) {
				t.Errorf("isn't found after %d bytes, in pieces of %d", before, n)
			}
		}
	}
}

// BenchmarkFinder compares with unpacking, which is the least that is done with a
// stored report.
func BenchmarkFinder(b *testing.B) {
	for what, text := range map[string]string{
		"plain names": fileWith(32<<20, "none", "Contoso Ltd", "Bank of the West"),
		"odd names":   fileWith(32<<20, "none", oddNames...),
	} {
		for _, length := range []int{16, 52} {
			b.Run(fmt.Sprintf("%s/secret of %d characters", what, length), func(b *testing.B) { benchmarkFinder(b, text, length) })
		}
	}
}

func benchmarkFinder(b *testing.B, text string, length int) {
	raw := []byte(text)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := io.WriteString(w, text); err != nil {
		b.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	c := redactingClient(b, "20dffb36-d77b-45c6-b2fa-39276e98d5fc", strings.Repeat("s3cret-Key", 6)[:length])
	value := strings.Repeat("t0ken", 240)
	c.tokens.replace(token{value: value, secret: newSecret(value)})
	b.SetBytes(int64(len(text)))
	finding, unpacking := time.Hour, time.Hour
	for b.Loop() {
		begin := time.Now()
		if find(c, raw, 128<<10) {
			b.Fatal("found")
		}
		between := time.Now()
		r, err := gzip.NewReader(bytes.NewReader(packed.Bytes()))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r); err != nil {
			b.Fatal(err)
		}
		finding, unpacking = min(finding, between.Sub(begin)), min(unpacking, time.Since(between))
	}
	b.ReportMetric(finding.Seconds()/unpacking.Seconds(), "of-unpacking")
	b.ReportMetric(float64(len(text))/finding.Seconds()/1e9, "GB/s")
}
