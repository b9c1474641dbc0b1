package stdio

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
)

const (
	maxRunning = 64       // requests side by side
	maxWaiting = 64 << 20 // bytes of requests that wait for a turn
	callWeight = 1 << 10  // bytes that a waiting request takes beside its line
)

// A call is a request from the moment it is read until its answer leaves.
type call struct {
	id      json.RawMessage // as the client wrote it
	key     string
	token   json.RawMessage // for progress, as the client wrote it; nil if none
	line    []byte
	inline  bool // run by the reader, takes no turn
	session *session
	ctx     context.Context
	cancel  context.CancelFunc

	live bool // registered: neither answered nor cancelled; guarded by calls.mu
}

// weight is what a waiting call takes of the memory, roughly.
func (k *call) weight() int { return len(k.line) + callWeight }

// calls knows the requests in flight and whose turn it is.
type calls struct {
	run    func(*call)     // answers a call
	ended  <-chan struct{} // closed when Serve returns
	idle   chan struct{}   // closed when closed and nothing is left to do
	parked chan *call      // to goroutines that have run a call and wait for another

	mu      sync.Mutex
	byKey   map[string]*call
	waiting []*call // first come, first served; empty unless maxRunning run
	weight  int     // the sum of what waits
	running int     // with a turn; a call that waits for the client has none
	pending int     // admitted and not done: inline, running or waiting
	closed  bool
}

func newCalls(run func(*call), over <-chan struct{}) *calls {
	return &calls{run: run, ended: over, idle: make(chan struct{}), parked: make(chan *call), byKey: make(map[string]*call)}
}

// add registers a request and, unless it is inline, runs it or queues it. It never
// waits, so the reader always sees cancellations and replies. Only the reader calls
// it, so requests get their turns in the order of their lines.
func (q *calls) add(k *call) *refusal {
	q.mu.Lock()
	defer q.mu.Unlock()
	busy := q.running >= maxRunning
	switch {
	case q.closed:
		return shuttingDown
	case q.byKey[k.key] != nil:
		return idInUse
	case busy && !k.inline && q.weight+k.weight() > maxWaiting:
		return tooManyWaiting
	}
	q.byKey[k.key] = k
	k.live = true
	q.pending++
	switch {
	case k.inline:
	case busy:
		q.enqueue(k)
	default:
		q.running++
		q.start(k)
	}
	return nil
}

// done takes a call off that has been answered or cancelled and returns the one
// that its turn goes to, nil if none waits.
func (q *calls) done(k *call) *call {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending--
	if k.inline {
		q.closeIfIdle()
		return nil
	}
	next := q.passTurn()
	q.closeIfIdle()
	return next
}

// cancel stops a request. From here on nothing is written for it, and its id is
// free again. A request that is not in flight is no error: answers and
// cancellations cross.
func (q *calls) cancel(key string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	k := q.byKey[key]
	if k == nil {
		return
	}
	q.unregister(k)
	k.cancel()
	if i := slices.Index(q.waiting, k); i >= 0 {
		q.unqueue(i)
		q.pending--
		q.closeIfIdle()
	}
}

// mayWrite reports whether a frame of k's may be written, and with response, which
// is for the answer, takes the right away and frees the id. The writer calls it
// right before the bytes leave, so a client that has read an answer can use its
// id again.
func (q *calls) mayWrite(k *call, response bool) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	live := k.live
	if live && response {
		q.unregister(k)
	}
	return live
}

// close refuses all further requests.
func (q *calls) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed {
		q.closed = true
		q.closeIfIdle()
	}
}

// abort closes q and drops the requests that wait; those that run are left to
// their context.
func (q *calls) abort() {
	q.close()
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) > 0 {
		q.pending -= len(q.waiting)
		q.waiting, q.weight = nil, 0
		q.closeIfIdle()
	}
}

// inFlight counts the requests that are neither answered nor cancelled.
func (q *calls) inFlight() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.byKey)
}

func (q *calls) unregister(k *call) {
	k.live = false
	delete(q.byKey, k.key)
}

func (q *calls) closeIfIdle() {
	if q.closed && q.pending == 0 {
		close(q.idle)
	}
}
