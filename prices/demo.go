package prices

import _ "embed"

//go:embed demo/prices.csv
var demo []byte

// Demo returns the price list of the demo. docs/prices.md explains each of its lines.
func Demo() *List { return ParseList("prices.csv", demo) }
