package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const output = mark + `=== RUN   TestA
` + mark + `--- PASS: TestA (0.00s)
` + mark + `=== RUN   TestB
` + mark + `=== RUN   TestB/one
--- FAIL: TestPrinted (0.00s)
` + mark + `--- FAIL: TestB (0.00s)
` + mark + `    --- FAIL: TestB/one (0.00s)
` + mark + `    --- PASS: TestB/two (0.00s)
` + mark + `--- SKIP: TestC (0.00s)
`

func TestResults(t *testing.T) {
	status := errors.New("exit status 1")
	for _, test := range []struct {
		name, output, expected string
		err                    error
		want                   []string
	}{
		{"as expected", output, "p TestB/one", status, nil},
		{"an unexpected failure", output, "", status, []string{"TestB/one fails"}},
		{"a listed test passes", output, "p TestB/one\np TestB/two", status, []string{"TestB/two does not fail, but expected.txt says: the reason"}},
		{"a listed test is skipped", output, "p TestB/one\np TestC", status, []string{"TestC does not fail, but expected.txt says: the reason"}},
		{"no test ran", "", "", status, []string{"the tests ended early: exit status 1"}},
		{"a panic without a test", mark + "--- PASS: TestA (0.00s)\npanic", "", status, []string{"the tests ended early: exit status 1"}},
		{"all pass", mark + "--- PASS: TestA (0.00s)\n", "", nil, nil},
	} {
		all, err := parseExpected("# the\n# reason\n" + test.expected)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, parse([]byte(test.output)).against(all["p"], test.err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestExpected(t *testing.T) {
	all, err := parseExpected(expectedText)
	if err != nil || len(all) == 0 {
		t.Errorf("%d packages, %v", len(all), err)
	}
	for _, invalid := range []string{"p Test", "# why\n\np Test", "# why\np", "# why\np Test\np Test"} {
		if _, err := parseExpected(invalid); err == nil || !strings.Contains(err.Error(), "below a comment") {
			t.Errorf("%q: %v", invalid, err)
		}
	}
}

func TestWithoutMarks(t *testing.T) {
	const want = "--- FAIL: TestPrinted (0.00s)\n--- FAIL: TestB (0.00s)\n    --- FAIL: TestB/one (0.00s)\n--- SKIP: TestC (0.00s)\n"
	if got := string(withoutMarks([]byte(output))); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
