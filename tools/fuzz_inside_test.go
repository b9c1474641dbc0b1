package tools

import (
	"crypto/sha256"
	"testing"
)

// FuzzCursor wants any cursor refused or in the list, and one of ours to lead
// to where it was made.
func FuzzCursor(f *testing.F) {
	ids := []string{"a", "b", "c", "d"}
	id := func(i int) string { return ids[i] }
	f.Add("", byte(1))
	f.Fuzz(func(t *testing.T, cursor string, n byte) {
		if at, err := (paging{Cursor: cursor}).start(len(ids), id, "arguments"); at < 0 || at > len(ids) || err != nil && at != 0 {
			t.Errorf("%q leads to %d, %v", cursor, at, err)
		}
		here := 1 + int(n)%len(ids)
		ours := paging{Cursor: next(id(here-1), here, cursor)}
		if at, err := ours.start(len(ids), id, cursor); at != here || err != nil {
			t.Errorf("a cursor of ours leads to %d, %v; want %d", at, err, here)
		}
		if _, err := ours.start(len(ids), id, cursor+"x"); err == nil {
			t.Error("a cursor is good for other arguments")
		}
	})
}

// FuzzConsent wants no state taken for a consent that was not given, and each
// good once, for what it is about.
func FuzzConsent(f *testing.F) {
	f.Add("", "")
	f.Fuzz(func(t *testing.T, state, about string) {
		s, subject := newSeal(), sha256.Sum256([]byte(about))
		if got := s.open(state, subject); got != unfit {
			t.Errorf("%q is taken for a consent: %d", state, got)
		}
		sealed := s.close(subject)
		for _, changed := range []string{sealed + state + "A", state + sealed + "A", sealed[1:], string(sealed[0]^1) + sealed[1:]} {
			if got := s.open(changed, subject); got != unfit {
				t.Errorf("a changed state is taken: %d", got)
			}
		}
		if got := s.open(sealed, sha256.Sum256([]byte(about+"x"))); got != unfit {
			t.Errorf("a state is good for something else: %d", got)
		}
		if first, second := s.open(sealed, subject), s.open(sealed, subject); first != good || second != unfit {
			t.Errorf("a good state gives %d, then %d", first, second)
		}
	})
}
