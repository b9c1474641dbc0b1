package e2e

import (
	"bytes"
	"fmt"

	"acronis-reports-mcp/acronis/simulator"
)

// usageFile is a stored report with a number of rows and of usages.
func usageFile(rows, usages int) []byte {
	var b bytes.Buffer
	b.WriteString("application.id,tenant.id,tenant.kind,name,edition,usage.absolute.production,usage.absolute.trial,usage.absolute.total," +
		"usage.delta.production,usage.delta.trial,usage.delta.total\n")
	for i := range rows {
		fmt.Fprintf(&b, "%s,%s,customer,usage_%d,edition,%d,0,%[4]d,0,0,0\n", guideID, simulator.ContosoID, i%usages, i)
	}
	return b.Bytes()
}
