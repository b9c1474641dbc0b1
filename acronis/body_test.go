package acronis

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"acronis-reports-mcp/memory"
)

// Bodies of any size are read whole, with or without a length, and the memory for
// large ones is given back.
func TestReadBody(t *testing.T) {
	b := memory.New(64 << 20)
	for _, size := range []int{0, 1, smallJSON - 1, smallJSON, smallJSON + 1, 8 * smallJSON, 8*smallJSON + 1, maxJSON, maxJSON + 1, maxJSON + 100} {
		for _, length := range []int64{-1, int64(size)} {
			_ = memory.Do(b.With(t.Context()), func(ctx context.Context) error { // its error is that of Reserve, if much is held
				rep := &reply{release: func() {}}
				limit := time.NewTimer(time.Hour)
				defer limit.Stop()
				res := &http.Response{Body: io.NopCloser(strings.NewReader(strings.Repeat("x", size))), ContentLength: length}
				if err := rep.readBody(ctx, res, limit); err != nil {
					t.Error(err)
				}
				if got, want := len(rep.body), min(size, maxJSON+1); got != want {
					t.Errorf("%d bytes, length %d: read %d", size, length, got)
				}
				held := memory.Reserve(ctx, 40<<20) != nil // 32 MiB are held for the largest
				if want := size >= maxJSON || length < 0 && size >= 8*smallJSON; held != want {
					t.Errorf("%d bytes, length %d: memory is held: %v", size, length, held)
				}
				rep.release()
				return nil
			})
		}
	}
	err := memory.Do(b.With(t.Context()), func(ctx context.Context) error { return memory.Reserve(ctx, 64<<20) })
	if err != nil {
		t.Errorf("memory was not given back: %v", err)
	}
}
