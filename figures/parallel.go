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
			defer func() { <-running }()
			defer asError(&errs[i])
			errs[i] = f(i)
		})
	}
	wg.Wait()
	return errs
}

// inBackground starts f, and returns a function that waits for its result. A
// panic is returned as its error.
func inBackground[T any](f func() (T, error)) (wait func() (T, error)) {
	var value T
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer asError(&err)
		value, err = f()
	}()
	return func() (T, error) {
		<-done
		return value, err
	}
}

// asError turns a panic into an error.
func asError(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v", p)
	}
}
