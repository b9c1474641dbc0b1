package sheets

import "iter"

// Redact returns a text without secrets. If it is nil, texts stay as they are.
type Redact func(string) string

func (r Redact) text(text string) string {
	if r == nil {
		return text
	}
	return r(text)
}

// lines returns lines without secrets.
func (r Redact) lines(lines [][]string) [][]string {
	redacted := make([][]string, len(lines))
	for i, line := range lines {
		for _, text := range line {
			redacted[i] = append(redacted[i], r.text(text))
		}
	}
	return redacted
}

// withoutSecrets returns the rows without secrets. Most cells repeat the one above,
// which makes this fast.
func (g grid) withoutSecrets() iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		above, redacted := make([]string, len(g.columns)), make([]string, len(g.columns))
		for cells := range g.rows {
			for i, text := range cells {
				if text != above[i] {
					above[i], redacted[i] = text, text
					if !isReading(g.columns[i].kind, text) {
						redacted[i] = g.redact.text(text)
					}
				}
				cells[i] = redacted[i]
			}
			if !yield(cells) {
				return
			}
		}
	}
}
