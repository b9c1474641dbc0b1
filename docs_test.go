package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis/simulator"
)

var update = flag.Bool("update", false, "rewrite what the tests keep in docs/")

// pages returns all pages of the documentation.
func pages(t *testing.T) []string {
	t.Helper()
	docs, err := filepath.Glob("docs/*.md")
	if err != nil || docs == nil {
		t.Fatalf("docs/ has no pages: %v", err)
	}
	return append(docs, "README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md")
}

func readPage(t *testing.T, file string) string {
	t.Helper()
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// generated compares the part of a page between its markers with what it should
// be, or with -update rewrites it.
func generated(t *testing.T, file, name, want string) {
	t.Helper()
	page := readPage(t, file)
	begin, end := "<!-- "+name+": go test . -update -->\n", "<!-- end of "+name+" -->"
	before, rest, _ := strings.Cut(page, begin)
	shown, after, ok := strings.Cut(rest, end)
	switch {
	case !ok:
		t.Fatalf("%s lacks the markers of %s", file, name)
	case shown == want:
	case *update:
		if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s is out of date, go test . -update rewrites it (-want +got):\n%s", file, cmp.Diff(want, shown))
	}
}

func TestReadmeIsShort(t *testing.T) {
	if size := len(readPage(t, "README.md")); size > 10<<10 {
		t.Errorf("README.md has %d bytes, want at most 10 KB: move what not every reader needs to docs/", size)
	}
}

// TestPagesSayWhoNeedsThem reads the first paragraph of each page.
func TestPagesSayWhoNeedsThem(t *testing.T) {
	readme := readPage(t, "README.md")
	for _, file := range pages(t) {
		if filepath.Dir(file) != "docs" {
			continue
		}
		if !regexp.MustCompile(`^# .+\n\nThis page is for `).MatchString(readPage(t, file)) {
			t.Errorf(`%s must begin with a title and "This page is for …"`, file)
		}
		if !strings.Contains(readme, "]("+filepath.ToSlash(file)+")") {
			t.Errorf("README.md has no link to %s", file)
		}
	}
}

var (
	link    = regexp.MustCompile(`\]\(([^)#:]*)(#[^)]*)?\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
)

// anchors are the fragments that GitHub gives the headings of a page.
func anchors(page string) (all []string) {
	for _, match := range heading.FindAllStringSubmatch(page, -1) {
		plain := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(match[1]), "")
		all = append(all, "#"+strings.ReplaceAll(plain, " ", "-"))
	}
	return all
}

func TestLinks(t *testing.T) {
	for _, file := range pages(t) {
		for _, match := range link.FindAllStringSubmatch(readPage(t, file), -1) {
			target, fragment := filepath.Join(filepath.Dir(file), match[1]), match[2]
			if match[1] == "" {
				target = file
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", file, match[1])
			} else if fragment != "" && !slices.Contains(anchors(readPage(t, target)), fragment) {
				t.Errorf("%s: %s has no heading %s", file, target, fragment)
			}
		}
	}
}

// TestReadmeFigures makes the call in README.md that shows figures, and does
// the same as its jq with the result.
func TestReadmeFigures(t *testing.T) {
	_, block, _ := strings.Cut(readPage(t, "README.md"), "```console\n$ go run . --demo call compare_usage ")
	command, rest, _ := strings.Cut(block, " |\n    jq -c '.items[] | select(.change != \"0\") | [.usage, .reading]'\n")
	shown, _, ok := strings.Cut(rest, "```")
	arguments := []string{"--demo", "call", "compare_usage"}
	for _, word := range regexp.MustCompile(`(\w+=)(?:"([^"]*)"|'([^']*)')`).FindAllStringSubmatch(command, -1) {
		arguments = append(arguments, strings.Join(word[1:], ""))
	}
	status, out, errs := runProgram(nil, "", arguments...)
	if !ok || status != 0 {
		t.Fatalf("the block is there: %v; %q ends with status %d: %s", ok, arguments, status, errs)
	}
	var result struct {
		Items []struct{ Usage, Change, Reading string }
	}
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	for _, item := range result.Items {
		if item.Change != "0" {
			fmt.Fprintf(&got, "[%q,%q]\n", item.Usage, item.Reading)
		}
	}
	if diff := cmp.Diff(shown, got.String()); diff != "" {
		t.Errorf("README.md shows other figures (-shown +got):\n%s", diff)
	}
}

// TestDoctorInTheDocumentation compares what docs/troubleshooting.md shows with
// what doctor prints, with everything in order and with a wrong secret.
func TestDoctorInTheDocumentation(t *testing.T) {
	center := simulator.New()
	defer center.Close()
	url, err := center.Listen()
	if err != nil {
		t.Fatal(err)
	}
	_, passing, _ := runProgram(nil, "", "--demo", "doctor")
	_, failing, _ := runProgram(map[string]string{
		"ACRONIS_BASE_URL": url, "ACRONIS_CLIENT_ID": simulator.ClientID, "ACRONIS_CLIENT_SECRET": "another",
	}, "", "doctor")
	_, end, _ := strings.Cut(failing, "\nfail")
	generated(t, "docs/troubleshooting.md", "doctor", "```console\n$ acronis-reports-mcp --demo doctor\n"+passing+
		"```\n\nWith a wrong secret the output ends like this:\n\n```\nfail"+end+"```\n")
}

// TestPackagesInTheDocumentation compares the table of packages in
// docs/architecture.md with the first sentences of their comments and with the
// imports that they may have.
func TestPackagesInTheDocumentation(t *testing.T) {
	order, allowed := readImports(allowedImports)
	table := "| package | what it is | may import |\n|---|---|---|\n"
	for _, name := range order {
		ours := slices.DeleteFunc(slices.Clone(allowed[name]), func(imported string) bool { return !slices.Contains(order, imported) })
		for i := range ours {
			ours[i] = "`" + ours[i] + "`"
		}
		table += fmt.Sprintf("| `%s` | %s | %s |\n", name, synopsis(t, name), strings.Join(ours, ", "))
	}
	generated(t, "docs/architecture.md", "packages", table)
}

// synopsis is the first sentence of a package's comment, without the words that begin all of them.
func synopsis(t *testing.T, name string) string {
	t.Helper()
	folder := name
	if name == "main" {
		folder = "."
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if parsed.Doc != nil && !strings.HasSuffix(file, "_test.go") {
			sentence := new(doc.Package).Synopsis(parsed.Doc.Text())
			sentence = regexp.MustCompile(`^(Package|Command) \S+ (is )?`).ReplaceAllString(sentence, "")
			return strings.NewReplacer("<", "&lt;", "[", "", "]", "").Replace(sentence)
		}
	}
	t.Errorf("package %s has no comment", name)
	return ""
}

// TestDependenciesInTheDocumentation compares the reasons with what go.mod requires directly.
func TestDependenciesInTheDocumentation(t *testing.T) {
	var required, explained []string
	for _, match := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(readPage(t, "go.mod"), -1) {
		required = append(required, match[1])
	}
	for _, match := range regexp.MustCompile("(?m)^\\| `(\\S+)` \\|").FindAllStringSubmatch(readPage(t, "docs/dependencies.md"), -1) {
		explained = append(explained, match[1])
	}
	slices.Sort(required)
	slices.Sort(explained)
	if diff := cmp.Diff(required, explained); diff != "" {
		t.Errorf("docs/dependencies.md explains other modules than go.mod requires (-required +explained):\n%s", diff)
	}
}

// TestFuzzTargetsInTheDocumentation compares the commands in docs/testing.md
// with the existing targets.
func TestFuzzTargetsInTheDocumentation(t *testing.T) {
	var targets, listed []string
	for name, folder := range testFunctions(t) {
		if strings.HasPrefix(name, "Fuzz") {
			targets = append(targets, name+" "+folder)
		}
	}
	for _, match := range regexp.MustCompile(`-fuzz (\w+) .* (\S+)\n`).FindAllStringSubmatch(readPage(t, "docs/testing.md"), -1) {
		listed = append(listed, match[1]+" "+filepath.ToSlash(filepath.Clean(match[2])))
	}
	slices.Sort(targets)
	slices.Sort(listed)
	if diff := cmp.Diff(targets, listed); diff != "" {
		t.Errorf("docs/testing.md lists other fuzz targets than there are (-there +listed):\n%s", diff)
	}
}
