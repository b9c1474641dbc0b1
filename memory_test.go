package main

import (
	"io"
	"math"
	"runtime/debug"
	"strings"
	"testing"
)

// Go's runtime gets the limit of --memory, unless the user has set its own.
func TestRuntimeGetsMemoryLimit(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	for _, test := range []struct {
		own  string
		want int64
	}{{"", 256 << 20}, {"1GiB", math.MaxInt64}} {
		debug.SetMemoryLimit(math.MaxInt64)
		getenv := func(name string) string {
			if name == "GOMEMLIMIT" {
				return test.own
			}
			return ""
		}
		if status := run(t.Context(), []string{"--demo", "--memory", "256", "tools"}, getenv, strings.NewReader(""), io.Discard, io.Discard); status != 0 {
			t.Errorf("exit status %d", status)
		}
		if got := debug.SetMemoryLimit(-1); got != test.want {
			t.Errorf("GOMEMLIMIT %q: the limit is %d, want %d", test.own, got, test.want)
		}
	}
}
