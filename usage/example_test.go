package usage_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"acronis-reports-mcp/usage"
)

// Add up the storage of a partner's customers. The partner's own rows include
// what its customers use, so they are not counted but compared with the sum.
func ExampleSummarize() {
	const file = `application.id,tenant.id,tenant.kind,name,edition,` +
		`usage.absolute.production,usage.absolute.trial,usage.absolute.total,usage.delta.production,usage.delta.trial,usage.delta.total
backup,the-partner,partner,pw_base_storage,pck_per_workload,3221225472,0,3221225472,1073741824,0,1073741824
backup,customer-1,customer,pw_base_storage,pck_per_workload,1073741824,0,1073741824,0,0,0
backup,customer-2,customer,pw_base_storage,pck_per_workload,2147483648,0,2147483648,1073741824,0,1073741824
`
	sums, err := usage.Summarize(context.Background(), strings.NewReader(file), usage.Query{
		Kind: "usage_summary",
		By:   []usage.Key{usage.ByTenant},
		RoleOf: func(id, kind string) usage.Role {
			customer := kind == "customer"
			return usage.Role{Counted: customer, Child: customer, Subject: id == "the-partner"}
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, group := range sums.Groups.All() {
		fmt.Println(group.Tenant, group.Usage, group.Absolute.Production)
	}
	total := sums.Totals[0]
	fmt.Println("total", total.Absolute.Production, "=", usage.Reading(total.Absolute.Production, usage.Bytes, total.Usage))
	fmt.Println("control totals:", sums.Control.Status)
	// Output:
	// customer-1 storage 1073741824
	// customer-2 storage 2147483648
	// total 3221225472 = 3.00 GiB
	// control totals: reconciled
}
