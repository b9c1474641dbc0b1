package simulator

import (
	"net/http"
	"time"
)

// Options decide what the vendor's documents leave open, and what the API client may do. [New] sets the
// defaults. Set other values before the first request, or at any time with [DataCentre.Change]. Unless a
// comment says otherwise, a default is an assumption.
type Options struct {
	// TokenLifetime is how long an access token is valid, in whole seconds, because expires_on has whole
	// seconds. Default 2 h, as documented.
	TokenLifetime time.Duration

	// ExpiresIn adds expires_in (seconds) to the token response. Default false: it is documented as
	// optional, and the vendor's samples use only expires_on.
	ExpiresIn bool

	// MalformedIDStatus is the HTTP status for an id in a path that is not a lower-case UUID.
	// Default 404.
	MalformedIDStatus int

	// ReadOnly gives the client the role readonly_admin: requests that change something get 403, as
	// documented. Default false.
	ReadOnly bool

	// NoTenantTree makes GET /tenants and /tenants/{tenant_id} respond with 403. Reports and usages stay
	// readable. Default false.
	NoTenantTree bool

	// UserToken makes the tokens those of a user, for which GET /users/me works. Default false: for a
	// client it responds with 403.
	UserToken bool

	LookupOptions
	PriceOptions
	CreateOptions
	StoredOptions
	FileOptions
	ChangeOptions
}

// CreateOptions are the options of POST /reports.
type CreateOptions struct {
	// CreatedStatus is the HTTP status of success. Default 200, as documented. The vendor's own client of
	// 2020 expected 201.
	CreatedStatus int

	// RecipientsRequired refuses reports without recipients even if result_action is save. Default false:
	// the schema requires them, but the vendor's guide and samples leave them out.
	RecipientsRequired bool

	// UnknownTenantStatus is the HTTP status for a report about a tenant that doesn't exist. Default 404.
	UnknownTenantStatus int

	// FuturePeriodStatus is the HTTP status for a period that ends after today in UTC; 0 allows such
	// periods. Default 400. The documents say only that a period may not be in the future. Note that the
	// clock of a testing/synctest bubble starts at 2000-01-01.
	FuturePeriodStatus int

	// DefaultFormats are the formats of a one-off report without formats. Default csv_v2_0. A monthly
	// report gets csv and html, the only formats it can have.
	DefaultFormats []string

	// FirstVersion is the version of a new report. Default 1, as in the vendor's guide. The reference
	// shows one of 13 digits.
	FirstVersion int64

	// NotReady makes every POST fail because the usage history is not ready: with 400 before HistoryDue,
	// and 500 after it. Both statuses are documented. Default false.
	NotReady bool

	// HistoryDue is the hour by which the usage of the previous day is complete. Default 6, as
	// documented.
	HistoryDue int

	// HistoryZone is the time zone of that hour. Default UTC.
	HistoryZone *time.Location
}

// StoredOptions are the options of stored reports.
type StoredOptions struct {
	// GenerationTime is the time from POST until the last format of a report is saved. Formats are made
	// one after another, at even intervals. Default 3 s; the vendor says one to two minutes.
	GenerationTime time.Duration

	// EmptyFirst leaves the list of stored reports empty for the first tenth of GenerationTime. Default
	// false: all formats are listed as in_progress at once.
	EmptyFirst bool

	// IDWhenSaved leaves out the id of a stored report until it is saved. Default false. The documents
	// say that it may be absent.
	IDWhenSaved bool

	// FailFormats are the formats that end as failed instead of saved, for reports created from now on.
	// Default none.
	FailFormats []string

	// CreatedAtNoZone writes created_at without a time zone, as in the reference: 2017-01-01T12:07:53.
	// Default false, as in the guide: 2019-08-08T07:36:57+00:00.
	CreatedAtNoZone bool

	// Compression says how downloads are compressed. Default [GzipAlways].
	Compression Compression

	// UnfinishedStatus is the HTTP status for downloading a stored report that is in_progress or failed.
	// Default 404.
	UnfinishedStatus int
}

// Compression says how downloads are compressed.
type Compression int

const (
	// GzipAlways sends gzip with Content-Encoding, even if the client didn't ask for it.
	GzipAlways Compression = iota
	// GzipUnlabelled sends gzip without Content-Encoding.
	GzipUnlabelled
	// GzipNever sends the file uncompressed.
	GzipNever
)

// FileOptions are the options for the content of stored reports.
type FileOptions struct {
	// TenantNames adds a column tenant.name. Default true.
	TenantNames bool

	// DayColumn is the name of the column of days in usage_daily and usage_breakdown as csv_v2_0. Default
	// "date".
	DayColumn string

	// DeltaSkipsFirstDay makes the deltas of usage_summary begin at the end of the first day, as the
	// guide says if read literally ("as of 23:59:59 UTC" of the start date). Default false: they begin at
	// the end of the day before, so that a month begins where the previous one ended.
	DeltaSkipsFirstDay bool

	// DropDeleted leaves tenants that were deleted during the period out of a report, and their usage out
	// of the tenants above them. Default false: they have rows, with 0 at the end and a negative delta.
	DropDeleted bool

	// EarlyFilesShort makes files lack the last day of their period if they were made before its usage
	// had to be complete; see HistoryDue. Default false, but true for [NewCases]. The documents don't say
	// what such files contain.
	EarlyFilesShort bool

	// NoParts leaves usages that are parts or sums of others, such as storage_total and vm_storage, out
	// of reports. Default false, for worlds that have such usages. The documents don't say whether
	// reports have them.
	NoParts bool
}

// ChangeOptions are the options of PUT and DELETE /reports/{report_id}.
type ChangeOptions struct {
	// UpdateOnceStatus is the HTTP status for updating a one-off report. Default 400. The documents say
	// only that scheduled reports can be updated.
	UpdateOnceStatus int

	// UpdateResets makes an update reset the fields that it leaves out: recipients, hide_zero_usage,
	// show_skus and schedule.enabled then get the values of a new report. Default false: they keep their
	// values.
	UpdateResets bool

	// VersionStep is how much an update increases the version. Default 1.
	VersionStep int64

	// VersionConflictStatus is the HTTP status for deleting with a version that is not the report's.
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
		FileOptions:  FileOptions{TenantNames: true, DayColumn: "date"},
		PriceOptions: PriceOptions{PriceCurrency: "EUR"},
		ChangeOptions: ChangeOptions{
			UpdateOnceStatus:      http.StatusBadRequest,
			VersionStep:           1,
			VersionConflictStatus: http.StatusUpgradeRequired,
		},
	}
}

// Change lets f change options while requests are running.
func (d *DataCentre) Change(f func(o *Options)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f(&d.Options)
	clear(d.files)
}
