package settings

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestPath(t *testing.T) {
	home, homeName := filepath.FromSlash("/home/zoe"), "HOME"
	if runtime.GOOS == "windows" {
		home, homeName = `C:\Users\zoe`, "USERPROFILE"
	}
	environment := map[string]string{homeName: home, "SHEETS": "sheets", "ProgramFiles(x86)": "programs"}
	s := load(t, environment)
	for _, test := range []struct{ path, want, problem string }{
		{"", "", ""},
		{"~", home, ""},
		{"~/x", home + "/x", ""},
		{"$" + homeName, home, ""},
		{"$" + homeName + "/x", home + "/x", ""},
		{"${" + homeName + "}/${SHEETS}", home + "/sheets", ""},
		{"%" + homeName + "%/x", home + "/x", ""},
		{"/a/%ProgramFiles(x86)%/x", "/a/programs/x", ""},
		{"/a/~/b", "/a/~/b", ""},
		{"/a/100%", "/a/100%", ""},
		{"/a/share$/b", "/a/share$/b", ""},
		{"/a/$1", "/a/$1", ""},
		{"sheets", "sheets", ""},
		{"~root/x", "", "the ~ of another user"},
		{"$MISSING/x", "", "the variable MISSING, which is not set"},
		{"${MISSING}/x", "", "the variable MISSING, which is not set"},
		{"%MISSING%/x", "", "the variable MISSING, which is not set"},
		{"${SHEETS", "sheets", ""},
		{"${env:SHEETS}/x", "", "a variable that is not set"},
		{"s3cr3t$s3cr3t", "", "a variable that is not set"},
		{"/a/FILL-ME-IN", "", "placeholder"},
		{"<folder>", "", "placeholder"},
	} {
		got, err := s.Path(test.path)
		want := test.want
		if want != "" {
			var err error
			if want, err = filepath.Abs(filepath.FromSlash(want)); err != nil {
				t.Fatal(err)
			}
		}
		if got != want || (err == nil) != (test.problem == "") {
			t.Errorf("%s: %q, %v, want %q", test.path, got, err, want)
		}
		if err != nil && (!strings.Contains(err.Error(), test.problem) || strings.Contains(err.Error(), "s3cr3t")) {
			t.Errorf("%s: %v, want %q", test.path, err, test.problem)
		}
	}
}

// TestPlaceholders tries placeholders in every setting.
func TestPlaceholders(t *testing.T) {
	for _, name := range variables {
		values := []string{"<your value>", "FILL-ME-IN", "${MISSING}", "$MISSING", "%MISSING%"}
		for _, value := range values {
			environment := complete(name, value)
			if name == "ACRONIS_CLIENT_SECRET_FILE" {
				delete(environment, "ACRONIS_CLIENT_SECRET")
			}
			s := load(t, environment)
			if len(s.Problems) != 1 || s.Problems[0].Setting != name || s.Client != nil || strings.Contains(s.Problems[0].Text, "data centre") {
				t.Errorf("%s=%s: %+v", name, value, s.Problems)
			}
		}
	}
	for _, name := range []string{"ACRONIS_ACCESS", "ACRONIS_EXPORT_DIR"} {
		if s := load(t, map[string]string{name: "<here>"}, "--demo"); len(s.Problems) != 1 {
			t.Errorf("%s in the demo: %+v", name, s.Problems)
		}
	}
	for _, name := range []string{"--export-dir", "--cache", "--prices", "--costs"} {
		if s := load(t, complete(), name, "$MISSING/x"); len(s.Problems) != 1 || s.Problems[0].Setting != name || !strings.HasPrefix(s.Problems[0].Text, name+" uses the variable MISSING") {
			t.Errorf("%s: %+v", name, s.Problems)
		}
	}
	f, err := ParseFlags([]string{"--log-file", "$MISSING/x"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(f, func(string) string { return "" }, "", Choice{}); err == nil || !strings.HasPrefix(err.Error(), "--log-file uses the variable MISSING") {
		t.Errorf("--log-file: %v", err)
	}
}
