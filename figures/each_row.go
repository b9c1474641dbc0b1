package figures

import (
	"context"
	"errors"
	"fmt"

	"acronis-reports-mcp/usage"
)

// EachRow calls visit for each row of the file that an answer was made from, in
// the order of the file, with the roles that the answer gave to its tenants. An
// error of visit ends the reading and is returned. If the reading needs too much
// memory, the error is a [*memory.LimitError].
//
// The rows are read from the record of the file, if there is one.
func (e *Engine) EachRow(ctx context.Context, a *Answer, visit func(*usage.Row) error) error {
	q := usage.Query{
		Kind: a.Report.Params().Kind, OverDays: overDays(a.Measure), UsageOf: a.Catalogue.UsageOf, RoleOf: a.Selection.Role, EachRow: visit,
	}
	if kept, ok := e.records.get(a.SHA256); ok && kept.HasAllRows() {
		_, err := kept.Summarize(ctx, kept.scratch.Read(), q)
		if errors.Is(err, usage.ErrRecord) { // too late for the file, because visit has seen rows
			e.records.drop(kept.hash)
		}
		return err
	}
	file, err := e.open(ctx, a.Report.ID, a.Stored)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.Wait(); err != nil {
		return err
	}
	if file.SHA256 != a.SHA256 {
		return fmt.Errorf("stored report %s has changed while it was read", a.Stored.ID)
	}
	_, err = usage.Summarize(ctx, file, q)
	return err
}
