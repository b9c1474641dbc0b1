package usage_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"acronis-reports-mcp/usage"
)

// A readerFunc is a function as an io.Reader.
type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestGoroutineEnds runs in a bubble, which fails if a goroutine is left.
func TestGoroutineEnds(t *testing.T) {
	cut := errors.New("connection reset")
	tests := []struct {
		name string
		r    func(cancel func()) io.Reader
		want error
	}{
		{"cancelled", func(cancel func()) io.Reader {
			return io.MultiReader(io.LimitReader(generate(100_000), 1<<20), readerFunc(func([]byte) (int, error) {
				cancel()
				return 0, context.Canceled
			}))
		}, context.Canceled},
		{"cancelled, and the reader goes on", func(cancel func()) io.Reader {
			return io.MultiReader(strings.NewReader(shortHeader), readerFunc(func(p []byte) (int, error) {
				cancel()
				return copy(p, "a,t,customer,storage,1,2,3,4,5,6\n"), nil
			}))
		}, context.Canceled},
		{"no report, and there is more", func(func()) io.Reader {
			return io.MultiReader(strings.NewReader("no,report\n"), generate(100_000))
		}, nil},
		{"reader fails", func(func()) io.Reader {
			return io.MultiReader(strings.NewReader(shortHeader), iotest.ErrReader(cut))
		}, cut},
		{"reader panics", func(func()) io.Reader { return readerFunc(func([]byte) (int, error) { panic("no disk") }) }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				s, err := usage.Summarize(ctx, test.r(cancel), usage.Query{RoleOf: everything})
				if err == nil || s != nil || test.want != nil && !errors.Is(err, test.want) {
					t.Errorf("got %v, %v, want %v", s, err, test.want)
				}
			})
		})
	}
}

// TestEmptyMembers cancels the reading of gzip that goes on with members of no content,
// which a decompressor reads without returning anything.
func TestEmptyMembers(t *testing.T) {
	const all = 16 << 20
	empty := zip(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	read := 0
	r := io.MultiReader(bytes.NewReader(zip(t, infraFile)), readerFunc(func(p []byte) (n int, err error) {
		cancel()
		if read >= all {
			return 0, io.EOF
		}
		for len(p)-n >= len(empty) {
			n += copy(p[n:], empty)
		}
		read += n
		return n, nil
	}))
	if s, err := usage.Summarize(ctx, r, usage.Query{RoleOf: everything}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v", s, err)
	}
	if read >= all {
		t.Errorf("all %d bytes were read after the cancellation", read)
	}
}

func TestSmallReads(t *testing.T) {
	for _, file := range []string{infraFile, "\xef\xbb\xbf" + infraFile, string(zip(t, infraFile))} {
		s, err := usage.Summarize(t.Context(), iotest.OneByteReader(strings.NewReader(file)), usage.Query{RoleOf: everything})
		if err != nil || s.Counted != 6 {
			t.Errorf("got %+v, %v", s, err)
		}
	}
}
