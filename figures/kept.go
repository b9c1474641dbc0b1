package figures

import (
	"context"
	"sync"

	"acronis-reports-mcp/memory"
)

// keptMap keeps values for later questions, until a question needs their memory.
// It is safe for concurrent use.
type keptMap[V any] struct {
	mu     sync.Mutex
	values map[string]keptValue[V]
	memory *memory.Kept
}

type keptValue[V any] struct {
	value V
	bytes int64
}

func (m *keptMap[V]) get(key string) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept, ok := m.values[key]
	return kept.value, ok
}

// put keeps a value if there is room for it.
func (m *keptMap[V]) put(ctx context.Context, key string, value V, bytes int64) {
	const entry = 100 // bytes of an entry of the map
	bytes += entry + int64(len(key))
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.values == nil {
		m.values, m.memory = map[string]keptValue[V]{}, memory.Keep(ctx, m.drop)
	}
	m.remove(key)
	if m.memory.Add(ctx, bytes) {
		m.values[key] = keptValue[V]{value, bytes}
	}
}

// forget removes a value.
func (m *keptMap[V]) forget(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(key)
}

// remove removes a value. The caller holds m.mu.
func (m *keptMap[V]) remove(key string) {
	if before, ok := m.values[key]; ok {
		m.memory.Remove(before.bytes)
		delete(m.values, key)
	}
}

// drop empties the map.
func (m *keptMap[V]) drop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.values)
	m.memory.Empty()
}
