package acronis

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const longSecret = "q7Rv2-Kd9x_Lm4.Tz8bWc5Yn1Hs6Gj3Pf0Ua-eXoViQlBkZrMtDyNwSgChJp7E2u4A9T6R8"

// A malicious cell may consist of parts of a secret. It is examined once, and not once for
// each of them.
func TestFinderInCellOfParts(t *testing.T) {
	c := redactingClient(t, "20dffb36-d77b-45c6-b2fa-39276e98d5fc", longSecret[:40])
	took := func(cell string) time.Duration {
		text := []byte(strings.Repeat(cell, 128<<10/len(cell)) + ",")
		shortest := time.Hour
		for range 5 {
			begin := time.Now()
			if find(c, text, len(text)) {
				t.Fatal("there is no secret")
			}
			shortest = min(shortest, time.Since(begin))
		}
		return shortest
	}
	parts, escapes := took(longSecret[:11]), took(`\x`)
	if parts > 50*escapes {
		t.Errorf("%v, and %v for a cell of escapes", parts, escapes)
	}
}

// After a cell that was examined for nothing, no place is left out.
func TestFinderAfterCellOfParts(t *testing.T) {
	for _, length := range []int{29, 60} {
		secret := longSecret[:length]
		c := redactingClient(t, "20dffb36-d77b-45c6-b2fa-39276e98d5fc", secret)
		for before := range 10 * longDistance {
			text := fmt.Sprintf("%s%s,%s,%s", strings.Repeat("x", before), secret[:11], strings.Repeat("y", before/3), secret)
			if !find(c, []byte(text), 128<<10) {
				t.Errorf("%d characters aren't found after %d others", length, before)
			}
		}
	}
}
