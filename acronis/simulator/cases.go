package simulator

import "slices"

// NewCases returns a running data centre holding the demo world and more tenants, usages and reports: cases
// in which a right figure takes more than adding up rows. Close it after use. It differs from [New] in one
// more thing: EarlyFilesShort is true.
//
// All figures are those of month-ends, of storage in GiB, and they don't change unless it says so. What a
// tenant uses has the same closed form as in the demo world; see caseUsage.
//
// Storages. [TailspinID] has 100 on Frankfurt 1 and 50 on Frankfurt 1 geo-redundant, two storages of one
// backend and owner. [SouthridgeID] has 200 on Frankfurt 1 (vendor), 40 on the own partner's storage, 25 on
// the distributor's (above the own tenant, which may not be read) and 5 on one that GET /infra doesn't know.
// [VanArsdelID] has 500 on a storage of its reseller's.
//
// Parts and sums. Tailspin's storage_total is 150, the sum of its storages; vm_storage 90, server_storage 40
// and workstation_storage 20 are the same 150, and immutable_storage is 30 of them; total_protected_workloads
// is 12, as are its workstations (6), servers (2) and vms (4). Southridge's storage_total is 260, where the
// sum of its storages is 270.
//
// Names. [WideWorldID] has names of other sorts: bndl_workstations 12, bndl_storage 500,
// pg_base_secondary_vms 3, pw_pack_adv_security 8, pw_pack_adv_security_with_edr 5 and orchard_nodes 7,
// which no list has and of which the API says nothing. Tailspin has 20 of Sync & Share storage and 10 seats,
// of another application.
//
// Moves. Below [BrightwaterID] is VanArsdel with 3000 on Frankfurt 1, below [LamnaID] is [NodID] with 400.
// [MunsonsID] with 600 moved from Lamna to Brightwater on 2026-09-14, [SchoolID] from Brightwater to Lamna on
// 2026-10-09; School has 120, 150 and 181 at the ends of August, September and October. So the resellers' own
// rows of Frankfurt 1 are:
//
//	             August  September  October
//	Brightwater    3120       3750     3600
//	Lamna          1000        400      581
//
// and of September's 3750, those below Brightwater now have 3600. By day, School has from 151 to 181 in
// October: at most 181, and 166 on average.
//
// Dates. [DeletedInCasesID] was deleted on 2026-10-20: 80 at the end of September, nothing with a delta of
// -80 in October. [MidMonthID] was created on 2026-09-14 and is in production since 2026-10-14: 60, trial in
// September and production in October. [TrialID] is on trial since 2026-10-27, with 4. [SuspendedID], with 70,
// is suspended; its usage is in the columns of production, which is an assumption. [UnusedID] has no usage.
//
// Compute points. [BlueYonderID] uses 6300 seconds a day: 52.50 compute points in September, 54.25 in October,
// and stands at 1114.75 and 1169.00.
//
// Names that mislead. "5* Cleaning Co" ([StarNameID], 10) is a name, and a pattern that fits "5 Star Cleaning
// Co" (20) and "5th Street Cleaning Co" (30), which both have the tag CRM-2002. Two tenants are Bellows
// College, with 11 and 13 and tags of their own. The tag of the suspended one is "Tailspin Toys".
//
// Quotas. Southridge may use 150 of storage and 20 more; of 8 workstations it uses 8; its vms are switched off
// although it uses 2.
//
// Reports. For October there are [EarlyReportID], made at 02:30 UTC on 2026-11-01, in which the 31st is
// missing (School has 180), and the newer [OctoberReportID]. [EarlyOnlyReportID] of Brightwater for August was
// made at 03:00 UTC on 2026-09-01, and no newer one is there: School has 119 and Brightwater 3119.
// [BrightwaterReportID] is Brightwater's own for September. [DamagedReportID] can't be unpacked,
// [EmptyReportID] has nothing in it, and [HeaderOnlyReportID] has no rows. [MonthlyFilesReportID] is monthly
// and has files of three months; [DisabledReportID] is monthly and switched off.
func NewCases() *DataCentre {
	d := begin(world{
		rows:   slices.Concat(tenantRows, caseRows),
		meters: meters,
		madeAt: demoWorld().madeAt,
	})
	d.EarlyFilesShort = true
	for _, c := range caseReports {
		rep := c.report()
		rep.wire.Schedule.Enabled = !c.disabled
		rep.madeAt = c.at
		d.put(rep, 'c')
		c.finish(d, rep)
	}
	return d
}
