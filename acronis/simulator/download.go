package simulator

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"slices"
	"time"
)

// file is a download: bytes without a content type, and their Content-Encoding.
type file struct {
	body     []byte
	encoding string // "" means no header
}

func (f file) answer(status int) answer {
	header := http.Header{"Content-Type": {"application/octet-stream"}}
	if f.encoding != "" {
		header.Set("Content-Encoding", f.encoding)
	}
	return answer{status, header, f.body}
}

// downloadStoredReport is GET /reports/{report_id}/stored/{stored_report_id}, which ignores Accept. That
// an unknown id gets 404 is an assumption.
func (d *DataCentre) downloadStoredReport(r *http.Request) (int, any, error) {
	rep, err := d.report(r)
	if err != nil {
		return 0, nil, err
	}
	id := r.PathValue("stored_report_id")
	if err := d.checkID(id); err != nil {
		return 0, nil, err
	}
	i := slices.IndexFunc(rep.stored, func(s stored) bool { return s.id == id })
	if i < 0 {
		return 0, nil, plain(http.StatusNotFound, "")
	}
	if rep.stored[i].status(time.Now()) != "saved" {
		return 0, nil, plain(d.UnfinishedStatus, "The stored report is not saved.")
	}
	return http.StatusOK, d.file(rep.stored[i]), nil
}

func (d *DataCentre) file(s stored) file {
	switch {
	case s.given != nil:
		return *s.given
	case d.Compression == GzipNever:
		return file{d.build(s).plain, ""}
	case d.Compression == GzipUnlabelled:
		return file{d.build(s).gzip, ""}
	}
	return file{d.build(s).gzip, "gzip"}
}

// content returns the content of a stored report.
func (d *DataCentre) content(s stored) []byte {
	if end := dateOf(s.parameters.Period.End); d.EarlyFilesShort && s.created.Before(d.historyDue(end)) {
		s.parameters.known = end.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	switch s.format {
	case "csv_v2_0":
		return d.usageCSV(s.parameters)
	case "json_v2_0":
		return d.usageJSON(s.parameters, s.created)
	}
	return []byte("The layout of " + s.format + " is not documented, so this simulator has none.\n")
}

// compress returns gzip with the same bytes each time.
func compress(content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(content) // to memory; can't fail
	w.Close()
	return b.Bytes()
}
