package prices_test

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

const (
	manyCustomers = 125_000
	perCustomer   = 8 // lines
	perPartner    = 50
)

// distributor returns a report with a million rows of 125,000 customers below 2,500 partners, and their tree.
var distributor = sync.OnceValues(func() ([]byte, *tenants.Tree) {
	id := func(kind, n int) string { return fmt.Sprintf("%08x-0000-4000-8000-%012x", kind, n) }
	all := []acronis.Tenant{{ID: id(0, 0), Name: "Distributor", Kind: "partner"}}
	var b bytes.Buffer
	b.WriteString("application.id,tenant.id,tenant.kind,tenant.name,name,edition,infra.id,infra.backend_type,infra.owner_id," +
		"usage.absolute.production,usage.absolute.total,usage.absolute.trial,usage.delta.production,usage.delta.total,usage.delta.trial\n")
	items := []string{"storage", "storage", "local_storage", "compute_points", "workstations", "servers", "vms", "m365_seats"}
	for n := range manyCustomers {
		partner := id(1, n/perPartner)
		if n%perPartner == 0 {
			all = append(all, acronis.Tenant{ID: partner, Name: "Partner " + strconv.Itoa(n/perPartner), Kind: "partner", ParentID: id(0, 0)})
		}
		all = append(all, acronis.Tenant{ID: id(2, n), Name: "Customer " + strconv.Itoa(n), Kind: "customer", ParentID: partner, InternalTag: "C-" + strconv.Itoa(n)})
		for i, item := range items[:perCustomer] {
			infra := ",,"
			if i < 2 {
				infra = id(3, i) + ",acronis," + id(0, 0)
			}
			value := (n*7919+i*104729)%100_000 + 1
			if i < 3 {
				value *= 10_000_019
			}
			fmt.Fprintf(&b, "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb,%s,customer,Customer %d,pw_base_%s,pck_per_workload,%s,%[5]d,%[5]d,0,%[5]d,%[5]d,0\n", id(2, n), n, item, infra, value)
		}
	}
	tree, _ := tenants.Build(context.Background(), id(0, 0), all) // the context never ends
	return b.Bytes(), tree
})

// richList uses every kind of row, and has rows for customers of their own.
func richList() string {
	list := "kind,tenant,item,infra,per,price,currency,included,tiers,round,at_least,pool\n" +
		",,storage,,GiB,0.045,EUR,50/pw_base_workstations,,nearest 0.01,,\n" +
		",,storage,00000003-0000-4000-8000-000000000001,100 GiB,,EUR,,graduated 500=4; 1000=3.5; *=3.333,up,10,\n" +
		",,local_storage,,GiB,0,EUR,,,,,\n,,compute_points,,compute point,0.5,EUR,,,nearest 0.01,,\n" +
		",,workstations,,item,2.40,EUR,,,,,\n,,servers,,item,9,EUR,,,,,\n,,vms,,item,6,EUR,,,,,account\n,,mailboxes,,item,1.80,EUR,10,,,,\n" +
		"discount,,storage,,,5,,,,,,\nminimum,,,,,25,EUR,,,,,\nfee,,,,,9.99,EUR,,,,,\n"
	for n := range 500 {
		list += fmt.Sprintf(",C-%d,servers,,item,8.%02d,EUR,,,,,\n", n*200, n%100)
	}
	return list
}

// BenchmarkMillion prices a million lines of 125,000 customers, and compares it with adding up the same groups.
func BenchmarkMillion(b *testing.B) {
	file, tree := distributor()
	sum := func(b *testing.B) usage.Groups {
		s, err := usage.Summarize(b.Context(), bytes.NewReader(file), usage.Query{
			By:     []usage.Key{usage.ByTenant, usage.ByOfferingItem, usage.ByEdition, usage.ByInfra, usage.ByOwner},
			RoleOf: func(string, string) usage.Role { return usage.Role{Counted: true} },
		})
		if err != nil {
			b.Fatal(err)
		}
		return s.Groups
	}
	list := parse(b, richList())
	b.Run("summary", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sum(b)
		}
	})
	b.Run("summary and prices", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m := prices.Month{Month: "2026-10", World: prices.World{Tenants: tree}, Reports: []prices.Report{{ID: "r", Lines: sum(b)}}}
			r, err := prices.Price(b.Context(), list, m)
			if err != nil {
				b.Fatal(err)
			}
			if !r.Complete || r.Lines != manyCustomers*perCustomer {
				b.Fatal(r.Complete, r.Lines, len(r.Unpriced))
			}
		}
	})
}
