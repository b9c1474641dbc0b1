package sheets

// unlikeSKUs returns the months in which the file has SKUs and an invoice has none, or the other way round, because only
// one of their reports has them. Then their lines can't be compared by SKU.
func (w *Written) unlikeSKUs(now Invoice) map[string]bool {
	written, current, unlike := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, d := range w.lines {
		written[d.Month] = written[d.Month] || d.SKU != ""
	}
	for _, l := range now.Lines {
		current[l.Month] = current[l.Month] || l.SKU != ""
	}
	for month, has := range written {
		unlike[month] = has != current[month]
	}
	return unlike
}

// removeSKUs removes the SKUs of the lines of some months, and adds up the lines that are alike then.
func (w *Written) removeSKUs(months map[string]bool) {
	for key, d := range w.lines {
		if !months[d.Month] || d.SKU == "" {
			continue
		}
		delete(w.lines, key)
		*key.cell("sku"), d.SKU = "", ""
		if other := w.lines[key]; other != nil {
			other.before = other.before.Add(d.before)
		} else {
			w.lines[key] = d
		}
	}
}
