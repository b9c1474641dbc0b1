package figures

import (
	"context"
	"fmt"

	"acronis-reports-mcp/usage"
)

// EachRow calls visit for each row of the file that an answer was made from, in
// the order of the file, with the roles that the answer gave to its tenants. An
// error of visit ends the reading and is returned. If the reading needs too much
// memory, the error is a [*memory.LimitError].
func (e *Engine) EachRow(ctx context.Context, a *Answer, visit func(*usage.Row) error) error {
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
	_, err = usage.Summarize(ctx, file, usage.Query{
		Kind: a.Report.Params().Kind, OverDays: overDays(a.Measure), UsageOf: a.Catalogue.UsageOf, RoleOf: a.Selection.Role, EachRow: visit,
	})
	return err
}
