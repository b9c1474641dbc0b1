package simulator

import (
	"fmt"
	"slices"
)

// made is a file and its gzip.
type made struct{ plain, gzip []byte }

// build makes the file of a stored report, once: the world stands still.
func (d *DataCentre) build(s stored) made {
	m, ok := d.files[s.id]
	if !ok {
		m.plain = d.content(s)
		m.gzip = compress(m.plain)
		d.files[s.id] = m
	}
	return m
}

// size is what the list of stored reports says: of gzip, whatever is sent.
func (d *DataCentre) size(s stored) int {
	if s.given != nil {
		return len(s.given.body)
	}
	return len(d.build(s).gzip)
}

// SetFile makes a download of the last stored file of a report and format be content, byte for byte, under
// a Content-Encoding or, if that is empty, none. Nobody may change content from then on. A report without a
// stored file of that format is an error.
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
