package simulator

import (
	"net/http"
	"slices"
	"time"
)

// stored is a file of a report, which may be in progress.
type stored struct {
	id         string
	format     string
	parameters reportParameters // of the report when it was made
	created    time.Time
	listed     time.Time // when it appears in the list
	done       time.Time // when it is saved or has failed
	fails      bool
	given      *file // used instead of a file made from the parameters
}

// storedJSON is a stored report as the API returns it.
type storedJSON struct {
	ID           string `json:"id,omitempty"`
	ReportFormat string `json:"report_format"`
	Status       string `json:"status"` // in_progress | saved | failed
	CreatedAt    string `json:"created_at"`
	Size         *int   `json:"size,omitempty"` // bytes of gzip, when saved
}

// store returns the files of a report, all saved: one for each format if it is a one-off report with
// result_action save. A mailed report has none, and monthly reports are never made here.
func (d *DataCentre) store(wire reportJSON, created time.Time, series rune) []stored {
	if wire.ResultAction != "save" || wire.Schedule.Type != "once" {
		return nil
	}
	var files []stored
	for _, format := range wire.Parameters.Formats {
		files = append(files, stored{
			id:         d.newID(series),
			format:     format,
			parameters: wire.Parameters,
			created:    created,
		})
	}
	return files
}

// generate makes the files of a report from begin on, one after another.
func (d *DataCentre) generate(files []stored, begin time.Time) {
	for i := range files {
		s := &files[i]
		s.created, s.listed = begin, begin
		if d.EmptyFirst {
			s.listed = begin.Add(d.GenerationTime / 10)
		}
		s.done = begin.Add(d.GenerationTime * time.Duration(i+1) / time.Duration(len(files)))
		s.fails = slices.Contains(d.FailFormats, s.format)
	}
}

func (s stored) status(now time.Time) string {
	switch {
	case now.Before(s.done):
		return "in_progress"
	case s.fails:
		return "failed"
	}
	return "saved"
}

// show returns a stored report as the API returns it.
func (d *DataCentre) show(s stored, now time.Time) storedJSON {
	shown := storedJSON{
		ID:           s.id,
		ReportFormat: s.format,
		Status:       s.status(now),
		CreatedAt:    s.created.UTC().Format("2006-01-02T15:04:05-07:00"),
	}
	if d.CreatedAtNoZone {
		shown.CreatedAt = s.created.UTC().Format("2006-01-02T15:04:05")
	}
	if shown.Status == "saved" {
		size := d.size(s)
		shown.Size = &size
	} else if d.IDWhenSaved {
		shown.ID = ""
	}
	return shown
}

// fetchStoredReports is GET /reports/{report_id}/stored.
func (d *DataCentre) fetchStoredReports(r *http.Request) (int, any, error) {
	rep, err := d.report(r)
	if err != nil {
		return 0, nil, err
	}
	now := time.Now()
	reply := list[storedJSON]{[]storedJSON{}}
	for _, s := range rep.stored {
		if !now.Before(s.listed) {
			reply.Items = append(reply.Items, d.show(s, now))
		}
	}
	return http.StatusOK, reply, nil
}
