package simulator

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const (
	tokenPath       = "/api/2/idp/token"
	downloadPattern = "/api/2/reports/{report_id}/stored/{stored_report_id}"
	anyMethod       = ""
)

// route is a row of the table of routes. Its handler reads the path elements in braces with r.PathValue.
// It runs while the data centre is locked, and returns a status and a value to encode, or a *refusal. A
// nil value means no body, and a file is sent as it is.
type route struct {
	method  string
	pattern string
	handle  func(d *DataCentre, r *http.Request) (status int, value any, err error)
}

// routes are all routes of the API.
var routes = []route{
	{anyMethod, tokenPath, (*DataCentre).requestToken},
	{"GET", "/api/2/applications", (*DataCentre).fetchApplications},
	{"GET", "/api/2/clients/{client_id}", (*DataCentre).fetchClient},
	{"GET", "/api/2/infra", (*DataCentre).fetchInfraBatch},
	{"GET", "/api/2/infra/{infra_id}", (*DataCentre).fetchInfra},
	{"POST", "/api/2/reports", (*DataCentre).createReport},
	{"GET", "/api/2/reports/{report_id}", (*DataCentre).fetchReport},
	{"PUT", "/api/2/reports/{report_id}", (*DataCentre).updateReport},
	{"DELETE", "/api/2/reports/{report_id}", (*DataCentre).deleteReport},
	{"GET", "/api/2/reports/{report_id}/stored", (*DataCentre).fetchStoredReports},
	{"GET", downloadPattern, (*DataCentre).downloadStoredReport},
	{"GET", "/api/2/tenants", (*DataCentre).fetchTenantsBatch},
	{"GET", "/api/2/tenants/{tenant_id}", (*DataCentre).fetchTenant},
	{"GET", "/api/2/tenants/{tenant_id}/offering_items", (*DataCentre).fetchOfferingItems},
	{"GET", "/api/2/tenants/{tenant_id}/reports", (*DataCentre).fetchTenantReports},
	{"GET", "/api/2/tenants/{tenant_id}/usages", (*DataCentre).fetchTenantUsages},
	{"GET", "/api/2/users/me", (*DataCentre).fetchMe},
	{"GET", "/api/2/users/{user_id}", (*DataCentre).fetchUser},
	{"GET", pricePattern, (*DataCentre).fetchPriceLists},
}

// handle makes the checks that all requests have in common, and runs the route's handler. That the token
// is checked before the path, and the path before Accept and the role, is an assumption.
func (d *DataCentre) handle(r *http.Request) (int, any, error) {
	route, err := find(r)
	if route.pattern != tokenPath {
		if err := d.authorize(r); err != nil {
			return 0, nil, err
		}
		if err == nil {
			err = d.admit(route, r)
		}
	}
	if err != nil {
		return 0, nil, err
	}
	return route.handle(d, r)
}

// admit refuses a request if the client doesn't accept JSON or its role doesn't allow the request.
func (d *DataCentre) admit(rt route, r *http.Request) error {
	switch {
	case rt.pattern != downloadPattern && !acceptsJSON(r.Header):
		return plain(http.StatusUnsupportedMediaType, "Accept must allow application/json.")
	case d.ReadOnly && rt.method != http.MethodGet:
		return denied()
	}
	return nil
}

// find returns the route of a request, and sets the request's path values.
func find(r *http.Request) (route, error) {
	var allow []string
	for _, route := range routes {
		if !route.match(r) {
			continue
		}
		if route.method == r.Method || route.method == anyMethod {
			return route, nil
		}
		if !slices.Contains(allow, route.method) {
			allow = append(allow, route.method)
		}
	}
	if allow == nil {
		return route{}, plain(http.StatusNotFound, "")
	}
	refused := plain(http.StatusMethodNotAllowed, "")
	refused.allow = strings.Join(allow, ", ")
	return route{}, refused
}

// match compares path elements as they were sent. http.ServeMux would redirect "a/../b" and "a//b", and
// so hide a client that doesn't escape them.
func (rt route) match(r *http.Request) bool {
	want := strings.Split(rt.pattern, "/")
	got := strings.Split(r.URL.EscapedPath(), "/")
	if len(want) != len(got) {
		return false
	}
	for i, element := range want {
		name, ok := strings.CutPrefix(element, "{")
		if !ok {
			if got[i] != element {
				return false
			}
			continue
		}
		value, _ := url.PathUnescape(got[i]) // EscapedPath is always valid
		r.SetPathValue(strings.TrimSuffix(name, "}"), value)
	}
	return true
}

// acceptsJSON reports whether the client accepts JSON. Without Accept it accepts anything.
func acceptsJSON(h http.Header) bool {
	accept := strings.Join(h.Values("Accept"), ",")
	if accept == "" {
		return true
	}
	for part := range strings.SplitSeq(accept, ",") {
		switch mediaType, _, _ := mime.ParseMediaType(part); mediaType {
		case "*/*", "application/*", "application/json":
			return true
		}
	}
	return false
}
