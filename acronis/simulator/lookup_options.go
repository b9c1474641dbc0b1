package simulator

// LookupOptions are the switches of what gives names to ids: infrastructure, applications, users and tenants.
type LookupOptions struct {
	// NoInfra, NoApplications and NoUsers take a right from the client: GET /infra and /infra/{infra_id},
	// GET /applications or GET /users/{user_id} are answered with 403. Default false.
	NoInfra, NoApplications, NoUsers bool

	// UnknownInfraStatus is the HTTP status of GET /infra if it names one that isn't there, or isn't the
	// client's to see; 0 leaves such ones out of items. Default 0.
	UnknownInfraStatus int

	// CursorLimit is how many tenants a page of GET /tenants from a cursor has. Default [CursorOwnLimit].
	CursorLimit CursorLimit

	// MaxLimit is the largest limit that GET /tenants takes; more is answered with 400. Default 0, which
	// takes any.
	MaxLimit int

	// PageSize is how many tenants a page of GET /tenants has at most, whatever limit it is asked for.
	// Default 0, which is as many as asked for.
	PageSize int
}

// CursorLimit is how many tenants a page from a cursor has.
type CursorLimit int

const (
	// CursorOwnLimit is the limit of the request itself, or else of the one that the cursor came from.
	CursorOwnLimit CursorLimit = iota
	// CursorKeepsLimit is the limit of the first request, whatever the request itself says.
	CursorKeepsLimit
	// CursorForgetsLimit is the limit of the request itself, or else 5000.
	CursorForgetsLimit
)
