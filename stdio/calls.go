package stdio

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
)

const (
	maxRunning = 64       // requests that run at the same time
	maxWaiting = 64 << 20 // bytes of requests that wait for a turn
	callWeight = 1 << 10  // bytes that a waiting request takes in addition to its line
)

// A call is a request, from when it is read until its response is written.
type call struct {
	id      json.RawMessage // as the client wrote it
	key     string
	token   json.RawMessage // for progress, as the client wrote it; nil if there is none
	line    []byte
	inline  bool // run by the reader, without a turn
	session *session
	ctx     context.Context
	cancel  context.CancelFunc

	live bool // neither answered nor cancelled; guarded by calls.mu
}

// weight returns roughly how much memory a waiting call takes.
func (k *call) weight() int { return len(k.line) + callWeight }

// calls has the requests in flight. A limited number of them have a turn; the others
// wait in the order of their arrival.
type calls struct {
	run    func(*call)     // runs a call and sends its response
	ended  <-chan struct{} // closed when Serve returns
	idle   chan struct{}   // closed when no request is pending and none can come
	parked chan *call      // to goroutines that wait for another call to run

	mu      sync.Mutex
	byKey   map[string]*call
	waiting []*call // empty unless maxRunning calls run
	weight  int     // the sum of the weights of waiting
	running int     // number of calls with a turn
	pending int     // number of calls that are inline, running or waiting
	closed  bool
}

func newCalls(run func(*call), over <-chan struct{}) *calls {
	return &calls{run: run, ended: over, idle: make(chan struct{}), parked: make(chan *call), byKey: make(map[string]*call)}
}

// add registers a request and, unless it is inline, runs it or lets it wait for a
// turn. It never blocks, so that the reader can go on to cancellations and replies.
// Only the reader calls it, so requests get their turns in the order of their lines.
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

// done ends a call and returns the one that gets its turn, nil if none waits.
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

// cancel cancels a request. Nothing is written for it any more, and its id can be
// used again. If the request is not in flight, nothing happens: its response may have
// crossed the cancellation.
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

// mayWrite reports whether a frame of a call may be written. If the frame is the
// response, none may be written afterwards, and the id can be used again. The writer
// calls it right before it writes, so a client that has read a response can use its id
// again.
func (q *calls) mayWrite(k *call, response bool) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	live := k.live
	if live && response {
		q.unregister(k)
	}
	return live
}

// close makes add refuse all further requests.
func (q *calls) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed {
		q.closed = true
		q.closeIfIdle()
	}
}

// abort closes q and drops the requests that wait. Those that run end with their
// contexts.
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

// inFlight returns the number of requests that are neither answered nor cancelled.
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
