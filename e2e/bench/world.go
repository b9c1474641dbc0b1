package main

import (
	"fmt"
	"strings"
	"time"
)

// A world is what the data centre has. Everything in it follows from its fields.
//
// Tenant 0 is the own tenant. Each of its partners has 25 customers.
type world struct {
	tenants int
	rows    int // of each stored report, roughly
	months  int // for each of which there is a report, up to October 2026
	large   int // number of reports of 2.7 MB about the own tenant, beside these
}

// perPartner is the number of a partner's customers, and the partner.
const perPartner = 26

// tenantID returns the UUID of a tenant.
func tenantID(i int) string { return fmt.Sprintf("%08x-5e1a-4c07-9b3d-%012x", scatter(i)>>32, i) }

// scatter returns a number that looks like a random one.
func scatter(i int) uint64 {
	x := uint64(i)*0x9e3779b97f4a7c15 + 0x632be59bd9b4e019
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// partnerOf returns the partner that a customer belongs to, or that is i itself.
func partnerOf(i int) int { return i - (i-1)%perPartner }

func kindOf(i int) string {
	if i == 0 || partnerOf(i) == i {
		return "partner"
	}
	return "customer"
}

// above is the parent of the own tenant, which isn't in the world.
const above = 1 << 30

func parentOf(i int) int {
	switch {
	case i == 0:
		return above
	case kindOf(i) == "customer":
		return partnerOf(i)
	}
	return 0
}

var (
	nameBegins = []string{"Contoso", "Fabrikam", "Tailspin", "Wingtip", "Adatum", "Litware", "Proseware", "Trey", "Lucerne", "Woodgrove"}
	nameEnds   = []string{"Dental Care", "Logistics GmbH", "Bau AG", "Engineering Ltd", "Notariat", "Foods, Inc.", "École", "Insurance", "Hotel & Spa", "Werkzeuge"}
)

// nameOf returns the name of a tenant. No two have the same.
func nameOf(i int) string {
	if i == 0 {
		return "Northwind Distribution"
	}
	s := scatter(i)
	return fmt.Sprintf("%s %s %d", nameBegins[s%10], nameEnds[s/10%10], i)
}

// contact is the longest part of a tenant.
const contact = `{"id":"%s","created_at":"2021-03-0%dT09:12:44+00:00","updated_at":"2025-11-1%dT16:03:21+00:00","types":["legal"],` +
	`"email":"billing@tenant-%d.example","address1":"%d Example Street","address2":"Building %d, second floor","country":"Germany","state":"Bayern",` +
	`"zipcode":"%05d","city":"Musterstadt","phone":"+49 89 5550 %06d","fax":"","website":"https://tenant-%[4]d.example","industry":"Information technology",` +
	`"organization_size":"11-50","email_confirmed":true,"aan":null,"firstname":"Alex","lastname":"Example-%[4]d","title":"Office manager","language":"de"}`

// tenantJSON returns a tenant as the data centre sends it, with 1.5 KB.
func tenantJSON(i int) string {
	s := scatter(i)
	person := fmt.Sprintf(contact, tenantID(i), s%9+1, s%10, i, s%200+1, s%9+1, s%100_000, s%1_000_000)
	return fmt.Sprintf(`{"id":"%s","version":%d,"name":"%s","customer_type":"default","parent_id":"%s","kind":"%s","contact":%s,"contacts":[{"id":"%s","types":["billing"],"email":"invoices@tenant-%d.example","firstname":"Robin","lastname":"Example","phone":""}],`+
		`"enabled":true,"customer_id":"C-%d","brand_id":%d,"brand_uuid":"%s","internal_tag":"CRM-%d","barcode":null,"owner_id":"%s","default_idp_id":"11111111-1111-1111-1111-111111111111",`+
		`"language":"de","ancestral_access":true,"has_children":%t,"update_lock":{"enabled":false,"owner_id":null},"mfa_status":"enabled","pricing_mode":"production",`+
		`"production_start_date":"2021-04-01T00:00:00+00:00","created_at":"2021-03-01T09:12:44+00:00","updated_at":"2025-11-12T16:03:21+00:00","deleted_at":null}`,
		tenantID(i), 1_600_000_000_000+s%1_000_000, nameOf(i), tenantID(parentOf(i)), kindOf(i), person, tenantID(i+1), i,
		i, s%400_000, tenantID(i), i, tenantID(i), kindOf(i) == "partner")
}

// period returns the first and the last day of the month that is back months before
// October 2026.
func period(back int) (first, last string) {
	begin := time.Date(2026, time.October-time.Month(back), 1, 0, 0, 0, 0, time.UTC)
	return begin.Format(time.DateOnly), begin.AddDate(0, 1, -1).Format(time.DateOnly)
}

// reportID returns the UUID of the report for a month.
func reportID(back int) string { return fmt.Sprintf("7be4c1d0-0000-4000-8000-%012d", back+1) }

// storedID returns the UUID of that report's file.
func storedID(back int) string { return fmt.Sprintf("f11ec1d0-0000-4000-8000-%012d", back+1) }

// reportJSON returns the report for a month.
func reportJSON(back int) string {
	first, last := period(back)
	return fmt.Sprintf(`{"id":"%s","version":1,"recipients":[],"result_action":"save","generation_date":"%s","schedule":{"enabled":false,"type":"once"},`+
		`"parameters":{"tenant_id":"%s","level":"all_customers","kind":"usage_summary","formats":["csv_v2_0"],"period":{"start":"%s","end":"%s"},"hide_zero_usage":false,"show_skus":true}}`,
		reportID(back), madeOn(back), tenantID(0), first, last)
}

// storedJSON returns the entry of that report's file.
func storedJSON(back int, size int64) string {
	return fmt.Sprintf(`{"id":"%s","report_id":"%s","report_format":"csv_v2_0","status":"saved","created_at":"%sT08:00:00+00:00","size":%d}`,
		storedID(back), reportID(back), madeOn(back), size)
}

// madeOn returns the day on which the report for a month was made: the first of the
// next month.
func madeOn(back int) string {
	first, _ := period(back - 1)
	return first
}

// largePrefix is what the ids of large reports begin with.
const largePrefix = "1a49e000-"

// largeID returns the UUID of a large report.
func largeID(i int) string { return fmt.Sprintf(largePrefix+"0000-4000-8000-%012d", i+1) }

// largeJSON returns a large report: one of another month, with an unknown field.
func largeJSON(id string) string {
	report := strings.Replace(reportJSON(30), reportID(30), id, 1)
	return strings.TrimSuffix(report, "}") + `,"notes":"` + strings.Repeat("a note on this report. ", 2_700_000/23) + `"}`
}
