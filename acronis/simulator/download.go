package simulator

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"slices"
	"time"
)

// file is a download: bytes of no declared type, and their Content-Encoding.
type file struct {
	body     []byte
	encoding string // "" says nothing
}

func (f file) answer(status int) answer {
	header := http.Header{"Content-Type": {"application/octet-stream"}}
	if f.encoding != "" {
		header.Set("Content-Encoding", f.encoding)
	}
	return answer{status, header, f.body}
}

// downloadStoredReport is GET /reports/{report_id}/stored/{stored_report_id}, which answers whatever
// Accept says. That an unknown id is answered with 404 is an assumption.
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
	if s.sent != nil {
		return *s.sent
	}
	content := d.content(s)
	switch d.Compression {
	case GzipNever:
		return file{content, ""}
	case GzipUnlabelled:
		return file{compress(content), ""}
	}
	return file{compress(content), "gzip"}
}

// content is what is inside a stored report. Of the other formats nothing is known.
func (d *DataCentre) content(s stored) []byte {
	switch s.format {
	case "csv_v2_0":
		return d.usageCSV(s)
	case "json_v2_0":
		return d.usageJSON(s)
	}
	return []byte("The layout of " + s.format + " is not documented, so this simulator has none.\n")
}

// SetFile replaces the last stored report of a format: what is sent for it, byte for byte, and its
// Content-Encoding ("" says nothing). It reports whether there was one.
func (d *DataCentre) SetFile(reportID, format string, content []byte, encoding string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, rep := range d.reports {
		for i := len(rep.stored) - 1; rep.wire.ID == reportID && i >= 0; i-- {
			if rep.stored[i].format == format {
				rep.stored[i].sent = &file{content, encoding}
				return true
			}
		}
	}
	return false
}

// compress is gzip, the same bytes each time.
func compress(content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(content) // to memory; can't fail
	w.Close()
	return b.Bytes()
}
