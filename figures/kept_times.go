package figures

import (
	"sync"
	"time"
)

// How long it is remembered that something doesn't exist, or that these
// credentials may not read it. Another role for the API client helps soon.
const (
	unknownFor = 15 * time.Minute
	refusedFor = time.Minute
)

// A timeSet remembers texts for some time. The zero value is empty. It is safe for
// concurrent use.
type timeSet struct {
	mu sync.Mutex
	at map[string]time.Time
}

// maxTimes is how many texts are remembered.
const maxTimes = 10_000

// add remembers a text from now on.
func (s *timeSet) add(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == nil || len(s.at) >= maxTimes {
		s.at = map[string]time.Time{}
	}
	s.at[text] = time.Now()
}

// has reports whether a text was added within a duration.
func (s *timeSet) has(text string, within time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.at[text]
	return ok && time.Since(at) < within
}
