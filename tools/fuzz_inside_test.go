package tools

import (
	"crypto/sha256"
	"testing"
)

// FuzzCursor checks that any cursor is refused or within the list, and that a
// cursor of this server leads to where it was made.
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

// FuzzConfirmation checks that every state that was not issued is refused, and
// that each issued one is accepted once, for its call and for what was shown.
func FuzzConfirmation(f *testing.F) {
	f.Add("", "")
	f.Fuzz(func(t *testing.T, state, about string) {
		c, call, shown := newConfirmations(), sha256.Sum256([]byte(about)), sha256.Sum256([]byte("shown"))
		if got := c.redeem(state, call, shown); got != stateInvalid {
			t.Errorf("%q is redeemed: %d", state, got)
		}
		issued := c.issue(call, shown)
		for _, changed := range []string{issued + state + "A", state + issued + "A", issued[1:], string(issued[0]^1) + issued[1:], issued[:9] + "\n" + issued[9:], issued + "\r\n"} {
			if got := c.redeem(changed, call, shown); got != stateInvalid {
				t.Errorf("a changed state is redeemed: %d", got)
			}
		}
		if got := c.redeem(issued, sha256.Sum256([]byte(about+"x")), shown); got != stateInvalid {
			t.Errorf("a state is redeemed for another call: %d", got)
		}
		if first, second := c.redeem(issued, call, shown), c.redeem(issued, call, shown); first != stateOK || second != stateInvalid {
			t.Errorf("an issued state gives %d, then %d", first, second)
		}
		if got := c.redeem(c.issue(call, shown), call, call); got != stateChanged {
			t.Errorf("a state of something else shown gives %d", got)
		}
	})
}
