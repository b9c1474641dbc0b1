package main

import (
	"runtime"
	"runtime/debug"
)

// limitMemory limits the memory that Go's runtime uses, in bytes, and makes its garbage
// collector run less often while the heap is small. The variables of the runtime take
// precedence.
func limitMemory(limit int64, getenv func(string) string) {
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
	if getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent(0))
		afterEachGC(func(live uint64) { debug.SetGCPercent(gcPercent(live)) })
	}
}

// smallHeap is the size, in bytes, up to which the live heap counts as small. Calls
// without figures use 3 MiB.
const smallHeap = 8 << 20

// gcPercent returns by how much the heap may grow over what is live before it is
// collected. A small heap may grow to three times its size: collecting it sooner takes
// an eighth of the time of a call. A large heap may only double, as is usual.
func gcPercent(live uint64) int {
	if live <= smallHeap {
		return 200
	}
	return 100
}

// afterEachGC calls f soon after each garbage collection with the size of the heap,
// which then is little more than what is live.
func afterEachGC(f func(live uint64)) {
	type sentinel struct{ _ *int } // with a pointer, so that it shares no block with others
	var arm func(*sentinel)
	arm = func(s *sentinel) {
		var stats runtime.MemStats // runtime/metrics would make the start longer
		runtime.ReadMemStats(&stats)
		f(stats.HeapAlloc)
		runtime.SetFinalizer(s, arm) // it is unreachable again at the next collection
	}
	runtime.SetFinalizer(&sentinel{}, arm)
}
