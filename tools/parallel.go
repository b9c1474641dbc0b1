package tools

import (
	"fmt"
	"sync"
)

// atOnce is how many requests one call has under way, out of regard for the vendor.
const atOnce = 8

// each runs f for 0 to n-1, at most atOnce at a time, and waits for all. It is
// the one place where tools start goroutines: a panic in one becomes its error
// and doesn't end the process.
func each(n int, f func(i int) error) []error {
	errs := make([]error, n)
	turns := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for i := range n {
		turns <- struct{}{}
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					errs[i] = fmt.Errorf("panic: %v", p)
				}
				<-turns
			}()
			errs[i] = f(i)
		})
	}
	wg.Wait()
	return errs
}
