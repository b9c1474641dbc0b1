package main

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// expected holds why tests fail, by package and name.
type expected map[string]map[string]string

// parseExpected reads lines of a package and a test, which belong to the comment above
// them.
func parseExpected(text string) (expected, error) {
	all := expected{}
	reason, inComment := "", false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		comment, isComment := strings.CutPrefix(line, "#")
		switch {
		case line == "":
			reason = ""
		case isComment && inComment:
			reason += comment
		case isComment:
			reason = strings.TrimSpace(comment)
		default:
			path, test, ok := strings.Cut(line, " ")
			if !ok || reason == "" || all[path][test] != "" {
				return nil, fmt.Errorf("expected.txt: want a package and a test, once and below a comment: %q", line)
			}
			if all[path] == nil {
				all[path] = map[string]string{}
			}
			all[path][test] = reason
		}
		inComment = isComment
	}
	return all, nil
}

// results are the outcomes of the tests of a package, without those of tests that
// only contain others.
type results struct{ passed, failed, skipped []string }

// mark is what -test.v=test2json puts before each line of the testing package.
const mark = "\x16"

// parse reads the output of a test.
func parse(output []byte) (r results) {
	outcome := regexp.MustCompile(mark + ` *--- (PASS|FAIL|SKIP): (\S+) \(`)
	by := map[string][]string{}
	for _, found := range outcome.FindAllSubmatch(output, -1) {
		by[string(found[1])] = append(by[string(found[1])], string(found[2]))
	}
	return results{innermost(by["PASS"]), innermost(by["FAIL"]), innermost(by["SKIP"])}
}

// innermost returns the names that contain no other.
func innermost(names []string) (inner []string) {
	for _, name := range names {
		contains := func(other string) bool { return strings.HasPrefix(other, name+"/") }
		if !slices.ContainsFunc(names, contains) {
			inner = append(inner, name)
		}
	}
	return inner
}

// against returns what is not as expected. err is the error of the process.
func (r results) against(want map[string]string, err error) (wrong []string) {
	for _, name := range r.failed {
		if want[name] == "" {
			wrong = append(wrong, name+" fails")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !slices.Contains(r.failed, name) {
			wrong = append(wrong, fmt.Sprintf("%s does not fail, but expected.txt says: %s", name, want[name]))
		}
	}
	if len(r.passed)+len(r.skipped) == 0 || err != nil && len(r.failed) == 0 {
		wrong = append(wrong, fmt.Sprintf("the tests ended early: %v", err))
	}
	return wrong
}

func (r results) String() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", len(r.passed), len(r.failed), len(r.skipped))
}

// withoutMarks returns the output for people, without the tests that passed.
func withoutMarks(output []byte) []byte {
	passed := regexp.MustCompile(`(?m)^` + mark + `( *--- PASS|=== ).*\n`)
	return bytes.ReplaceAll(passed.ReplaceAll(output, nil), []byte(mark), nil)
}
