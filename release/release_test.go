package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"debug/macho"
	"encoding/json"
	"flag"
	"fmt"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the list of licences in docs/dependencies.md")

// TestLicences keeps the list of what the program is made of in
// docs/dependencies.md, and refuses a part whose terms aren't known.
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

func TestServerEntry(t *testing.T) {
	raw, err := os.ReadFile("../server.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := checkServer(raw); err != nil {
		t.Error(err)
	}
	const address = "https://github.com/o/r/releases/download/v1.2.3/" + bundleName
	sum := strings.Repeat("a", 64)
	filled, err := fillServer(raw, "1.2.3", address, sum)
	if err != nil || !bytes.Contains(filled, []byte(`"version": "1.2.3"`)) || bytes.Contains(filled, []byte("downloads.example")) {
		t.Errorf("%v: %s", err, filled)
	}
	for _, wrong := range [][]byte{
		bytes.Replace(raw, []byte("stdio"), []byte("pigeon"), 1), []byte(`{}`), []byte(`{"packages":{}}`), []byte(`{"packages":[1]}`), []byte(`[]`),
	} {
		if filled, err := fillServer(wrong, "1.2.3", address, sum); err == nil {
			t.Errorf("it takes %s", filled)
		}
	}
	if _, err := fillServer(raw, "1.2.3", address, "no sum"); err == nil {
		t.Error("it takes any checksum")
	}
}

func TestDownloadsAddress(t *testing.T) {
	for _, address := range []string{"dist", "http://github.com/o/r", "https://", "https:///r", "%"} {
		if err := release(t.TempDir(), address, []string{"none"}); err == nil || !strings.Contains(err.Error(), "https://") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if err := release(t.TempDir(), "https://github.com/o/r", []string{"none"}); err == nil || !strings.Contains(err.Error(), "a target is") {
		t.Error(err)
	}
}

// TestNoReleaseOfChanges builds a small module in a checkout of its own, as
// committed and with a change.
func TestNoReleaseOfChanges(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "main.go")
	for name, content := range map[string]string{"go.mod": "module x\n", "main.go": "package main\n\nfunc main() {}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(command ...string) {
		c := exec.Command(command[0], command[1:]...)
		c.Dir = dir
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
	}
	run("git", "init", "-q")
	run("git", "add", ".")
	run("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "x")
	for _, changed := range []bool{false, true} {
		if changed {
			if err := os.WriteFile(file, []byte("package main\n\nfunc main() { println() }\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		built := filepath.Join(t.TempDir(), "x")
		run("go", "build", "-buildvcs=true", "-o", built, ".")
		content, err := os.ReadFile(built)
		if err != nil {
			t.Fatal(err)
		}
		p := program{content: content}
		if err := p.readInfo(); (err != nil) != changed || changed && !strings.Contains(err.Error(), "git status") {
			t.Errorf("changed %v: %v", changed, err)
		}
	}
}

// TestOffers asks the program itself.
func TestOffers(t *testing.T) {
	built := filepath.Join(t.TempDir(), name)
	if said, err := exec.Command("go", "build", "-o", built, name).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	content, err := os.ReadFile(built)
	if err != nil {
		t.Fatal(err)
	}
	tools, prompts, err := (&program{system: runtime.GOOS, content: content}).offers()
	if err != nil || len(tools) == 0 || len(prompts) != 3 {
		t.Fatalf("%d tools, %d prompts, %v", len(tools), len(prompts), err)
	}
	for _, p := range prompts {
		for _, a := range p.Arguments {
			if !strings.Contains(p.Text, "${arguments."+a+"}") {
				t.Errorf("%s lacks its argument %s: %s", p.Name, a, p.Text)
			}
		}
		if p.Description == "" || strings.Contains(p.Text, "2001") || strings.Contains(p.Text, "the-") {
			t.Errorf("got %+v", p)
		}
	}
}

// The bundle, the registry entry and the settings are three lists of the same.
func TestManifestAndServerEntryAgree(t *testing.T) {
	var m struct {
		Server struct {
			Config struct {
				Env map[string]string `json:"env"`
			} `json:"mcp_config"`
		} `json:"server"`
		UserConfig map[string]struct {
			Sensitive, Required bool
			Description         string
		} `json:"user_config"`
	}
	if err := json.Unmarshal(manifest, &m); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("../server.json")
	if err != nil {
		t.Fatal(err)
	}
	var entry struct {
		Packages []struct {
			EnvironmentVariables []struct {
				Name, Description    string
				IsRequired, IsSecret bool
			}
		}
	}
	if err := json.Unmarshal(raw, &entry); err != nil {
		t.Fatal(err)
	}
	variables := entry.Packages[0].EnvironmentVariables
	if len(variables) != len(m.Server.Config.Env) || len(variables) != len(m.UserConfig) {
		t.Errorf("%d variables, %d in the manifest's environment, %d in its form", len(variables), len(m.Server.Config.Env), len(m.UserConfig))
	}
	for _, v := range variables {
		form := strings.ToLower(strings.TrimPrefix(v.Name, "ACRONIS_"))
		asked, ok := m.UserConfig[form]
		if !ok || m.Server.Config.Env[v.Name] != "${user_config."+form+"}" || asked.Required != v.IsRequired || asked.Sensitive != v.IsSecret {
			t.Errorf("%s is not the same in both", v.Name)
		}
		for _, words := range []string{v.Description, asked.Description} {
			if form == "export_dir" && !strings.Contains(words, "temporary folder") {
				t.Errorf("%q doesn't tell what is written to disk without it", words)
			}
		}
	}
}

func TestFillManifest(t *testing.T) {
	filled, err := fillManifest("1.2.3", []tool{{"get_report", "Get <one> report"}}, []prompt{{Name: "close_month"}})
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Version string
		Tools   []tool
		Prompts []prompt
	}
	if err := json.Unmarshal(filled, &m); err != nil || m.Version != "1.2.3" || !slices.Equal(m.Tools, []tool{{"get_report", "Get <one> report"}}) ||
		len(m.Prompts) != 1 {
		t.Errorf("%v: %s", err, filled)
	}
}

// The date in an archive is the commit's, not the day's.
func TestArchiveDates(t *testing.T) {
	date := time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)
	packed, err := zipped([]entry{{"x", nil, 0o755}}, date)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	if f := z.File[0]; !f.Modified.Equal(date) || f.Mode() != 0o755 {
		t.Errorf("%v, %v", f.Modified, f.Mode())
	}
	if packed, err = tarGz([]entry{{"x", nil, 0o755}}, date); err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	header, err := tar.NewReader(unpacked).Next()
	if err != nil || !header.ModTime.Equal(date) || header.Mode != 0o755 {
		t.Errorf("%v, %+v", err, header)
	}
}

func TestArchivesAreTheSameEachTime(t *testing.T) {
	date := time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)
	entries := []entry{{"server/linux/x", []byte("program"), 0o755}, {"README.md", []byte("words"), 0o644}}
	for _, pack := range []func([]entry, time.Time) ([]byte, error){tarGz, zipped} {
		first, err := pack(entries, date)
		if err != nil {
			t.Fatal(err)
		}
		second, err := pack(entries, date.In(time.FixedZone("east", 3600)))
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("%v, or bytes differ", err)
		}
	}
}

