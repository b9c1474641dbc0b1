package figures

import (
	"context"
	"errors"
	"sync"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// damagedFiles remembers which stored reports can't be read, until the process
// ends. Questions by month don't use them again.
type damagedFiles struct {
	mu   sync.Mutex
	byID map[string]damagedFile // by the id of the stored report
}

// A damagedFile is a stored report that could not be read.
type damagedFile struct {
	hash    string // of the file
	final   bool   // another download won't help
	problem *usage.FileError
}

// note remembers that a file could not be read. The download may have been cut,
// so another one may help, unless it has already brought the same bytes again.
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

// problem returns what is wrong with a stored report if another download won't
// help, and nil otherwise.
func (d *damagedFiles) problem(storedID string) *usage.FileError {
	d.mu.Lock()
	defer d.mu.Unlock()
	if file := d.byID[storedID]; file.final {
		return file.problem
	}
	return nil
}

// explainFileError adds the report to the error of a file. It removes the file
// if another download may help.
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

// withSource adds to the error of a file what is known of its report.
func withSource(from Source, err error) error {
	if broken := (*FileError)(nil); errors.As(err, &broken) {
		broken.Report, broken.TenantID, broken.ByMonth = from.Report, from.Tenant(), from.ByMonth
	}
	return err
}

// WithoutDamaged calls ask again as long as it fails because of the file of a
// report that was found by month. ask must find the reports anew: a damaged file
// is downloaded once more, and then isn't used again.
func (e *Engine) WithoutDamaged(ask func() error) error {
	failed := map[string]int{} // how often, by the id of the stored report
	for {
		var broken *FileError
		err := ask()
		if !errors.As(err, &broken) || !broken.ByMonth {
			return err
		}
		failed[broken.StoredID]++
		switch n := failed[broken.StoredID]; {
		case n > 2 || len(failed) > maxDamaged:
			return err
		case n == 2:
			e.damaged.settle(broken.StoredID)
		}
	}
}

// maxDamaged is how many damaged files a question may meet before it fails.
const maxDamaged = 50

// settle marks a file for which another download won't help.
func (d *damagedFiles) settle(storedID string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if file, noted := d.byID[storedID]; noted {
		file.final = true
		d.byID[storedID] = file
	}
}

// tenantsIn returns the tenants that have rows in a stored report. If the
// report can't be read to its end, it is downloaded once more; if that fails
// too, the error is a [*FileError].
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

func (e *Engine) readTenants(ctx context.Context, reportID string, stored acronis.StoredReport) (found []usage.Tenant, err error) {
	err = memory.Do(ctx, func(ctx context.Context) error {
		file, err := e.open(ctx, reportID, stored)
		if err != nil {
			return err
		}
		defer file.Close()
		found, err = e.rowTenants.get(ctx, file)
		return e.explainFileError(reportID, stored.ID, file.SHA256, err)
	})
	return found, err
}
