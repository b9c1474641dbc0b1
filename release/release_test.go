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
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "rewrite the README's list of licences")

// TestLicences keeps the README's list of what the program is made of, and
// refuses a part whose terms aren't known.
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
	var list strings.Builder
	for _, kind := range slices.Sorted(maps.Keys(parts)) {
		fmt.Fprintf(&list, "- %s: %s\n", kind, strings.Join(parts[kind], ", "))
	}
	page, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- licences: go test ./release -update -->\n", "<!-- end of licences -->"
	head, rest, ok := strings.Cut(string(page), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("README.md lacks the marks")
	}
	want := head + begin + list.String() + end + tail
	if *update {
		if err := os.WriteFile("../README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != string(page) {
		t.Errorf("the list is another: go test ./release -update\n%s", &list)
	}
}

// valid checks the registry entry against the registry's own schema, edition
// 2025-12-11 (modelcontextprotocol/registry, Apache-2.0).
func valid(t *testing.T, raw []byte) error {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("testdata/server.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestServerEntry(t *testing.T) {
	raw, err := os.ReadFile("../server.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := valid(t, raw); err != nil {
		t.Error(err)
	}
	filled, err := fillServer(raw, "1.2.3", "https://github.com/o/r/releases/download/v1.2.3/"+bundleName, strings.Repeat("a", 64))
	if err != nil {
		t.Fatal(err)
	}
	if err := valid(t, filled); err != nil || !bytes.Contains(filled, []byte(`"version": "1.2.3"`)) || bytes.Contains(filled, []byte("downloads.example")) {
		t.Errorf("%v: %s", err, filled)
	}
	if valid(t, bytes.Replace(raw, []byte("stdio"), []byte("pigeon"), 1)) == nil {
		t.Error("the schema takes anything")
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
		UserConfig map[string]struct{ Sensitive, Required bool } `json:"user_config"`
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
				Name                 string
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
	}
}

func TestFillManifest(t *testing.T) {
	filled, err := fillManifest("1.2.3", []tool{{"get_report", "Get <one> report"}})
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Version string
		Tools   []tool
	}
	if err := json.Unmarshal(filled, &m); err != nil || m.Version != "1.2.3" || !slices.Equal(m.Tools, []tool{{"get_report", "Get <one> report"}}) {
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

func TestArchiveName(t *testing.T) {
	p := program{system: "windows", machine: "arm64", version: "1.2.3"}
	if got := p.archiveName(); got != "acronis-reports-mcp_1.2.3_windows_arm64.zip" {
		t.Error(got)
	}
}