// thin is the head of a macOS program for one machine.
func thin(cpu byte) []byte {
	return append([]byte{0xcf, 0xfa, 0xed, 0xfe, cpu, 0, 0, 1, 0, 0, 0, 0, 2}, make([]byte, 51)...)
}

func TestUniversal(t *testing.T) {
	f, err := macho.NewFatFile(bytes.NewReader(universal(append(thin(7), make([]byte, 20000)...), thin(12))))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Arches) != 2 || f.Arches[0].Cpu != macho.CpuAmd64 || f.Arches[1].Cpu != macho.CpuArm64 {
		t.Errorf("%+v", f.Arches)
	}
	for _, a := range f.Arches {
		if a.Offset%(1<<14) != 0 {
			t.Errorf("%v begins at %d, not on a page", a.Cpu, a.Offset)
		}
	}
}

func TestIcon(t *testing.T) {
	raw, err := icon()
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil || picture.Width != 512 || picture.Height != 512 {
		t.Errorf("%v: %+v", err, picture)
	}
}

// TestArchiveHoldsItsDocuments checks that the pages README.md links to are in an archive, too.
func TestArchiveHoldsItsDocuments(t *testing.T) {
	t.Chdir("..")
	file := filepath.Join(t.TempDir(), "archive.zip")
	p := program{system: "windows", machine: "amd64", content: []byte("program")}
	if err := p.writeArchive(file); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	want := []string{"LICENSE", "LICENSES.txt", "README.md", "SECURITY.md", "acronis-reports-mcp.exe"}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range regexp.MustCompile(`\]\((docs/[^)#]*)`).FindAllSubmatch(readme, -1) {
		want = append(want, string(link[1]))
	}
	for _, name := range want {
		if !slices.Contains(names, name) {
			t.Errorf("the archive lacks %s: %q", name, names)
		}
	}
}

func TestArchiveName(t *testing.T) {
	p := program{system: "windows", machine: "arm64", version: "1.2.3"}
	if got := p.archiveName(); got != "acronis-reports-mcp_1.2.3_windows_arm64.zip" {
		t.Error(got)
	}
}
