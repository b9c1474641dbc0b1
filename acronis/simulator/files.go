package simulator

import (
	"fmt"
	"slices"
)

// made is a file and its gzip.
type made struct{ plain, gzip []byte }

// build makes the file of a stored report, only once, because the world doesn't change.
func (d *DataCentre) build(s stored) made {
	m, ok := d.files[s.id]
	if !ok {
		m.plain = d.content(s)
		m.gzip = compress(m.plain)
		d.files[s.id] = m
	}
	return m
}

// size returns the size in the list of stored reports: that of the gzip, even if downloads aren't
// compressed.
func (d *DataCentre) size(s stored) int {
	if s.given != nil {
		return len(s.given.body)
	}
	return len(d.build(s).gzip)
}

// SetFile replaces the last stored file of a report and format by content, which is sent byte for byte,
// with a Content-Encoding unless that is "". The caller must not change content afterwards. It is an
// error if the report has no stored file of that format.
func (d *DataCentre) SetFile(reportID, format string, content []byte, encoding string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, rep := range d.reports {
		for i := range slices.Backward(rep.stored) {
			if s := &rep.stored[i]; rep.wire.ID == reportID && s.format == format {
				s.given = &file{content, encoding}
				return nil
			}
		}
	}
	return fmt.Errorf("simulator: report %q has no stored file of the format %q", reportID, format)
}
