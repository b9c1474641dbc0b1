package stdio

import "slices"

// start runs a call that has a turn.
func (q *calls) start(k *call) {
	select {
	case q.parked <- k:
	default:
		go q.work(k)
	}
}

// work runs k, then the call that gets its turn, and if none waits, the next one that
// comes. Goroutines are kept because a new one would have to grow its stack for
// every call.
func (q *calls) work(k *call) {
	defer func() {
		if k != nil { // a handler has called runtime.Goexit
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

// passTurn returns the call that gets a turn which has become free, nil if none waits.
func (q *calls) passTurn() *call {
	if len(q.waiting) > 0 && q.running <= maxRunning {
		return q.unqueue(0)
	}
	q.running--
	return nil
}

// suspend gives the turn of a call to another one until resume. A call has no turn
// while it waits for the user, which may take minutes.
func (q *calls) suspend() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if next := q.passTurn(); next != nil {
		q.start(next)
	}
}

// resume continues a suspended call at once. If there are then too many turns, the
// next one that becomes free is not passed on.
func (q *calls) resume() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.running++
}

func (q *calls) enqueue(k *call) {
	q.waiting = append(q.waiting, k)
	q.weight += k.weight()
}

func (q *calls) unqueue(i int) *call {
	k := q.waiting[i]
	if i == 0 { // fast, because this is the usual case and very many may wait
		q.waiting[0] = nil
		q.waiting = q.waiting[1:]
	} else {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
	q.weight -= k.weight()
	return k
}
