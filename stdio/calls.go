package stdio

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
)

const (
	maxRunning = 64       // requests side by side
	maxWaiting = 64 << 20 // bytes of requests waiting for a turn before reading pauses
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
	room    sync.Cond // signalled when waiting shrinks
	byKey   map[string]*call
	waiting []*call // first come, first served; empty unless maxRunning run
	weight  int     // the sum of what waits
	running int     // with a turn; a call that waits for the client has none
	pending int     // admitted and not done: inline, running, waiting or about to wait
	closed  bool
	aborted bool
}

func newCalls(run func(*call), over <-chan struct{}) *calls {
	q := &calls{run: run, ended: over, idle: make(chan struct{}), parked: make(chan *call), byKey: make(map[string]*call)}
	q.room.L = &q.mu
	return q
}

// add registers k and, unless it is inline, runs it or has it wait for a turn.
// It returns when there is room for it to wait: this is what pauses reading.
// Only the reader adds, so the order of lines is the order of turns.
func (q *calls) add(k *call) *refusal {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return shuttingDown
	}
	if q.byKey[k.key] != nil {
		return idInUse
	}
	q.byKey[k.key] = k
	k.live = true
	q.pending++
	if k.inline {
		return nil
	}
	for q.weight+k.weight() > maxWaiting {
		q.room.Wait()
	}
	switch {
	case q.aborted:
		q.pending--
		q.closeIfIdle()
	case q.running < maxRunning:
		q.running++
		q.start(k)
	default:
		q.waiting = append(q.waiting, k)
		q.weight += k.weight()
	}
	return nil
}

// start runs a call that has got a turn.
func (q *calls) start(k *call) {
	select {
	case q.parked <- k:
	default:
		go q.work(k)
	}
}

// work runs k, then whichever call its turn goes to, and when none waits, the
// next one to come. To keep the goroutine spares it growing its stack for every
// call.
func (q *calls) work(k *call) {
	defer func() {
		if k != nil { // a handler has ended the goroutine, but not the turn
			if next := q.done(k); next != nil {
				go q.work(next)
			}
		}
	}()
	for k != nil {
		q.run(k)
		if k = q.done(k); k == nil {
			select {
			case k = <-q.parked:
			case <-q.ended:
			}
		}
	}
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

// passTurn takes a turn back and returns the call that it goes to, nil if none waits.
func (q *calls) passTurn() *call {
	if len(q.waiting) > 0 && q.running <= maxRunning {
		return q.unqueue(0)
	}
	q.running--
	return nil
}

// suspend gives back the turn of a call that waits for the client, until resume:
// the reply may stand behind requests that wait for a turn.
func (q *calls) suspend() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if next := q.passTurn(); next != nil {
		q.start(next)
	}
}

// resume lets a call go on that has rested, with the first turn that ends going to no other.
func (q *calls) resume() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.running++
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
	q.aborted = true
	if len(q.waiting) > 0 {
		q.pending -= len(q.waiting)
		q.waiting, q.weight = nil, 0
		q.closeIfIdle()
	}
	q.room.Signal()
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

func (q *calls) unqueue(i int) *call {
	k := q.waiting[i]
	if i == 0 { // the rule, and there may be very many
		q.waiting[0] = nil
		q.waiting = q.waiting[1:]
	} else {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
	q.weight -= k.weight()
	q.room.Signal()
	return k
}

func (q *calls) closeIfIdle() {
	if q.closed && q.pending == 0 {
		close(q.idle)
	}
}
