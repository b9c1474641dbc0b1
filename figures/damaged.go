package figures

import (
	"context"
	"errors"
	"sync"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// damagedFiles keeps which stored reports can't be read, as long as the process
// lives: questions by month never choose them again.
type damagedFiles struct {
	mu   sync.Mutex
	byID map[string]damagedFile // by the id of the stored report
}

// A damagedFile is a stored report that could not be read.
type damagedFile struct {
	hash    string // of its file
	final   bool   // another download won't help
	problem *usage.FileError
}

// note keeps that a file could not be read. It may have been cut on its way, so
// that another download helps, unless that has brought the same bytes once more.
func (d *damagedFiles) note(storedID, hash string, problem *usage.FileError) (final bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.byID == nil {
		d.byID = map[string]damagedFile{}
	}
	before := d.byID[storedID]
	final = problem.Final || before.final || before.hash == hash
	d.byID[storedID] = damagedFile{hash, final, problem}
	return final
}

// problem is what is wrong with a stored report that another download won't
// help, nil for others.
func (d *damagedFiles) problem(storedID string) *usage.FileError {
	d.mu.Lock()
	defer d.mu.Unlock()
	if file := d.byID[storedID]; file.final {
		return file.problem
	}
	return nil
}

// explainFileError adds to the error of a file which report it is of. A file
// that another download may help is removed for that.
func (e *Engine) explainFileError(reportID, storedID, hash string, err error) error {
	var broken *usage.FileError
	if !errors.As(err, &broken) {
		return err
	}
	final := e.damaged.note(storedID, hash, broken)
	if !final {
		e.Files.Forget(storedID)
	}
	return &FileError{ReportID: reportID, StoredID: storedID, Final: final, Err: broken}
}

// withReport adds to the error of a file the report that it is of.
func withReport(r *acronis.Report, err error) error {
	if broken := (*FileError)(nil); errors.As(err, &broken) {
		broken.Report = r
	}
	return err
}

// settle decides that another download of a file won't help.
func (d *damagedFiles) settle(storedID string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	file := d.byID[storedID]
	file.final = true
	d.byID[storedID] = file
}

// tenantsIn returns the tenants that a stored report has rows of. One that can't
// be read to its end is downloaded once more, and then a [*FileError].
func (e *Engine) tenantsIn(ctx context.Context, reportID string, stored acronis.StoredReport) ([]usage.Tenant, error) {
	if problem := e.damaged.problem(stored.ID); problem != nil {
		return nil, &FileError{ReportID: reportID, StoredID: stored.ID, Final: true, Err: problem}
	}
	var broken *FileError
	found, err := e.readTenants(ctx, reportID, stored)
	if errors.As(err, &broken) && !broken.Final {
		found, err = e.readTenants(ctx, reportID, stored)
	}
	if errors.As(err, &broken) && !broken.Final {
		e.damaged.settle(stored.ID)
		broken.Final = true
	}
	return found, err
}

func (e *Engine) readTenants(ctx context.Context, reportID string, stored acronis.StoredReport) ([]usage.Tenant, error) {
	file, err := e.open(ctx, reportID, stored)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	found, err := e.rowTenants.get(ctx, file)
	return found, e.explainFileError(reportID, stored.ID, file.SHA256, err)
}
