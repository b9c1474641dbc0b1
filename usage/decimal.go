package usage

import "math/big"

// Decimal is an exact decimal number. The zero value is 0.
type Decimal struct {
	n int64
	r *big.Rat // instead of n, where that is too small or not whole
}
