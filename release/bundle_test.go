package main

import (
	"bytes"
	"debug/macho"
	"encoding/json"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// builtProgram returns the program of this checkout for this machine.
func builtProgram(t *testing.T) *program {
	t.Helper()
	built := filepath.Join(t.TempDir(), name)
	if out, err := exec.Command("go", "build", "-o", built, name).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	content, err := os.ReadFile(built)
	if err != nil {
		t.Fatal(err)
	}
	return &program{system: runtime.GOOS, machine: runtime.GOARCH, content: content, version: "1.2.3"}
}

// TestOffers asks the program itself.
func TestOffers(t *testing.T) {
	offered, err := builtProgram(t).offers()
	if err != nil || len(offered.tools) == 0 || len(offered.prompts) != 4 || len(offered.priced) != 4 {
		t.Fatalf("%+v, %v", offered, err)
	}
	for _, p := range offered.prompts {
		for _, a := range p.Arguments {
			if !strings.Contains(p.Text, "${arguments."+a+"}") {
				t.Errorf("%s lacks its argument %s: %s", p.Name, a, p.Text)
			}
		}
		if p.Description == "" || strings.Contains(p.Text, "2001") || strings.Contains(p.Text, "the-") {
			t.Errorf("got %+v", p)
		}
	}
	testSkill(t, skill(offered.priced))
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

// thin returns the header of a macOS program for one machine.
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
