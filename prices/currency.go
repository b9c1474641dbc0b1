package prices

//go:generate go test -run TestCurrencies -list-one list-one.xml

import "strings"

// digitsOf returns the number of decimals of a currency's minor unit, and whether ISO 4217 has one for it.
func digitsOf(currency string) (digits int, known bool) {
	for digits, codes := range minorUnits {
		if len(currency) == 3 && strings.Contains(codes, currency) && strings.Index(codes, currency)%4 == 0 {
			return digits, true
		}
	}
	return 0, false
}

// Digits returns the number of decimals of a currency's minor unit, 0 if ISO 4217 has none for it.
func Digits(currency string) int {
	digits, _ := digitsOf(currency)
	return digits
}
