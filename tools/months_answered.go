package tools

import (
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// answerHead says what the figures cover.
type answerHead struct {
	DataCentre string   `json:"data_centre"`
	Subject    string   `json:"subject"`
	Months     []string `json:"months"`
	Measure    string   `json:"measure"`
	Scope      string   `json:"scope"`
	Selection  string   `json:"selection" jsonschema_description:"Whose rows are counted"`
	Warnings   []string `json:"warnings" jsonschema_description:"Quote them to the user"`

	Matched []figures.Match `json:"matched,omitempty" schema:"brief" jsonschema_description:"What each entry of customers and usages matched"`
}

// months are the answers of several months to one question.
type months struct {
	service   *service
	names     []string // names of the months
	answers   []*figures.Answer
	proofs    []proof
	several   bool // the question has several months
	proofsCut bool // proofs are in short form, because the full form has no room
	full      bool // with detail full

	without []figures.WarningKind // kinds of warnings that are left out, because others say more
}

func newMonths(s *service, sources []monthSource, answers []*figures.Answer, full bool) *months {
	m := &months{service: s, answers: answers, several: len(sources) > 1, full: full}
	sources, _ = split(sources)
	for _, source := range sources[:len(answers)] {
		m.names = append(m.names, escape.Text(source.month))
	}
	m.proofs = m.newProofs(full)
	if m.proofsCut = sizeOf(m.proofs) > maxProofsBytes; m.proofsCut {
		m.proofs = m.newProofs(false)
	}
	return m
}

// maxProofsBytes limits the size of the proofs in full form.
const maxProofsBytes = 8 << 10

// newProofs returns the proofs of all months, in short or full form.
func (m *months) newProofs(full bool) []proof {
	var proofs []proof
	for i, a := range m.answers {
		p := newProof(a, full)
		p.Month = m.month(i)
		proofs = append(proofs, p)
	}
	return proofs
}

// head returns what the answers have in common. If the selection of a month
// differs, it is in its proof.
func (m *months) head() answerHead {
	a := m.answers[0]
	h := answerHead{
		DataCentre: m.service.DataCentre,
		Subject:    escape.ShortenTo(a.Subject, figures.MaxName), Months: m.names, Measure: describeMeasure(m.answers), Scope: a.Scope,
		Selection: describeSelection(a), Warnings: m.warnings(), Matched: figures.MatchedIn(m.answers),
	}
	for i, other := range m.answers[1:] {
		if own := describeSelection(other); own != h.Selection {
			m.proofs[i+1].Selection = own
		}
	}
	return h
}

// warnings returns the warnings of all months. A warning that only some months
// have names these months.
func (m *months) warnings() []string {
	var texts []string
	of := map[string][]string{}
	for i, a := range m.answers {
		warnings := slices.DeleteFunc(a.Warnings(), func(w figures.Warning) bool { return slices.Contains(m.without, w.Kind) })
		for _, text := range m.service.warningTexts(warnings) {
			if of[text] == nil {
				texts = append(texts, text)
			}
			of[text] = append(of[text], m.names[i])
		}
	}
	all := []string{}
	for _, text := range texts {
		if len(of[text]) < len(m.answers) {
			text = strings.Join(of[text], ", ") + ": " + text
		}
		all = append(all, text)
	}
	if m.proofsCut {
		all = append(all, "There is no room for the whole proof of so many months: ask for fewer to see it.")
	}
	return all
}

// describeMeasure says what is measured.
func describeMeasure(answers []*figures.Answer) string {
	points := slices.ContainsFunc(answers, func(a *figures.Answer) bool { return a.HasPoints() })
	switch measure := answers[0].Measure; measure {
	case figures.Billed:
		text := "billed: the reading at the end of the period"
		if points {
			text += "; of compute points what was used in it (column delta; that these are billed so is inferred)"
		}
		return text
	case figures.End:
		return "end: the reading at the end of the period"
	case figures.Change:
		return "change: from the first day of the period to its end (column delta)"
	case figures.Peak:
		return "peak: the greatest of any day"
	default:
		return "average: over the days that the file has, in whole units"
	}
}

// month returns the name of a month if there are several, else "".
func (m *months) month(answer int) string {
	if !m.several {
		return ""
	}
	return m.names[answer]
}

func (m *months) group(at figures.Place) usage.Group {
	return m.answers[at.Answer].Summary.Groups.At(int(at.Group))
}

// isZero reports whether all values of a group are 0 that the scope shows.
func (m *months) isZero(at figures.Place) bool {
	a := m.answers[at.Answer]
	return a.Summary.Groups.IsZero(int(at.Group)) || a.Scope != "production" && a.Unused(m.group(at))
}

// groups returns the groups at some places.
func (m *months) groups(places []figures.Place) []usage.Group {
	groups := make([]usage.Group, len(places))
	for i, at := range places {
		groups[i] = m.group(at)
	}
	return groups
}

// sums returns the sums of the groups at some places.
func (m *months) sums(places []figures.Place) []monthSum {
	sums := make([]monthSum, len(places))
	for i, at := range places {
		a := m.answers[at.Answer]
		sums[i] = monthSum{m.month(int(at.Answer)), a.Sums([]usage.Group{m.group(at)}, m.full)[0]}
	}
	return sums
}

// totals returns the totals of all months, and the usages without a value in
// any month.
func (m *months) totals() (totals []monthTotal, idle []string) {
	used := map[string]bool{}
	for i, a := range m.answers {
		sums, none := a.Totals()
		for _, sum := range sums {
			totals = append(totals, monthTotal{Month: m.month(i), Total: sum})
			used[sum.Usage] = true
		}
		idle = append(idle, none...)
	}
	slices.Sort(idle)
	return totals, slices.DeleteFunc(slices.Compact(idle), func(name string) bool { return used[name] })
}

// countGroups sets how many of the groups at some places each total is of.
func (m *months) countGroups(totals []monthTotal, places []figures.Place) {
	type key struct {
		month, usage string
		noInfra      bool
	}
	counts := map[key]int{}
	for i, a := range m.answers {
		keys := a.Summary.Groups.Keys()
		ofKey := make([]int, len(keys))
		for _, at := range places {
			if int(at.Answer) == i {
				ofKey[a.Summary.Groups.KeyOf(int(at.Group))]++
			}
		}
		for k, n := range ofKey {
			counts[key{m.month(i), escape.ShortenTo(escape.Text(keys[k].Usage), figures.MaxName), keys[k].NoInfra}] += n
		}
	}
	for i, t := range totals {
		totals[i].Groups = counts[key{t.Month, t.Usage, t.NoInfra}]
	}
}

// spanTotals returns the sums of the totals of several months.
func (m *months) spanTotals() []figures.Total {
	if len(m.answers) == 1 {
		return nil
	}
	return figures.SpanTotals(m.answers)
}

// rest returns the totals of the months without the groups at some places.
func (m *months) rest(shown []figures.Place) []monthTotal {
	var rest []monthTotal
	for i, a := range m.answers {
		groups := func(yield func(usage.Group) bool) {
			for _, at := range shown {
				if int(at.Answer) == i && !yield(m.group(at)) {
					return
				}
			}
		}
		for _, sum := range a.Remainder(groups) {
			rest = append(rest, monthTotal{Month: m.month(i), Total: sum})
		}
	}
	return rest
}

// addResources adds the URIs of the files to the proofs. It doesn't do so for
// several months, because the URIs would need the room of figures.
func (m *months) addResources() {
	if len(m.answers) == 1 {
		m.proofs[0].addResource(m.answers[0])
	}
}

func (m *months) storedIDs() string {
	ids := make([]string, len(m.answers))
	for i, a := range m.answers {
		ids[i] = a.Stored.ID
	}
	return fmt.Sprint(ids)
}
