package simulator

import (
	"net/http"
	"slices"
	"strconv"
)

// deleteReport is DELETE /reports/{report_id}?version=N. It also deletes the stored files: an assumption,
// as are all errors here, and that the version is checked before the report.
func (d *DataCentre) deleteReport(r *http.Request) (int, any, error) {
	version, err := strconv.ParseInt(r.URL.Query().Get("version"), 10, 64)
	if err != nil {
		return 0, nil, malformed("version is needed, and is an integer.")
	}
	rep, err := d.report(r)
	if err != nil {
		return 0, nil, err
	}
	if version != rep.wire.Version {
		return 0, nil, platform(d.VersionConflictStatus, codeVersion, "Version mismatch.")
	}
	d.reports = slices.DeleteFunc(d.reports, func(other *report) bool { return other == rep })
	return http.StatusNoContent, nil, nil
}
