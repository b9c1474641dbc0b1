package usage_test

import (
	"testing"

	"acronis-reports-mcp/usage"
)

func TestKnownUnit(t *testing.T) {
	for name, want := range map[string]usage.Unit{
		"storage": usage.Bytes, "pw_base_storage": usage.Bytes, "pg_base_storage": usage.Bytes, "p_adv_storage": usage.Bytes,
		"local_storage": usage.Bytes, "pu_base_fc_storage": usage.Bytes, "pw_base_adv_dr_storage": usage.Bytes,
		"compute_points": usage.Seconds, "pw_compute_points": usage.Seconds, "dre_compute_points": usage.Seconds,
		"p_dre_compute_points": usage.Seconds, "pw_base_adv_dr_compute_points": usage.Seconds,
		"pw_base_workstations": usage.Quantity, "servers": usage.Quantity, "pw_p_ess_vms": usage.Quantity,
		"pw_pack_adv_backup_servers": usage.Quantity, "mailboxes": usage.Quantity,
		"pw_base_dr_base": usage.NoUnit, "pw_base_m365_mailboxes": usage.NoUnit, "dr_child_storages": usage.NoUnit,
		"base": usage.UnknownUnit, "": usage.UnknownUnit, "pw_": usage.UnknownUnit, "new_storage": usage.UnknownUnit,
		"pw_base_Storage": usage.UnknownUnit,
	} {
		if got := usage.KnownUnit(name); got != want {
			t.Errorf("%s is in %s, want %s", name, got, want)
		}
		if usage.IsComputePoints(name) != (want == usage.Seconds) {
			t.Errorf("%s: compute points %v", name, usage.IsComputePoints(name))
		}
	}
}

func TestReading(t *testing.T) {
	for _, test := range []struct {
		value string
		unit  usage.Unit
		usage string
		want  string
	}{
		{"15311558410", usage.Bytes, "storage", "14.26 GiB"},
		{"5368710", usage.Bytes, "storage", "0.01 GiB"},
		{"5368709", usage.Bytes, "storage", "< 0.01 GiB"},
		{"-1", usage.Bytes, "storage", "> -0.01 GiB"},
		{"0", usage.Bytes, "storage", "0.00 GiB"},
		{"-1610612736", usage.Bytes, "storage", "-1.50 GiB"},
		{"45000", usage.Seconds, "pw_compute_points", "12.50 compute points"},
		{"18", usage.Seconds, "compute_points", "0.01 compute points"},
		{"10800", usage.Seconds, "something", "3.00 hours"},
		{"7", usage.Quantity, "vms", "7"},
		{"7.5", usage.UnknownUnit, "new", "7.5"},
	} {
		if got := usage.Reading(decimal(t, test.value), test.unit, test.usage); got != test.want {
			t.Errorf("%s %s of %s read %q, want %q", test.value, test.unit, test.usage, got, test.want)
		}
	}
}

func TestReadingOfChange(t *testing.T) {
	for value, want := range map[string]string{
		"1610612736": "+1.50 GiB", "-1610612736": "-1.50 GiB", "0": "0.00 GiB", "1": "< +0.01 GiB", "-1": "> -0.01 GiB",
	} {
		if got := usage.ReadingOfChange(decimal(t, value), usage.Bytes, "storage"); got != want {
			t.Errorf("%s read %q, want %q", value, got, want)
		}
	}
}
