package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A regular expression in a variable of a package would be compiled at each start,
// before the first answer.
func TestNoRegularExpressionIsCompiledAtStart(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || path != "." && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			ast.Inspect(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncDecl, *ast.FuncLit:
					return false // compiled when it is called
				case *ast.SelectorExpr:
					if x, ok := n.X.(*ast.Ident); ok && x.Name == "regexp" && strings.Contains(n.Sel.Name, "Compile") {
						t.Errorf("%s: compile it when it is first used, with sync.OnceValue", files.Position(n.Pos()))
					}
				}
				return true
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every command answers --help with the same page, wherever it stands.
func TestHelpOfCommands(t *testing.T) {
	for command := range commands {
		for _, help := range []string{"--help", "-help", "-h"} {
			args := slices.DeleteFunc([]string{command, help}, func(arg string) bool { return arg == "" })
			if status, out, errs := runProgram(nil, "", args...); status != 0 || out != usage || errs != "" {
				t.Errorf("%s: status %d, stdout %.50q, stderr %q", args, status, out, errs)
			}
		}
	}
	if status, out, errs := runProgram(nil, "", "dataset", "--out", "x", "--months", "2026-01", "--help"); status != 0 || out != usage {
		t.Errorf("after other flags: status %d, stderr %q", status, errs)
	}
}
