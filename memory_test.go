package main

import (
	"io"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
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

// A large heap may only double before it is collected, because it would use too much
// memory otherwise.
func TestLargeHeapMayOnlyDouble(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	limitMemory(math.MaxInt64, func(string) string { return "" })
	if got := gcPercent(smallHeap); got != 200 {
		t.Errorf("a small heap may grow by %d percent, want 200", got)
	}
	large := make([]byte, 2*smallHeap)
	for collectorPercent() != 100 { // finalizers run some time after a collection
		runtime.GC()
	}
	runtime.KeepAlive(large)
}

func collectorPercent() uint64 {
	sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
