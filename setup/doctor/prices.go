package doctor

import (
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/setup/settings"
)

// priceFindings reads the price list and the list of costs, if they are files.
func priceFindings(s *settings.Settings) []Finding {
	var findings []Finding
	if s.Prices != "" {
		findings = append(findings, named("price list", priceFinding(s.Prices)))
	}
	if s.Costs != "" {
		findings = append(findings, named("cost list", priceFinding(s.Costs)))
	}
	return findings
}

func priceFinding(path string) Finding {
	data, err := settings.ReadPrices(path)
	if err != nil {
		return fail("check the path, and that this user can read the file", "can't be read: %v", err)
	}
	list := prices.ParseList("", data)
	if len(list.Faults) > 0 {
		return fail("correct the file; prices check FILE lists all faults", "%s; the first: %s", escape.Count(len(list.Faults), "fault"), list.Faults[0])
	}
	return ok("%s without faults; prices check FILE compares them with a month", escape.Count(len(list.Rows), "row"))
}
