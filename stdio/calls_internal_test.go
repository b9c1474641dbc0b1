package stdio

import (
	"strconv"
	"testing"
	"testing/synctest"
)

// An internal test, because parsing that much takes seconds with the race detector.
func TestAddRefusesBeyond64MiB(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		ended := make(chan struct{})
		q := newCalls(func(*call) { <-release }, ended)
		next := 0
		fill := func() (added int) {
			for {
				k := &call{key: strconv.Itoa(next), line: make([]byte, 4<<20), cancel: func() {}}
				if refused := q.add(k); refused == tooManyWaiting {
					return added
				} else if refused != nil {
					t.Fatal(refused.text)
				}
				added++
				next++
			}
		}
		const fit = 64 << 20 / (4<<20 + callWeight)
		if got, want := fill(), 64+fit; got != want {
			t.Errorf("%d requests were added, want %d", got, want)
		}
		q.cancel("70")        // waits
		release <- struct{}{} // one request is done
		synctest.Wait()
		if got := fill(); got != 2 {
			t.Errorf("%d requests were added when there was room for two", got)
		}
		if refused := q.add(&call{key: "ping", inline: true, cancel: func() {}}); refused != nil {
			t.Errorf("a ping was refused: %s", refused.text)
		}
		q.abort()
		close(release)
		close(ended)
	})
}
