package stdio

import (
	"strconv"
	"testing"
	"testing/synctest"
)

// From inside, because parsing that much takes seconds under the race detector.
func TestAddWaitsAt64MiB(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		open := make(chan struct{})
		over := make(chan struct{})
		q := newCalls(func(*call) { <-open }, over)
		added := 0
		const fit = maxWaiting / (maxLine + callWeight)
		go func() {
			for i := range 100 {
				q.add(&call{key: strconv.Itoa(i), line: make([]byte, maxLine), cancel: func() {}})
				added++
			}
		}()
		synctest.Wait()
		if want := maxRunning + fit; added != want {
			t.Errorf("%d calls were added before add waited, want %d", added, want)
		}
		q.cancel("70") // waits
		synctest.Wait()
		open <- struct{}{} // one call is done
		synctest.Wait()
		if want := maxRunning + fit + 2; added != want {
			t.Errorf("%d calls were added when two had made room, want %d", added, want)
		}
		q.abort()
		close(open)
		close(over)
	})
}
