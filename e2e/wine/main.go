// Command wine builds the program and all tests for Windows, and runs the tests under
// Wine. A test that fails must be in expected.txt, and what is in there must fail.
//
//	go run ./e2e/wine [package...]
//
// It needs Wine 8 and x86_64-w64-mingw32-gcc, and writes to a temporary folder only.
package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

//go:embed expected.txt
var expectedText string

func run(patterns []string) error {
	want, err := parseExpected(expectedText)
	if err != nil {
		return err
	}
	// The name is that of a folder of go test, which TestConfigCommandLine looks for.
	folder, err := os.MkdirTemp("", "go-build-wine")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	m := &machine{folder: folder}
	defer m.stop()
	if err := m.install(); err != nil {
		return err
	}
	packages, err := m.build(patterns)
	if err != nil {
		return err
	}
	failed := false
	for path := range want {
		if len(patterns) == 0 && !slices.ContainsFunc(packages, func(p pkg) bool { return p.path == path }) {
			return fmt.Errorf("expected.txt has tests of %s, which has none", path)
		}
	}
	for _, p := range packages {
		begin := time.Now()
		output, err := m.test(p)
		got := parse(output)
		wrong := got.against(want[p.path], err)
		fmt.Printf("%-45s %v, %.0f s\n", p.path, got, time.Since(begin).Seconds())
		if len(wrong) > 0 {
			failed = true
			fmt.Printf("%s\n%s\n", withoutMarks(output), strings.Join(wrong, "\n"))
		}
	}
	if failed {
		return errors.New("the tests for Windows did not end as expected")
	}
	return nil
}

// A machine is a folder with what Wine calls a prefix, and with the programs for it.
type machine struct {
	folder string
	wine   string // the path of the program
}

// A pkg is a package with tests.
type pkg struct{ path, dir, test string }

// Where Debian's packages wine and wine64 have it.
var places = []string{"wine64", "wine", "/usr/lib/wine/wine64"}

// install makes the prefix.
func (m *machine) install() error {
	for _, place := range places {
		if found, err := exec.LookPath(place); err == nil {
			m.wine = found
			break
		}
	}
	if m.wine == "" {
		return errors.New("wine64 is missing: install Wine, on Debian the package wine64")
	}
	if err := m.quietly(m.command(m.wine, "wineboot", "--init")); err != nil {
		return err
	}
	system := filepath.Join(m.folder, "prefix", "drive_c", "windows", "system32")
	return m.quietly(exec.Command("x86_64-w64-mingw32-gcc", "-Wall", "-Werror", "-shared", "-O2",
		"-o", filepath.Join(system, "bcryptprimitives.dll"), "e2e/wine/testdata/bcryptprimitives.c", "-ladvapi32"))
}

// stop ends what Wine left running.
func (m *machine) stop() {
	for _, place := range []string{"wineserver", "/usr/lib/wine/wineserver"} {
		if found, err := exec.LookPath(place); err == nil {
			_ = m.command(found, "--kill", "--wait").Run() // it has ended if nothing ran
			return
		}
	}
}

// build builds the program, and the tests of packages.
func (m *machine) build(patterns []string) (packages []pkg, err error) {
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	if err := m.quietly(m.command("go", "build", "-o", m.programs()+"/", ".")); err != nil {
		return nil, err
	}
	format := `{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{"\t"}}{{.Dir}}{{end}}`
	list := m.command("go", append([]string{"list", "-f", format}, patterns...)...)
	list.Stderr = os.Stderr
	lines, err := list.Output()
	if err != nil {
		return nil, err
	}
	for n, line := range strings.Split(strings.TrimSpace(string(lines)), "\n") {
		path, dir, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("no package with tests: %q", line)
		}
		p := pkg{path, dir, filepath.Join(m.folder, fmt.Sprintf("test%d.exe", n))}
		if err := m.quietly(m.command("go", "test", "-c", "-o", p.test, path)); err != nil {
			return nil, err
		}
		packages = append(packages, p)
	}
	return packages, nil
}

func (m *machine) programs() string { return filepath.Join(m.folder, "programs") }

// test runs the tests of a package in its folder.
func (m *machine) test(p pkg) (output []byte, err error) {
	c := m.command(m.wine, p.test, "-test.v=test2json", "-test.timeout=30m")
	c.Dir = p.dir
	return c.CombinedOutput()
}

// command returns a command that builds for Windows or runs under Wine.
func (m *machine) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=",
		"WINEPREFIX="+filepath.Join(m.folder, "prefix"), "WINEDEBUG=-all", "DISPLAY=",
		"ACRONIS_REPORTS_MCP_TEST_PROGRAMS=Z:"+m.programs())
	return c
}

// quietly runs a command and returns what it printed only if it fails.
func (m *machine) quietly(c *exec.Cmd) error {
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w\n%s", c.Args, err, bytes.TrimSpace(out))
	}
	return nil
}
