package usage_test

import (
	"encoding/json"
	"strings"
	"testing"

	"acronis-reports-mcp/usage"
)

func decimal(t *testing.T, text string) usage.Decimal {
	t.Helper()
	d, err := usage.ParseDecimal(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return d
}

func TestParseDecimal(t *testing.T) {
	nines := strings.Repeat("9", 64)
	for text, want := range map[string]string{
		"5": "5", "-5": "-5", "+5": "5", "-0": "0", "007": "7", "12.50": "12.5", "5.000": "5", "-5.00": "-5", "0.00": "0", ".0": "0",
		"5." + strings.Repeat("0", 99): "5", "1.50e-63": "0." + strings.Repeat("0", 62) + "15", ".5": "0.5", "5.": "5",
		"1e3": "1000", "1E+3": "1000", "12.5e-1": "1.25", "0e99": "0", "-1e-3": "-0.001",
		"999999999999999999": "999999999999999999", "9223372036854775807": "9223372036854775807",
		"9223372036854775808": "9223372036854775808", "-9223372036854775808": "-9223372036854775808",
		"123456789012345678901234567890": "123456789012345678901234567890",
		nines:                            nines, strings.Repeat("0", 100) + "1": "1", "1e64": "1" + strings.Repeat("0", 64),
		"1e-64": "0." + strings.Repeat("0", 63) + "1",
	} {
		if got := decimal(t, text).String(); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

func TestNoDecimal(t *testing.T) {
	for _, text := range []string{
		"", " ", "-", "+", ".", "e3", "1e", "1e+", "--1", "+-1", "1.2.3", "NaN", "Inf", "-inf", "0x1f", "1_000", "1,5", "1 ", " 1", "１",
		"1e3.5", "1e65", "1e-65", "1e999999999999", "1e99999999999999999999", strings.Repeat("9", 65), "0." + strings.Repeat("0", 64) + "1",
	} {
		if d, err := usage.ParseDecimal(text); err == nil {
			t.Errorf("%q is read as %s", text, d)
		}
	}
}

func TestDecimalArithmetic(t *testing.T) {
	max, min, one := decimal(t, "9223372036854775807"), decimal(t, "-9223372036854775808"), decimal(t, "1")
	for _, test := range []struct {
		name string
		got  usage.Decimal
		want string
	}{
		{"0.1 + 0.2", decimal(t, "0.1").Add(decimal(t, "0.2")), "0.3"},
		{"overflow", max.Add(one), "9223372036854775808"},
		{"and back", max.Add(one).Sub(one), "9223372036854775807"},
		{"underflow", min.Sub(one), "-9223372036854775809"},
		{"min - min", min.Sub(min), "0"},
		{"5 - 7", decimal(t, "5").Sub(decimal(t, "7")), "-2"},
	} {
		if got := test.got.String(); got != test.want {
			t.Errorf("%s is %s, want %s", test.name, got, test.want)
		}
	}
	half := decimal(t, "0.5")
	if half.Cmp(one) != -1 || one.Cmp(half) != 1 || max.Cmp(min) != 1 || half.Add(half).Cmp(one) != 0 {
		t.Error("Cmp is wrong")
	}
	if half.Sign() != 1 || min.Sign() != -1 || !half.Sub(half).IsZero() || half.IsZero() {
		t.Error("Sign or IsZero is wrong")
	}
	if half.Rat().RatString() != "1/2" {
		t.Error("Rat is wrong")
	}
}

func TestDecimalInJSON(t *testing.T) {
	raw, err := json.Marshal([]usage.Decimal{decimal(t, "12.50"), {}, decimal(t, "9223372036854775808")})
	if want := `["12.5","0","9223372036854775808"]`; string(raw) != want || err != nil {
		t.Errorf("got %s, %v, want %s", raw, err, want)
	}
}

func TestPercent(t *testing.T) {
	for _, test := range [][3]string{
		{"1", "3", "33.3"}, {"2", "3", "66.7"}, {"-1", "8", "-12.5"}, {"1", "2000", "0.1"}, {"-1", "2000", "0.0"},
		{"5", "0", ""}, {"1", "-4", "25.0"}, {"1e30", "1e-2", "1" + strings.Repeat("0", 34) + ".0"},
	} {
		if got := decimal(t, test[0]).Percent(decimal(t, test[1])); got != test[2] {
			t.Errorf("%s of %s is %s %%, want %s", test[0], test[1], got, test[2])
		}
	}
}
