package usage_test

import (
	"math/big"
	"testing"

	"acronis-reports-mcp/usage"
)

func TestMul(t *testing.T) {
	numbers := []string{"0", "1", "-1", "0.5", "-2.25", "3037000500", "-9223372036854775808", "9223372036854775807", "1e30", "4611686018427387904", "2"}
	for _, a := range numbers {
		for _, b := range numbers {
			x, y := decimal(t, a), decimal(t, b)
			if got, want := x.Mul(y), usage.DecimalOf(new(big.Rat).Mul(x.Rat(), y.Rat())); got.Cmp(want) != 0 {
				t.Errorf("%s × %s = %s, want %s", a, b, got, want)
			}
		}
	}
}

func TestInt64(t *testing.T) {
	for text, want := range map[string]bool{"5": true, "-9223372036854775808": true, "9223372036854775808": false, "0.5": false} {
		if n, ok := decimal(t, text).Int64(); ok != want || ok && usage.NewDecimal(n).Cmp(decimal(t, text)) != 0 {
			t.Errorf("%s is the int64 %d: %v", text, n, ok)
		}
	}
}
