package simulator

import (
	"net/http"
	"time"
)

// Options are the switches for what the vendor's documents leave open, and for clients with less rights.
// [New] sets the defaults; set others before the first request, or with [DataCentre.Change] at any time.
// Unless a comment says otherwise, a default is an assumption.
type Options struct {
	// TokenLifetime is how long an access token is good for; whole seconds, because that is what
	// expires_on can say. Default 2 h, as documented.
	TokenLifetime time.Duration

	// ExpiresIn adds expires_in (seconds) to the token reply. Default false: it is documented as
	// optional, and the vendor's samples use expires_on alone.
	ExpiresIn bool

	// MalformedIDStatus is the HTTP status for an id in a path that is not a lower-case UUID.
	// Default 404.
	MalformedIDStatus int

	// ReadOnly makes the client a readonly_admin: what changes anything is answered with 403, as
	// documented. Default false.
	ReadOnly bool

	// NoTenantTree takes from the client the right to GET /tenants and /tenants/{tenant_id}: both are
	// answered with 403. Reports and usages stay readable. Default false.
	NoTenantTree bool

	// UserToken makes the tokens those of a user, who can GET /users/me. Default false: a client asking
	// for itself as a user is answered with 403.
	UserToken bool

	LookupOptions
	CreateOptions
	StoredOptions
	FileOptions
	ChangeOptions
}

// CreateOptions are the switches of POST /reports.
type CreateOptions struct {
	// CreatedStatus is the HTTP status of success. Default 200, as documented; the vendor's own client
	// of 2020 expected 201.
	CreatedStatus int

	// RecipientsRequired refuses a report without recipients even if its result_action is save. Default
	// false: the schema requires them, the vendor's guide and samples leave them out.
	RecipientsRequired bool

	// UnknownTenantStatus is the HTTP status for a report about a tenant that isn't there. Default 404.
	UnknownTenantStatus int

	// FuturePeriodStatus is the HTTP status for a period that ends after today in UTC; 0 allows it.
	// Default 400; documented is only that the period may not be in the future. Mind that the clock of
	// a testing/synctest bubble starts at 2000-01-01.
	FuturePeriodStatus int

	// DefaultFormats are the formats of a one-off report that names none. Default csv_v2_0. A monthly
	// one gets csv and html, which is all there is for it.
	DefaultFormats []string

	// FirstVersion is the version of a new report. Default 1, as the guide shows; its reference shows
	// one of 13 digits.
	FirstVersion int64

	// NotReady makes every POST find the usage history not ready: 400 before HistoryDue, 500 from then
	// on. The two statuses are documented. Default false.
	NotReady bool

	// HistoryDue is the hour at which the usage of a day has to be there on the next one. Default 6, as
	// documented.
	HistoryDue int

	// HistoryZone is the time zone of that hour. Default UTC.
	HistoryZone *time.Location
}

// StoredOptions are the switches of stored reports.
type StoredOptions struct {
	// GenerationTime is how long it takes from POST until the last format of a report is stored; they
	// are made one after the other, evenly. Default 3 s; the vendor says one to two minutes.
	GenerationTime time.Duration

	// EmptyFirst leaves the list of stored reports empty for the first tenth of GenerationTime. Default
	// false: all formats are listed as in_progress at once.
	EmptyFirst bool

	// IDWhenSaved leaves out the id of a stored report until it is saved. Default false; documented is
	// that it may be absent.
	IDWhenSaved bool

	// FailFormats are the formats that end as failed instead of saved, in reports created from now on.
	// Default none.
	FailFormats []string

	// CreatedAtNoZone writes created_at without a zone, as the reference does: 2017-01-01T12:07:53.
	// Default false, as the guide does: 2019-08-08T07:36:57+00:00.
	CreatedAtNoZone bool

	// Compression is when a download is gzip. Default [GzipAlways].
	Compression Compression

	// UnfinishedStatus is the HTTP status of downloading what is in_progress or failed. Default 404.
	UnfinishedStatus int
}

// Compression is when a download is gzip.
type Compression int

const (
	// GzipAlways sends gzip with Content-Encoding, even to those who didn't ask for it.
	GzipAlways Compression = iota
	// GzipUnlabelled sends gzip without Content-Encoding.
	GzipUnlabelled
	// GzipNever sends the file as it is.
	GzipNever
)

// FileOptions are the switches of what is inside stored reports.
type FileOptions struct {
	// TenantNames adds a column tenant.name. Default true.
	TenantNames bool

	// DayColumn is the name of the column of days in usage_daily and usage_breakdown as csv_v2_0. Default
	// date.
	DayColumn string

	// DeltaSkipsFirstDay makes the deltas of usage_summary begin at the end of the first day, as the guide
	// says if taken at its word ("as of 23:59:59 UTC" of the start date). Default false: they begin at the
	// end of the day before, so that a month begins where the last one ended.
	DeltaSkipsFirstDay bool

	// DropDeleted leaves out of a report who was deleted in its period, and what they used out of the
	// figures of those above. Default false: they keep rows, with nothing at the end and what they had at
	// the start as a negative delta.
	DropDeleted bool

	// EarlyFilesShort makes files that were made before the usage of the last day of their period had to be
	// there, see HistoryDue, lack that day. Default false, but true for [NewCases]: what such files have
	// isn't documented.
	EarlyFilesShort bool

	// NoParts leaves out of reports the usages that are parts or sums of others, such as storage_total and
	// vm_storage. Default false, of worlds that have them: whether reports do isn't documented.
	NoParts bool
}

// ChangeOptions are the switches of PUT and DELETE /reports/{report_id}.
type ChangeOptions struct {
	// UpdateOnceStatus is the HTTP status of updating a one-off report. Default 400; documented is only
	// that scheduled reports can be updated.
	UpdateOnceStatus int

	// UpdateResets makes an update forget what it leaves out: recipients, hide_zero_usage, show_skus and
	// schedule.enabled are then as in a new report without them. Default false: they stay.
	UpdateResets bool

	// VersionStep is by how much an update raises the version. Default 1.
	VersionStep int64

	// VersionConflictStatus is the HTTP status of deleting with a version that is not the report's.
	// Default 426, which the vendor uses elsewhere. The code in the body is always 1001.
	VersionConflictStatus int
}

func defaultOptions() Options {
	return Options{
		TokenLifetime:     2 * time.Hour,
		MalformedIDStatus: http.StatusNotFound,
		CreateOptions: CreateOptions{
			CreatedStatus:       http.StatusOK,
			UnknownTenantStatus: http.StatusNotFound,
			FuturePeriodStatus:  http.StatusBadRequest,
			DefaultFormats:      []string{"csv_v2_0"},
			FirstVersion:        1,
			HistoryDue:          6,
			HistoryZone:         time.UTC,
		},
		StoredOptions: StoredOptions{
			GenerationTime:   3 * time.Second,
			UnfinishedStatus: http.StatusNotFound,
		},
		FileOptions: FileOptions{TenantNames: true, DayColumn: "date"},
		ChangeOptions: ChangeOptions{
			UpdateOnceStatus:      http.StatusBadRequest,
			VersionStep:           1,
			VersionConflictStatus: http.StatusUpgradeRequired,
		},
	}
}

// Change lets f change options while requests are under way.
func (d *DataCentre) Change(f func(o *Options)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f(&d.Options)
	clear(d.files)
}
