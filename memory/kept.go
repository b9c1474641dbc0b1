package memory

import (
	"context"
	"slices"
)

// Kept is the memory of a cache, which stays in use when a call has ended. A nil
// Kept has no limit.
type Kept struct {
	budget *Budget
	bytes  int64 // guarded by the cache's lock
	drop   func()
}

// Keep returns the memory of a cache, or nil if the context has no budget. When a
// call needs memory, drop is called. It must empty the cache and call
// [Kept.Empty].
func Keep(ctx context.Context, drop func()) *Kept {
	s := shareOf(ctx)
	if s == nil {
		return nil
	}
	b := s.budget
	k := &Kept{budget: b, drop: drop}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.kept = append(b.kept, k)
	return k
}

// dropKept empties all caches.
func (b *Budget) dropKept() {
	b.mu.Lock()
	kept := slices.Clone(b.kept)
	b.mu.Unlock()
	for _, k := range kept {
		k.drop()
	}
}

// Add takes memory for another entry, and reports whether the cache may keep
// that. A call that has the whole budget gives away a part of it. The caller
// must hold the cache's lock.
func (k *Kept) Add(ctx context.Context, bytes int64) bool {
	switch s := shareOf(ctx); {
	case k == nil:
		return true
	case k.budget.waiting.Load() > 0:
		return false
	case s != nil && s.alone && s.give(bytes), k.budget.free.TryAcquire(bytes):
		k.bytes += bytes
		return true
	}
	return false
}

// Remove gives back the memory of an entry. The caller must hold the cache's
// lock.
func (k *Kept) Remove(bytes int64) {
	if k != nil {
		k.bytes -= bytes
		k.budget.free.Release(bytes)
	}
}

// Empty gives back the memory of all entries. The caller must hold the cache's
// lock.
func (k *Kept) Empty() {
	if k != nil {
		k.Remove(k.bytes)
	}
}

// give leaves a part of the whole budget to a cache, for good. It takes s.mu
// while the cache is locked; only a call that is not alone locks a cache while it
// holds s.mu, to drop it.
func (s *share) give(bytes int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failure != nil || s.used+bytes > s.budget.size {
		return false
	}
	s.used += bytes
	s.taken -= bytes
	return true
}
