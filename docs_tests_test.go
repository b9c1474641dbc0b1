package main

import (
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestNamedTestsExist looks for the tests that pages name. A name that ends with … is
// the beginning of several.
func TestNamedTestsExist(t *testing.T) {
	var tests []string
	for name := range testFunctions(t) {
		tests = append(tests, name)
	}
	for _, file := range pages(t) {
		for _, match := range regexp.MustCompile("`((?:Test|Fuzz)\\w+)(…?)`").FindAllStringSubmatch(readPage(t, file), -1) {
			name, several := match[1], match[2] != ""
			if !slices.ContainsFunc(tests, func(test string) bool { return test == name || several && strings.HasPrefix(test, name) }) {
				t.Errorf("%s names %s%s, which is no test", file, name, match[2])
			}
		}
	}
}

// testFunctions yields the names of all tests and fuzz targets, and their folders.
func testFunctions(t *testing.T) iter.Seq2[string, string] {
	t.Helper()
	return func(yield func(name, folder string) bool) {
		err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() && entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			if err != nil || !strings.HasSuffix(file, "_test.go") {
				return err
			}
			source, err := os.ReadFile(file)
			for _, match := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`).FindAllSubmatch(source, -1) {
				if !yield(string(match[1]), filepath.ToSlash(filepath.Dir(file))) {
					return fs.SkipAll
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
