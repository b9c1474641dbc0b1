package usage

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// endless is a text that repeats without an end.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	for n := 0; n < len(p); {
		m := copy(p[n:], e.text[e.at:])
		n += m
		e.at = (e.at + m) % len(e.text)
	}
	return len(p), nil
}

// anyTenant counts the rows of all tenants.
var anyTenant = Query{RoleOf: func(string, string) Role { return Role{Counted: true} }}

func repeat(text string) io.Reader { return &endless{text: strings.Repeat(text, 1<<12)} }

const smallHeader = "application.id,tenant.id,tenant.kind,tenant.name,name,edition," +
	"usage.absolute.production,usage.absolute.trial,usage.absolute.total,usage.delta.production,usage.delta.trial,usage.delta.total\n"

// Lines are counted on, however many empty ones are skipped at once.
func TestEmptyLines(t *testing.T) {
	for _, end := range []string{"\n", "\r\n"} {
		for _, n := range []int{0, 1, 2047, 2048, 4095, 4096, 4097, 300_000} {
			file := smallHeader + strings.Repeat(end, n) + "broken\n" + strings.Repeat(end, n) + "broken too\n"
			s, err := Summarize(t.Context(), strings.NewReader(file), anyTenant)
			if err != nil {
				t.Fatal(err)
			}
			if len(s.BadRows) != 2 || s.BadRows[0].Line != int64(n+2) || s.BadRows[1].Line != int64(2*n+3) || s.Rows != 2 {
				t.Errorf("%d times %q: %+v", n, end, s.BadRows)
			}
		}
	}
}

// Whatever a file without an end has, reading it stops soon after its context.
func TestEndlessFiles(t *testing.T) {
	for _, text := range []string{"\n", "\r\n", "\"", "\"\"\n", ",", "x", "x\n", "\n\r", ",,,,,,,,,,,\n", "a,b,customer,c,d,e,1,2,3,4,5,6\n"} {
		for _, begin := range []string{"", smallHeader} {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			start := time.Now()
			_, err := Summarize(ctx, io.MultiReader(strings.NewReader(begin), repeat(text)), anyTenant)
			cancel()
			var broken *FileError
			if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) && !errors.As(err, &broken) || took > 5*time.Second {
				t.Errorf("%q after %d bytes: %v after %v", text, len(begin), err, took)
			}
		}
	}
}

// TestUnreadable has files beyond a smaller limit, because 8 GiB take seconds to read.
func TestUnpackedLimit(t *testing.T) {
	if got := (Query{}).withLimits().MaxUnpacked; got != 8<<30 {
		t.Errorf("the limit is %d bytes, want 8 GiB", got)
	}
}

func BenchmarkEmptyLines(b *testing.B) {
	for name, end := range map[string]string{"LF": "\n", "CRLF": "\r\n"} {
		b.Run(name, func(b *testing.B) {
			const size = 256 << 20
			b.SetBytes(size)
			for b.Loop() {
				if _, err := Summarize(b.Context(), io.MultiReader(strings.NewReader(smallHeader), io.LimitReader(repeat(end), size)), anyTenant); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
