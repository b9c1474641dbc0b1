package simulator

import "slices"

// NewCases returns a running data centre with the demo world and more tenants, usages and reports, for
// which a correct figure needs more than adding up rows. The caller must close it. EarlyFilesShort is
// true.
//
// Unless stated otherwise, figures are those at the end of any month, and storage is in GiB. The usage of
// a tenant follows the same formula as in the demo world; see caseUsage.
//
// Storages. [TailspinID] has 100 on Frankfurt 1 and 50 on Frankfurt 1 geo-redundant, two storages with
// the same backend and owner. [SouthridgeID] has 200 on Frankfurt 1 (of the vendor), 40 on the own
// partner's storage, 25 on a storage of the distributor (a tenant above the own one, which can't be read)
// and 5 on one that GET /infra doesn't know. [VanArsdelID] has 500 on a storage of its reseller.
//
// Parts and sums. Tailspin's storage_total is 150, the sum of its storages. Its vm_storage 90,
// server_storage 40 and workstation_storage 20 are parts of the same 150, as is immutable_storage 30. Its
// total_protected_workloads is 12: 6 workstations, 2 servers and 4 vms. Southridge's storage_total is
// 260, although the sum of its storages is 270.
//
// Names. [WideWorldID] has usages with other kinds of names: bndl_workstations 12, bndl_storage 500,
// pg_base_secondary_vms 3, pw_pack_adv_security 8, pw_pack_adv_security_with_edr 5, and orchard_nodes 7,
// which is in no list and unknown to the API. Tailspin has 20 of Sync & Share storage and 10 seats, of
// another application.
//
// Moves. Below [BrightwaterID] is VanArsdel with 3000 on Frankfurt 1, and below [LamnaID] is [NodID] with
// 400. [MunsonsID] with 600 moved from Lamna to Brightwater on 2026-09-14, and [SchoolID] from
// Brightwater to Lamna on 2026-10-09. School has 120, 150 and 181 at the ends of August, September and
// October. So the resellers' own rows of Frankfurt 1 are:
//
//	             August  September  October
//	Brightwater    3120       3750     3600
//	Lamna          1000        400      581
//
// Of September's 3750, the customers that are below Brightwater now have 3600. By day, School has 151 to
// 181 in October: at most 181, and 166 on average.
//
// Dates. [DeletedInCasesID] was deleted on 2026-10-20. It has 80 at the end of September, and 0 with a
// delta of -80 in October. [MidMonthID] was created on 2026-09-14 and is in production since 2026-10-14.
// It has 60, as trial in September and as production in October. [TrialID] is on trial since 2026-10-27,
// with 4. [SuspendedID], with 70, is suspended. Its usage is in the columns of production, which is an
// assumption. [UnusedID] has no usage.
//
// Compute points. [BlueYonderID] uses 6300 seconds a day: 52.50 compute points in September and 54.25 in
// October. Its readings at the ends of these months are 1114.75 and 1169.00.
//
// Misleading names. "5* Cleaning Co" ([StarNameID], 10) is a name, and also a pattern that matches "5
// Star Cleaning Co" (20) and "5th Street Cleaning Co" (30), which both have the tag CRM-2002. Two tenants
// are called Bellows College, with 11 and 13 and different tags. The tag of the suspended tenant is
// "Tailspin Toys".
//
// Quotas. Southridge may use 150 of storage, and 20 more. It uses 8 of 8 workstations. Its vms are
// switched off, although it uses 2.
//
// Prices. Those of the vendor are in USD. SIM-VM-SECOND, of Wide World's pg_base_secondary_vms, has none.
// SIM-BUNDLE is the SKU of bndl_workstations and of bndl_storage, and SIM-SECURITY is that of both kinds
// of Advanced Security.
//
// Reports. For October there are [EarlyReportID], made at 02:30 UTC on 2026-11-01 and without the 31st
// (School has 180), and the newer [OctoberReportID]. [EarlyOnlyReportID] of Brightwater for August was
// made at 03:00 UTC on 2026-09-01, and there is no newer one: School has 119 and Brightwater 3119.
// [BrightwaterReportID] is Brightwater's own report for September. [DamagedReportID] can't be unpacked,
// [EmptyReportID] has an empty file, and [HeaderOnlyReportID] has a file without rows.
// [MonthlyFilesReportID] is monthly and has files of three months. [DisabledReportID] is monthly and
// disabled.
func NewCases() *DataCentre {
	d := begin(world{
		rows:   slices.Concat(tenantRows, caseRows),
		meters: meters,
		madeAt: demoWorld().madeAt,
	})
	d.EarlyFilesShort = true
	d.PriceCurrency = "USD"
	for _, c := range caseReports() {
		rep := c.report()
		rep.wire.Schedule.Enabled = !c.disabled
		rep.madeAt = c.at
		d.put(rep, 'c')
		c.finish(d, rep)
	}
	return d
}
