// Package simulator simulates an Acronis data centre in memory.
//
// It serves the part of the Account Management API v2 that usage reports need, and the Pricelist API v1,
// over HTTP. Its world of
// tenants and reports is small, and the same each time.
//
// It is not the vendor's code and has never been compared with a real data centre. It follows the
// vendor's documents (https://developer.acronis.com/doc/account-management/v2/). Where these leave
// something open or contradict each other, the choice is an option in [Options], or is marked
// "assumption" in the code. It keeps no secrets and has no rate limits. It knows one API client, with the
// roles that [Options] gives it. It never sends mail, and never makes monthly reports.
//
// It has its own types for JSON on purpose: if it shared those of a client, a wrong name of a field would
// go unnoticed.
//
// A program can connect to it without a port, by using [DataCentre.DialContext] in its HTTP transport:
//
//	dc := simulator.New()
//	defer dc.Close()
//	client := &http.Client{Transport: &http.Transport{DialContext: dc.DialContext}}
//
// Other programs use the URL that [DataCentre.Listen] returns. [DataCentre.Inject] adds faults, and
// [DataCentre.Requests] returns the requests that were received.
package simulator

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// ClientID and ClientSecret are the credentials of the only API client. It belongs to the tenant
// [OwnTenantID] and sees that tenant and all tenants below it.
const (
	ClientID     = "18f135d2-5f55-4203-b018-50c5a38fd547"
	ClientSecret = "demo-secret-not-a-real-one"
)

// DataCentre is a simulated data centre. Make one with [New] or [NewCases]. It is safe for concurrent
// use.
type DataCentre struct {
	Options
	world

	pipe    *pipeListener
	server  *http.Server
	serving sync.WaitGroup // the Serve loops, one per listener
	conns   sync.WaitGroup // the connections, and with them the handlers

	mu        sync.Mutex // guards the fields below
	tenants   tree
	reports   []*report
	tokens    map[string]time.Time // when each access token expires
	issued    int                  // number of tokens issued so far
	made      map[rune]int         // number of ids made, by series
	leftovers int                  // number added to those of the world
	files     map[string]made      // by the id of the stored report
	customers []tenant             // of AddCustomers
	faults    []Fault
	requests  []Request
}

// New returns a running data centre with the demo world. The caller must close it. Inside a
// testing/synctest bubble, call New in the bubble.
func New() *DataCentre { return begin(demoWorld()) }

// begin returns a running data centre with a world.
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
	d.put(september.report(), '9') // in its own series, so that the ids in series b stay the same
	d.server = &http.Server{Handler: http.HandlerFunc(d.serve), ConnState: d.count}
	d.serving.Go(func() { d.server.Serve(d.pipe) })
	return d
}

// DialContext connects to the data centre within the process, and ignores network and address. It has the
// signature of the field in [http.Transport]. The connection is plain HTTP, so URLs must begin with
// http://. After Close the error is [net.ErrClosed].
func (d *DataCentre) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	return d.pipe.dial(ctx)
}

// Listen makes the data centre also listen on a free TCP port of 127.0.0.1. It returns the URL, such as
// "http://127.0.0.1:40123", without a trailing slash. Call it before Close.
func (d *DataCentre) Listen() (baseURL string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	d.serving.Go(func() { d.server.Serve(l) })
	return "http://" + l.Addr().String(), nil
}

// Close stops listening, closes all connections and waits until all goroutines of the data centre have
// ended. Waiting faults end at once. Calling it again does nothing.
func (d *DataCentre) Close() {
	d.server.Close()
	d.serving.Wait()
	d.server.Close() // for connections that were accepted during the first call
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
