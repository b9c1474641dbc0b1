package tools

import (
	"runtime"
	"strings"
	"testing"
)

// An answer of millions of values is cut without keeping them in memory.
func TestCuttingNeedsLittleMemory(t *testing.T) {
	for _, value := range []string{"0", "{}", "[0]", `{"a":"b"}`} {
		text := `{"x":[` + strings.Repeat(value+",", 4<<20/len(value)) + value + `]}`
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		short := limitAnswer(text)
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 4<<20 || len(short) > answerLimit || len(short) < 500 {
			t.Errorf("%s: %d bytes of memory for an answer of %d", value, used, len(short))
		}
	}
}
