package figures

import (
	"fmt"
	"sync"
)

// AtOnce is how many requests one call may have in flight, to spare the
// vendor's API.
const AtOnce = 8

// Each runs f for 0 to n-1, at most [AtOnce] at a time, and waits for all. A
// panic in one is returned as its error and doesn't end the process.
func Each(n int, f func(i int) error) []error {
	errs := make([]error, n)
	running := make(chan struct{}, AtOnce)
	var wg sync.WaitGroup
	for i := range n {
		running <- struct{}{}
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					errs[i] = fmt.Errorf("panic: %v", p)
				}
				<-running
			}()
			errs[i] = f(i)
		})
	}
	wg.Wait()
	return errs
}
