package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// importsBelow returns the imports of each package below a folder, as far as
// allowedImports covers them. It includes files for other systems, but not
// tests.
func importsBelow(root string) (map[string][]string, error) {
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if name == "testdata" || name == "node_modules" || name != "." && name[0] == '.' {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		in := packageName(path.Join(modulePath, filepath.ToSlash(filepath.Dir(file))))
		imports := found[in]
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if name := listedAs(imported); name != "" && !slices.Contains(imports, name) {
				imports = append(imports, name)
			}
		}
		found[in] = imports
		return nil
	})
	return found, err
}

// packageName returns the name of a package of this module in allowedImports.
func packageName(imported string) string {
	if imported == modulePath {
		return "main"
	}
	return strings.TrimPrefix(imported, modulePath+"/")
}

// listedAs returns the name of an imported package in allowedImports: other
// modules are listed without packages and major version. It returns "" for a
// package that needs no line.
func listedAs(imported string) string {
	first, _, _ := strings.Cut(imported, "/")
	switch {
	case first == modulePath:
		return packageName(imported)
	case strings.Contains(first, "."):
		elements := strings.Split(imported, "/")
		return strings.Join(elements[:min(3, len(elements))], "/")
	case slices.Contains(watchedImports, imported):
		return imported
	}
	return ""
}

// importFaults compares the imports of each package with a table like
// allowedImports, and returns what to change.
func importFaults(table string, found map[string][]string) (faults []string) {
	order, allowed := readImports(table)
	for _, in := range order {
		if _, ok := found[in]; !ok {
			faults = append(faults, fmt.Sprintf("there is no package %s: remove the line %q and those below it from allowedImports", in, in))
		}
	}
	for _, in := range slices.Sorted(maps.Keys(found)) {
		if !slices.Contains(order, in) {
			faults = append(faults, fmt.Sprintf(
				"package %s is new: add the line %q to allowedImports, above the packages it imports and below those that import it", in, in))
		}
		for _, name := range slices.Sorted(slices.Values(found[in])) {
			if !slices.Contains(allowed[in], name) {
				faults = append(faults, fmt.Sprintf("%s imports %s: if it may, add the line %q below %q in allowedImports", in, name, "\t"+name, in))
			}
			if slices.Contains(order, name) && slices.Index(order, name) < slices.Index(order, in) {
				faults = append(faults, fmt.Sprintf("%s imports %s, which stands above it in allowedImports: no package imports upward", in, name))
			}
			if why := forbidden(in, name, slices.Contains(order, name)); why != "" {
				faults = append(faults, fmt.Sprintf("%s must not import %s: %s", in, name, why))
			}
		}
		for _, name := range allowed[in] {
			if !slices.Contains(found[in], name) {
				faults = append(faults, fmt.Sprintf("%s imports %s no longer: remove the line %q below %q from allowedImports", in, name, "\t"+name, in))
			}
		}
	}
	return faults
}

// readImports returns the packages of a table like allowedImports in their order, and what each may import.
func readImports(table string) (order []string, allowed map[string][]string) {
	allowed = map[string][]string{}
	for line := range strings.Lines(strings.TrimSpace(table)) {
		name := strings.TrimSpace(line)
		if !strings.HasPrefix(line, "\t") {
			order = append(order, name)
			continue
		}
		in := order[len(order)-1]
		allowed[in] = append(allowed[in], name)
	}
	return order, allowed
}

// forbidden returns why a package must never import another, or "".
func forbidden(in, name string, ours bool) string {
	for _, f := range forbiddenImports {
		if within(in, f.name) && !within(name, f.name) && (within(name, f.imported) || ours && f.imported == modulePath) {
			return f.why
		}
	}
	return ""
}

// within reports whether a package is another package or in a folder below it.
func within(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }

func TestImportFaults(t *testing.T) {
	sound := map[string][]string{"main": {"tools"}, "tools": {"acronis"}, "acronis": {"net/http"}}
	const table = "\nmain\n\ttools\ntools\n\tacronis\nacronis\n\tnet/http\n"
	for _, test := range []struct {
		name  string
		table string
		in    string
		found []string // its imports, instead of those above
		want  []string
	}{
		{"nothing", table, "main", []string{"tools"}, nil},
		{"an arrow that is not listed", table, "main", []string{"tools", "acronis"},
			[]string{`main imports acronis: if it may, add the line "\tacronis" below "main" in allowedImports`}},
		{"an arrow that is gone", table, "tools", nil,
			[]string{`tools imports acronis no longer: remove the line "\tacronis" below "tools" from allowedImports`}},
		{"upward", strings.Replace(table, "\tnet/http\n", "\tnet/http\n\ttools\n", 1), "acronis", []string{"net/http", "tools"},
			[]string{"acronis imports tools, which stands above it in allowedImports: no package imports upward"}},
		{"forbidden", strings.Replace(table, "\tacronis\n", "\tacronis\n\tnet/http\n", 1), "tools", []string{"acronis", "net/http"},
			[]string{"tools must not import net/http: requests leave through acronis alone"}},
		{"forbidden below", strings.Replace(table, "\nacronis\n", "\nacronis/simulator\n\tacronis\nacronis\n", 1), "acronis/simulator", []string{"acronis"},
			[]string{"acronis/simulator must not import acronis: wrong JSON tags that both share would agree with each other"}},
		{"a new package", table, "prices", nil, []string{
			`package prices is new: add the line "prices" to allowedImports, above the packages it imports and below those that import it`,
		}},
		{"a package that is gone", table + "usage\n", "main", []string{"tools"},
			[]string{`there is no package usage: remove the line "usage" and those below it from allowedImports`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			found := maps.Clone(sound)
			found[test.in] = test.found
			if diff := cmp.Diff(test.want, importFaults(test.table, found)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}
