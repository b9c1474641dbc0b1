package figures

import (
	"time"

	"acronis-reports-mcp/acronis"
)

// HistoryDue is the hour, in UTC, by which the vendor completes the usage of
// the previous day. The vendor gives a window of 1 to 6 am; that it is in UTC
// is an assumption, because its time zone isn't documented.
const HistoryDue = 6

// MadeAt returns when a file was made, and whether that is known.
func MadeAt(f acronis.StoredReport) (at time.Time, known bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout, f.CreatedAt); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// madeBeforePeriodEnd reports whether a file was made before its period ended,
// so that figures are missing.
func madeBeforePeriodEnd(end string, f acronis.StoredReport) bool {
	at, known := MadeAt(f)
	return known && at.Format(time.DateOnly) <= end
}

// madeBeforeDue reports whether a file was made before the usage of its last
// day had to be complete, so that figures may be missing.
func madeBeforeDue(end string, f acronis.StoredReport) bool {
	at, known := MadeAt(f)
	return known && at.Before(dueAt(end))
}

// dueAt returns when the usage of a day, YYYY-MM-DD, has to be complete. It
// returns the zero time if the day is invalid.
func dueAt(day string) time.Time {
	date, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}
	}
	return date.AddDate(0, 0, 1).Add(HistoryDue * time.Hour)
}
