package tools

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

type summarizeUsageIn struct {
	usageQuestion
	Order  groupOrder `json:"order,omitempty" jsonschema_description:"Default value, largest first"`
	Detail detail     `json:"detail,omitempty" jsonschema_description:"full adds ids and the whole proof"`
	paging
}

type summarizeUsageOut struct {
	answerHead
	list[monthSum]
	Totals     []monthTotal    `json:"totals" schema:"brief" jsonschema_description:"One that equals its only item is left out"`
	TotalsCut  int             `json:"totals_cut,omitempty"`
	SpanTotals []figures.Total `json:"span_totals,omitempty" schema:"brief" jsonschema_description:"Billed amounts, or changes, of all months added up"`
	Unused     []string        `json:"unused,omitempty" jsonschema_description:"Usages without a value"`
	Rest       []monthTotal    `json:"rest,omitempty" schema:"brief" jsonschema_description:"Groups that are not shown, added up"`
	Checks     []string        `json:"checks,omitempty"`
	Missing    *missingMonths  `json:"missing,omitempty" schema:"brief"`
	MonthsLeft []string        `json:"months_left,omitempty" jsonschema_description:"Ask for these again"`
	Proof      []proof         `json:"proof" schema:"brief"`
}

// monthSum is what a group adds up to in a month.
type monthSum struct {
	Month string `json:"month,omitempty" jsonschema_description:"If there are several months"`
	figures.Sum
}

// monthTotal is what a usage adds up to in a month.
type monthTotal struct {
	Month string `json:"month,omitempty"`
	figures.Total
	Groups int `json:"groups,omitempty"` // how many it is the total of, if not all are shown
}

// missingMonths are months without a report.
type missingMonths struct {
	Months []string    `json:"months"`
	Call   prepareCall `json:"call" jsonschema_description:"Makes their reports"`
}

var summarizeUsage = tool[summarizeUsageIn, summarizeUsageOut]{
	name:  "summarize_usage",
	title: "Summarize usage",
	description: "Get the quantities of past months, by group: exact sums. For change call compare_usage, for the running month get_current_usage. " +
		"Quote totals, units and warnings; never add groups up yourself.",
	limit: func(summarizeUsageIn) time.Duration { return readingTimeout },
	meta:  pictureMeta(),
	run:   runSummarizeUsage,
}

// readingTimeout bounds a call that reads a file, which may take minutes to come.
const readingTimeout = 10 * time.Minute

func runSummarizeUsage(ctx context.Context, s *service, in summarizeUsageIn) (summarizeUsageOut, error) {
	none := summarizeUsageOut{}
	question := in.question()
	question.AllTenants = in.Detail == "full" || in.Order == "name" && question.ByTenant()
	var found, ready []monthSource
	var missing []string
	var answers []*figures.Answer
	err := s.figures.WithoutDamaged(func() (err error) {
		if found, err = in.sources(ctx, s, wholeMonths()[:1]); err != nil {
			return err
		}
		if ready, missing = split(found); len(ready) == 0 {
			return allThere(in.usageQuestion, found)
		}
		answers, err = askEach(ctx, s, ready, question)
		return err
	})
	if err == nil {
		err = figures.CheckFilters(answers...)
	}
	if err != nil {
		return none, err
	}
	out := summarizeUsageOut{MonthsLeft: monthsOf(ready[len(answers):])}
	if missing != nil {
		out.Missing = &missingMonths{missing, *in.prepare(missing)}
	}
	m := newMonths(s, found, answers, in.Detail == "full")
	ctx, cancel := toFinish(ctx)
	defer cancel()
	sums, err := in.pageOf(ctx, m)
	if err == nil {
		err = s.figures.LookUp(ctx, answers, m.groups(sums.places()))
	}
	if err != nil {
		return none, err
	}
	out.answerHead, out.Proof, out.Checks = m.head(), m.proofs, m.checkTexts()
	out.fill(m, sums)
	out.Truncated = out.Truncated || out.MonthsLeft != nil
	return out, nil
}

// split separates months with a report from those without.
func split(found []monthSource) (ready []monthSource, missing []string) {
	for _, f := range found {
		if f.missing != nil {
			missing = append(missing, f.month)
		} else {
			ready = append(ready, f)
		}
	}
	return ready, missing
}

// askEach puts a question to one month after another. If the call's time ends
// before the last, the answers are fewer.
func askEach(ctx context.Context, s *service, sources []monthSource, q figures.Question) ([]*figures.Answer, error) {
	var answers []*figures.Answer
	if len(sources) > 1 {
		q.Texts = usage.NewTexts()
	}
	for _, one := range sources {
		a, err := s.figures.Ask(ctx, one.source, q)
		if len(answers) > 0 && errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return answers, nil
		}
		if err != nil {
			return nil, usage.ExtrapolateFiles(err, len(answers), len(sources))
		}
		answers = append(answers, a)
	}
	return answers, nil
}

// toFinish returns a context for what is left to do with the answers of the months
// that were read before the call's time ended.
func toFinish(ctx context.Context) (context.Context, context.CancelFunc) {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return context.WithTimeout(context.WithoutCancel(ctx), finishLimit)
	}
	return ctx, func() {}
}

// finishLimit is how long a call may go on after its time has ended.
const finishLimit = time.Second

// fill adds the sums, as far as they have room beside what is there.
func (out *summarizeUsageOut) fill(m *months, pg *sumsPage) {
	room := maxAnswerBytes - sizeOf(out)
	totals, idle := m.totals()
	out.Unused = escape.Names(idle, maxUnusedNames)
	var span []figures.Total
	if len(out.MonthsLeft) == 0 && out.Missing == nil {
		span = m.spanTotals()
		out.SpanTotals = fitting(span, room/8)
	}
	shown := fitting(m.sums(pg.places()), room/2)
	if len(shown) > 0 {
		pg.page = pg.shorten(len(shown), pg.id(pg.from+len(shown)-1), pg.arguments)
	}
	out.list = listOf(pg.page, shown)
	if out.Truncated {
		m.countGroups(totals, pg.order)
	}
	totals = notItems(totals, shown)
	out.Totals = fitting(totals, room/4)
	out.TotalsCut = len(totals) - len(out.Totals)
	rest := m.rest(pg.places())
	out.Rest = fitting(rest, room/8)
	out.Warnings = append(out.Warnings, totalsCut(cutList{"totals", len(out.Totals), len(totals)},
		cutList{"span_totals", len(out.SpanTotals), len(span)}, cutList{"sums of the rest", len(out.Rest), len(rest)})...)
	if out.Truncated {
		m.addResources()
		out.Hint = fmt.Sprintf("Rows %d to %d of %d; all are in totals. For the others pass cursor, group by less, filter, or export_usage.", pg.from+1, pg.to, pg.total)
	}
}

// What keeps answers small, in bytes: a report may have a hundred usages, and
// names of any length.
const (
	maxAnswerBytes = 19 << 10 // the limit is 20 KB; the remainder is for what is between the parts
	maxUnusedNames = 20       // names
)

// keyOf is a group's keys as one short string, for comparing.
func keyOf(g usage.Group) string {
	key := strings.Join([]string{g.Usage, g.Tenant, g.OfferingItem, g.Application, g.Edition, g.Infra, g.Backend, g.Owner, g.SKU, g.Day}, "|")
	if g.NoInfra {
		key += "|-"
	}
	if g.NotBelow {
		key += "|+"
	}
	if len(key) > 300 { // it goes into cursors
		return digest(key)
	}
	return key
}
