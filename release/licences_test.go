package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the list of licences in docs/dependencies.md")

// TestLicences compares the list of the program's parts in docs/dependencies.md
// with the parts, and fails if the licence of a part is unknown.
func TestLicences(t *testing.T) {
	all, err := licences(targets...)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]string{}
	for _, l := range all {
		parts[l.kind] = append(parts[l.kind], strings.TrimPrefix(l.Path, "github.com/"))
		if len(l.text) < 500 {
			t.Errorf("%s: a licence of %d bytes", l.Path, len(l.text))
		}
	}
	page, err := os.ReadFile("../" + pageLicences)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range regexp.MustCompile(`(?m)^## (\S+) - \S+ \((.+)\)$`).FindAllStringSubmatch(string(page), -1) {
		parts[part[2]] = append(parts[part[2]], part[1]+" (in the picture)")
	}
	var list strings.Builder
	for _, kind := range slices.Sorted(maps.Keys(parts)) {
		fmt.Fprintf(&list, "- %s: %s\n", kind, strings.Join(parts[kind], ", "))
	}
	const file = "../docs/dependencies.md"
	shown, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- licences: go test ./release -update -->\n", "<!-- end of licences -->"
	head, rest, ok := strings.Cut(string(shown), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal(file + " lacks the marks")
	}
	want := head + begin + list.String() + end + tail
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != string(shown) {
		t.Errorf("%s is out of date: go test ./release -update\n%s", file, &list)
	}
}
