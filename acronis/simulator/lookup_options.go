package simulator

// LookupOptions are the options for looking up infrastructure, applications, users and tenants.
type LookupOptions struct {
	// NoInfra, NoApplications and NoUsers make GET /infra and /infra/{infra_id}, GET /applications, and
	// GET /users/{user_id} respond with 403. Default false.
	NoInfra, NoApplications, NoUsers bool

	// UnknownInfraStatus is the HTTP status of GET /infra for components that don't exist or that the
	// client may not see. With 0, which is the default, such components are left out of items.
	UnknownInfraStatus int

	// CursorLimit says how many tenants the pages of GET /tenants after the first have. Default
	// [CursorOwnLimit].
	CursorLimit CursorLimit

	// MaxLimit is the largest limit that GET /tenants accepts; a larger one gets 400. Default 0, which
	// means no maximum.
	MaxLimit int

	// PageSize is the largest number of tenants in a page of GET /tenants, even if the request has a
	// higher limit. Default 0, which means no maximum.
	PageSize int
}

// CursorLimit says how many tenants a page that is requested with a cursor has.
type CursorLimit int

const (
	// CursorOwnLimit uses the limit of the request, or else of the request that returned the cursor.
	CursorOwnLimit CursorLimit = iota
	// CursorKeepsLimit uses the limit of the first request, and ignores that of the request.
	CursorKeepsLimit
	// CursorForgetsLimit uses the limit of the request, or else 5000.
	CursorForgetsLimit
)
