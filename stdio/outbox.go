package stdio

import "sync"

// maxUnwritten is how many bytes of the reader's own frames may wait for a client
// that doesn't read: some 90,000 refused requests.
const maxUnwritten = 16 << 20

// frameWeight is what a frame takes in memory in addition to its line.
const frameWeight = 64

// An outbox has frames that the reader makes, such as responses to pings and to refused
// requests. The writer takes them from it, so that the reader doesn't wait for the
// client to read.
type outbox struct {
	mu     sync.Mutex
	frames []frame
	weight int
	filled chan struct{} // has a value if there are frames
	taken  chan struct{} // has a value after frames were taken
}

func newOutbox() *outbox {
	return &outbox{filled: make(chan struct{}, 1), taken: make(chan struct{}, 1)}
}

// put adds a frame and reports whether the outbox is full.
func (o *outbox) put(f frame) (full bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.frames = append(o.frames, f)
	o.weight += len(f.line) + frameWeight
	signal(o.filled)
	return o.weight > maxUnwritten
}

// take removes all frames.
func (o *outbox) take() []frame {
	o.mu.Lock()
	defer o.mu.Unlock()
	frames := o.frames
	o.frames, o.weight = nil, 0
	signal(o.taken)
	return frames
}

func signal(channel chan struct{}) {
	select {
	case channel <- struct{}{}:
	default:
	}
}

// queue passes one of the reader's frames to the writer. It blocks only if the client
// has left very many unread.
func (c *conn) queue(f frame) {
	if !c.outbox.put(f) {
		return
	}
	for full := true; full; full = c.outbox.full() {
		select {
		case <-c.outbox.taken:
		case <-c.base.Done():
			return
		}
	}
}

func (o *outbox) full() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.weight > maxUnwritten
}
