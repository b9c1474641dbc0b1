package tools_test

import (
	"encoding/json"
	"fmt"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"acronis-reports-mcp/acronis/simulator"
)

// TestJobs runs whole jobs of users, each from beginning to end in one session:
// testdata/jobs/<job>.txtar. A part "<n> <tool>" is a call, and "<n> answer"
// its result. "figures" has the expected figures, computed from the simulator's
// table of usage and not by the code under test.
func TestJobs(t *testing.T) {
	files, err := filepath.Glob("testdata/jobs/*.txtar")
	if err != nil || len(files) < 9 {
		t.Fatalf("%d jobs, want at least nine: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			job, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) { work(t, job) })
			if *update {
				if err := os.WriteFile(file, txtar.Format(job), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// work makes the calls of a job.
func work(t *testing.T, job *txtar.Archive) {
	t.Helper()
	time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // of the bubble
	circumstances := ""
	for _, f := range job.Files {
		if f.Name == "setup" {
			circumstances = string(f.Data)
		}
	}
	dc, by := storyDataCentre(t, circumstances)
	defer dc.Close()
	us := simulator.New()
	defer us.Close()
	centres := map[string]*centre{"": {dc: dc}, "us": {dc: us}}
	answers, values := map[string]string{}, map[string]any{}
	for i := range job.Files {
		f := &job.Files[i]
		n, what, _ := strings.Cut(f.Name, " ")
		switch {
		case f.Name == "setup":
			continue
		case f.Name == "figures":
			for line := range strings.Lines(string(f.Data)) {
				checkFigure(t, strings.TrimSpace(line), values)
			}
			continue
		case what == "answer":
			if *update {
				f.Data = []byte(answers[n])
			} else if diff := gocmp.Diff(string(f.Data), answers[n]); diff != "" {
				t.Errorf("step %s (-want +got):\n%s", n, diff)
			}
			continue
		}
		_, place, _ := strings.Cut(n, "@")
		c := centres[place]
		if c.h == nil {
			if place == "us" {
				by.Label = "United States (us5-cloud.acronis.com)"
			}
			c.h = &host{m: newServer(t, c.dc, by), answer: by.Answer}
		}
		c.h.asked = nil
		sent := len(c.dc.Requests())
		r := c.h.call(t, what, leftovers.ReplaceAllStringFunc(strings.TrimSpace(string(f.Data)), leftoverReports))
		answers[n] = transcriptSince(c.h, c.dc, r, sent)
		if err := json.Unmarshal(r.StructuredContent, new(any)); err == nil {
			var value any
			d := json.NewDecoder(strings.NewReader(string(r.StructuredContent)))
			d.UseNumber()
			if err := d.Decode(&value); err != nil {
				t.Fatal(err)
			}
			values[n] = value
		}
	}
}

// centre is a data centre and the host of its server.
type centre struct {
	dc *simulator.DataCentre
	h  *host
}

var leftovers = regexp.MustCompile(`LEFTOVERS (\d+)-(\d+)`)

// leftoverReports replaces "LEFTOVERS 1-50" by arguments of delete_reports.
func leftoverReports(span string) string {
	var first, last int
	if _, err := fmt.Sscanf(span, "LEFTOVERS %d-%d", &first, &last); err != nil {
		return err.Error()
	}
	var reports []string
	for i := first; i <= last; i++ {
		reports = append(reports, fmt.Sprintf(`{"report_id":"c0400000-0000-4000-8000-%012d","version":1}`, i))
	}
	return strings.Join(reports, ",")
}

// checkFigure compares a value of an answer with a formula: "1 totals.0.value =
// 395*GiB + 5*8", or "absent".
func checkFigure(t *testing.T, line string, values map[string]any) {
	t.Helper()
	at, formula, ok := strings.Cut(line, " = ")
	if !ok {
		return // a comment
	}
	step, path, _ := strings.Cut(at, " ")
	names := strings.Split(path, ".")
	value, ok := find(values[step], names)
	if _, parent := find(values[step], names[:len(names)-1]); formula == "absent" && parent && !ok {
		return
	}
	if !ok {
		t.Errorf("there is no %s", at)
		return
	}
	got := strings.TrimPrefix(fmt.Sprint(value), "+")
	if want := evaluate(t, formula); got != want {
		t.Errorf("%s is %s, want %s = %s", at, got, formula, want)
	}
}

// find follows a path of names, numbers and name=value through JSON. It stops
// where the path ends.
func find(value any, path []string) (found any, ok bool) {
	ok = true
	for _, step := range path {
		switch v := value.(type) {
		case map[string]any:
			value, ok = v[step]
		case []any:
			value, ok = pickItem(v, step)
		default:
			ok = false
		}
		if !ok {
			return nil, false
		}
	}
	return value, ok
}

func pickItem(items []any, step string) (item any, ok bool) {
	if i, err := strconv.Atoi(step); err == nil {
		if i < 0 || i >= len(items) {
			return nil, false
		}
		return items[i], true
	}
	for _, item := range items {
		fits := true
		for condition := range strings.SplitSeq(step, "&") {
			name, want, _ := strings.Cut(condition, "=")
			m, _ := item.(map[string]any)
			value, there := m[name]
			fits = fits && (there && fmt.Sprint(value) == want || !there && want == "")
		}
		if fits {
			return item, true
		}
	}
	return nil, false
}

// evaluate computes a constant expression of Go, in which GiB is 1<<30 and a
// word in quotes stands for itself.
func evaluate(t *testing.T, formula string) string {
	t.Helper()
	v, err := types.Eval(token.NewFileSet(), nil, token.NoPos, strings.ReplaceAll(formula, "GiB", "(1<<30)"))
	if err != nil {
		t.Fatalf("%s: %v", formula, err)
	}
	if text, err := strconv.Unquote(v.Value.ExactString()); err == nil {
		return text
	}
	return v.Value.ExactString()
}
