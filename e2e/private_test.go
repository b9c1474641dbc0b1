package e2e

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// leftFiles are what the runs of TestFilesArePrivate leave, by their paths.
var leftFiles = []*regexp.Regexp{
	regexp.MustCompile(`^config/acronis-reports-mcp/profiles/profile-europe\.json$`),
	regexp.MustCompile(`^secret$`),
	regexp.MustCompile(`^\.cursor/mcp\.json$`),
	regexp.MustCompile(`^log$`),
	regexp.MustCompile(`^cache/(index\.json|[0-9a-f-]{36}\.gz)$`),
	regexp.MustCompile(`^exports/usage-[\w-]+\.(csv|json|xlsx)$`),
	regexp.MustCompile(`^dataset/(schema\.json|manifests/data_centre=[\w-]+/month=2026-09\.json|(usage|rejected)/data_centre=[\w-]+/month=2026-09/part-0\.csv\.gz)$`),
}

// Whatever the program writes is in the place that the user named, and nobody else can
// read it, even if the system would let everybody do so.
func TestFilesArePrivate(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no mode bits")
	}
	_, settings := simulated(t)
	home := t.TempDir()
	for name, value := range map[string]string{"HOME": home, "XDG_CONFIG_HOME": filepath.Join(home, "config"), "TMPDIR": filepath.Join(home, "tmp"), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"} {
		settings[name] = value
	}
	if err := os.Mkdir(settings["TMPDIR"], 0o700); err != nil {
		t.Fatal(err)
	}
	in := func(name string) string { return filepath.Join(home, name) }
	report := "report_id=" + simulator.SeptemberReportID
	for _, args := range [][]string{
		{"login", "--profile", "europe", "--secret-file", in("secret")},
		{"--profile", "europe", "config", "cursor", "--write", "--yes"},
		{"--profile", "europe", "--log-file", in("log"), "--cache", in("cache"), "--export-dir", in("exports"), "call", "export_usage", report,
			"+", "export_usage", report, "format=json", "+", "export_usage", report, "format=xlsx"},
		{"--profile", "europe", "dataset", "--out", in("dataset"), "--months", "2026-09"},
		{"--profile", "europe", "prices", "init", "--month", "2026-09"},
		{"--profile", "europe", "--export-dir", in("exports"), "--cache", in("cache"), "doctor"},
		{"profiles"},
	} {
		c := command(t, settings, args...)
		if args[0] != "login" { // a profile is never combined with these
			c.Env = slices.DeleteFunc(c.Env, func(e string) bool { return strings.HasPrefix(e, "ACRONIS_") })
		}
		c.Path, c.Args = "/bin/sh", append([]string{"sh", "-c", `umask 0 && exec "$0" "$@"`}, c.Args...)
		c.Dir, c.Stdin = home, strings.NewReader(simulator.ClientSecret)
		if _, err := c.Output(); err != nil {
			exit, _ := err.(*exec.ExitError)
			t.Fatalf("%q: %v: %s", args, err, exit.Stderr)
		}
	}
	wantPrivate(t, home)
}

// wantPrivate wants each of leftFiles below a folder, nothing else, and no rights of others
// on any of it.
func wantPrivate(t *testing.T, folder string) {
	t.Helper()
	var found []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == folder {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		if !d.IsDir() {
			name, err := filepath.Rel(folder, path)
			found = append(found, name)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range found {
		if !slices.ContainsFunc(leftFiles, func(kind *regexp.Regexp) bool { return kind.MatchString(name) }) {
			t.Errorf("the program also wrote %s", name)
		}
	}
	for _, kind := range leftFiles {
		if !slices.ContainsFunc(found, kind.MatchString) {
			t.Errorf("nothing matches %s in %q", kind, found)
		}
	}
}
