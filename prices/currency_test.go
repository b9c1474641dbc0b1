package prices

import (
	"encoding/xml"
	"flag"
	"fmt"
	"go/format"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var listOne = flag.String("list-one", "", "ISO 4217 list one, an XML file, to write currencies.go from")

// laterCurrencies are those of amendments that list one of 2024 doesn't have yet: 176, the Caribbean guilder.
var laterCurrencies = map[string]int{"XCG": 2}

func TestCurrencies(t *testing.T) {
	if *listOne != "" {
		writeCurrencies(t, *listOne)
	}
	for code, want := range map[string]int{"EUR": 2, "USD": 2, "JPY": 0, "KRW": 0, "KWD": 3, "TND": 3, "CLF": 4, "XCG": 2, "HUF": 2} {
		if got, known := digitsOf(code); got != want || !known {
			t.Errorf("%s has %d decimals (%v), want %d", code, got, known, want)
		}
	}
	for _, code := range []string{"", "XAU", "XXX", "ABC", "eur", "UR ", "R U", "EURUSD", "D E"} {
		if _, known := digitsOf(code); known {
			t.Errorf("%q is a currency with a minor unit", code)
		}
	}
}

// writeCurrencies writes currencies.go from list one.
func writeCurrencies(t *testing.T, file string) {
	var list struct {
		Published string `xml:"Pblshd,attr"`
		Entries   []struct {
			Code  string `xml:"Ccy"`
			Minor string `xml:"CcyMnrUnts"`
		} `xml:"CcyTbl>CcyNtry"`
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	byDigits := map[int][]string{}
	for code, digits := range laterCurrencies {
		byDigits[digits] = append(byDigits[digits], code)
	}
	for _, e := range list.Entries {
		if digits, err := strconv.Atoi(e.Minor); err == nil && !slices.Contains(byDigits[digits], e.Code) {
			byDigits[digits] = append(byDigits[digits], e.Code)
		}
	}
	source := fmt.Sprintf(`package prices

// Code generated from ISO 4217 list one of %s (SIX, list-one.xml) by go generate; DO NOT EDIT.

// minorUnits has the codes of the currencies by the number of decimals of their minor units.
var minorUnits = map[int]string{
`, list.Published)
	for digits := range 5 {
		if codes := byDigits[digits]; codes != nil {
			slices.Sort(codes)
			source += fmt.Sprintf("%d: %s,\n", digits, wrapped(codes))
		}
	}
	formatted, err := format.Source([]byte(source + "}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("currencies.go", formatted, 0o644); err != nil {
		t.Fatal(err)
	}
}

// wrapped returns codes as a Go string in lines of 25 codes.
func wrapped(codes []string) string {
	var lines []string
	for part := range slices.Chunk(codes, 25) {
		lines = append(lines, strconv.Quote(strings.Join(part, " ")+" "))
	}
	return strings.Join(lines, " +\n")
}
