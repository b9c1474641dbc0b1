// Package simulator is a small Acronis data centre in memory: the Account Management API v2, as far as
// usage reports need it, spoken by a real [http.Server] over a small believable world of tenants and
// reports that is the same each time.
//
// It is not the vendor's code and was never compared with a live data centre. What the vendor documents
// (https://developer.acronis.com/doc/account-management/v2/) is followed; where the documents are silent
// or disagree, the choice made here is a field of [Options] or is marked "assumption" where it is made.
// It keeps no secrets, limits no rates, and knows one client, with the roles that [Options] gives it.
// Nothing is ever mailed, and monthly reports are never made.
//
// It has its own wire structs on purpose: shared with a client, a wrong JSON tag would agree with itself.
//
// A program reaches it without a port by handing [DataCentre.DialContext] to its HTTP transport:
//
//	dc := simulator.New()
//	defer dc.Close()
//	client := &http.Client{Transport: &http.Transport{DialContext: dc.DialContext}}
//
// and any other program by the URL that [DataCentre.Listen] returns. [DataCentre.Inject] makes things go
// wrong, and [DataCentre.Requests] tells what arrived.
package simulator

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// ClientID and ClientSecret are the credentials of the one API client the data centre knows. It belongs
// to the tenant [OwnTenantID] and sees that tenant and all below it.
const (
	ClientID     = "18f135d2-5f55-4203-b018-50c5a38fd547"
	ClientSecret = "demo-secret-not-a-real-one"
)

// DataCentre is a simulated data centre. Make one with [New]; its methods may be called from any
// goroutine.
type DataCentre struct {
	Options
	world

	pipe    *pipeListener
	server  *http.Server
	serving sync.WaitGroup // the Serve loops, one per listener
	conns   sync.WaitGroup // the connections, and with them the handlers

	mu        sync.Mutex // guards all below
	tenants   tree
	reports   []*report
	tokens    map[string]time.Time // access token → when it expires
	issued    int                  // tokens issued so far; names the next one
	made      map[rune]int         // ids made so far, by series
	leftovers int                  // added to those of the world
	files     map[string]made      // by the id of the stored report
	faults    []Fault
	requests  []Request
}

// New returns a running data centre holding the demo world. Close it after use. Inside a
// testing/synctest bubble, call New in the bubble.
func New() *DataCentre { return begin(demoWorld()) }

// begin returns a running data centre holding a world.
func begin(w world) *DataCentre {
	d := &DataCentre{
		Options: defaultOptions(),
		world:   w,
		pipe:    newPipeListener(),
		tenants: worldTenants(w.rows),
		tokens:  map[string]time.Time{},
		made:    map[rune]int{},
		files:   map[string]made{},
	}
	for _, rep := range worldReports() {
		d.put(rep, 'b')
	}
	d.put(september.report(), '9') // so that the ids of b go on as they did before it
	d.server = &http.Server{Handler: http.HandlerFunc(d.serve), ConnState: d.count}
	d.serving.Go(func() { d.server.Serve(d.pipe) })
	return d
}

// DialContext connects to the data centre in process, whatever the network and address. It has the
// signature of [http.Transport]'s field of that name. The connection speaks plain HTTP, so the URLs
// have to begin with http://. After Close it fails with [net.ErrClosed].
func (d *DataCentre) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	return d.pipe.dial(ctx)
}

// Listen makes the data centre listen on a free TCP port of 127.0.0.1 as well, and returns the URL
// to reach it by, such as "http://127.0.0.1:40123", without a slash at its end. Call it before Close.
func (d *DataCentre) Listen() (baseURL string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	d.serving.Go(func() { d.server.Serve(l) })
	return "http://" + l.Addr().String(), nil
}

// Close stops listening, cuts all connections and waits until every goroutine of the data centre is
// done. Faults that are still waiting end at once. Closing again does nothing.
func (d *DataCentre) Close() {
	d.server.Close()
	d.serving.Wait()
	d.server.Close() // connections that were being accepted when the first call swept
	d.conns.Wait()
}

// count is the server's ConnState hook.
func (d *DataCentre) count(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		d.conns.Add(1)
	case http.StateClosed:
		d.conns.Done()
	}
}
