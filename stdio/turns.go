package stdio

import "slices"

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

func (q *calls) enqueue(k *call) {
	q.waiting = append(q.waiting, k)
	q.weight += k.weight()
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
	return k
}
