package figures

import "testing"

func TestPanicInAGoroutine(t *testing.T) {
	errs := Each(20, func(i int) error {
		if i == 7 {
			panic("MARKED-DETAIL")
		}
		return nil
	})
	for i, err := range errs {
		if (err != nil) != (i == 7) {
			t.Errorf("%d: %v", i, err)
		}
	}
}
