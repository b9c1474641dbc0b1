package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
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

// standIns returns a program for each target, without building it.
func standIns() map[string]*program {
	of := map[string]*program{}
	for _, target := range targets {
		system, machine, _ := strings.Cut(target, "/")
		content := []byte("#!/bin/sh\necho " + target + ` "$@"` + "\n")
		of[target] = &program{system, machine, content, "1.2.3", time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)}
	}
	return of
}

// inRoot runs the rest of a test in the folder in which releases are built.
func inRoot(t *testing.T) { t.Chdir("..") }

// unzipped returns the files of an archive.
func unzipped(t *testing.T, file string) map[string][]byte {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// TestPlugin packs the plugin twice and looks at what is in it.
func TestPlugin(t *testing.T) {
	inRoot(t)
	file := filepath.Join(t.TempDir(), pluginName)
	var packed [][]byte
	for range 2 {
		if err := writePlugin(file, standIns(), []byte("skill")); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		packed = append(packed, content)
	}
	if !bytes.Equal(packed[0], packed[1]) {
		t.Error("the same programs give other bytes")
	}
	files := unzipped(t, file)
	for _, path := range []string{skillPath, "README.md", "LICENSE", licencesName, ".claude-plugin/icon.png", "server/" + name, "server/" + name + ".exe"} {
		if len(files[path]) == 0 {
			t.Errorf("the plugin has no %s", path)
		}
	}
	var plugin struct {
		Name, Version string
		UserConfig    map[string]struct{ Sensitive, Required bool }
	}
	var servers struct {
		MCPServers map[string]struct {
			Command string
			Env     map[string]string
		}
	}
	decode(t, files[".claude-plugin/plugin.json"], &plugin)
	decode(t, files[".mcp.json"], &servers)
	server := servers.MCPServers[serverName]
	if plugin.Name != skillName || plugin.Version != "1.2.3" || server.Command != "${CLAUDE_PLUGIN_ROOT}/server/"+name {
		t.Errorf("got %+v and %+v", plugin, server)
	}
	var used []string
	for variable, value := range server.Env {
		key := regexp.MustCompile(`^\$\{user_config\.(\w+)\}$`).FindStringSubmatch(value)
		if key == nil {
			t.Errorf("%s is %q: a setting must come from the user", variable, value)
			continue
		}
		used = append(used, key[1])
	}
	if slices.Sort(used); !slices.Equal(used, slices.Sorted(maps.Keys(plugin.UserConfig))) {
		t.Errorf("the server uses %q, the user is asked for %v", used, plugin.UserConfig)
	}
	if !plugin.UserConfig["client_secret"].Sensitive {
		t.Error("the secret is not sensitive")
	}
}

func decode(t *testing.T, content []byte, value any) {
	t.Helper()
	if err := json.Unmarshal(content, value); err != nil {
		t.Fatalf("%v: %s", err, content)
	}
}

// TestLauncher starts the plugin's command as installed.
func TestLauncher(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows starts the .exe")
	}
	dir := filepath.Join(t.TempDir(), "a folder")
	folder := runtime.GOOS
	if folder != "darwin" {
		folder += "-" + runtime.GOARCH
	}
	for path, content := range map[string]string{name: launcher, folder + "/" + name: "#!/bin/sh\necho \"$#\" \"$@\"\n"} {
		file := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(filepath.Join(dir, name), "a b", "c").CombinedOutput()
	if err != nil || string(out) != "2 a b c\n" {
		t.Errorf("%v: %s", err, out)
	}
}

// TestExtensions packs an extension for each target.
func TestExtensions(t *testing.T) {
	inRoot(t)
	var names []string
	for _, p := range standIns() {
		names = append(names, p.extensionName())
		content, err := p.extensionManifest()
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			Name, Version string
			MCPServers    map[string]struct{ Command string }
			Settings      []extensionSetting
		}
		decode(t, content, &m)
		if m.Name != skillName || m.Version != "1.2.3" || m.MCPServers[serverName].Command != "${extensionPath}${/}"+p.fileName() {
			t.Errorf("%s: %s", p.extensionName(), content)
		}
		want := []string{"ACRONIS_PROFILE", "ACRONIS_BASE_URL", "ACRONIS_CLIENT_ID", "ACRONIS_CLIENT_SECRET", "ACRONIS_ACCESS", "ACRONIS_EXPORT_DIR", "ACRONIS_PRICES",
			"ACRONIS_TENANT_ID", "ACRONIS_LABEL"}
		var got []string
		for _, s := range m.Settings {
			got = append(got, s.Variable)
			if s.Name == "" || s.Description == "" || s.Sensitive != (s.Variable == "ACRONIS_CLIENT_SECRET") {
				t.Errorf("%+v", s)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("settings %q, want %q", got, want)
		}
	}
	slices.Sort(names)
	if want := []string{"darwin.arm64." + name + ".tar.gz", "darwin.x64." + name + ".tar.gz", "linux.arm64." + name + ".tar.gz", "linux.x64." + name + ".tar.gz",
		"win32.arm64." + name + ".zip", "win32.x64." + name + ".zip"}; !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
	file := filepath.Join(t.TempDir(), "extension.tar.gz")
	if err := standIns()["linux/amd64"].writeExtension(file, []byte("skill")); err != nil {
		t.Fatal(err)
	}
	modes := tarModes(t, file)
	if modes["gemini-extension.json"] == 0 || modes[skillPath] == 0 || modes[licencesName] == 0 || modes[name] != 0o755 {
		t.Errorf("got %v", modes)
	}
}

// tarModes returns the files of an archive with their modes.
func tarModes(t *testing.T, file string) map[string]int64 {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	modes := map[string]int64{}
	for r := tar.NewReader(z); ; {
		header, err := r.Next()
		if err == io.EOF {
			return modes
		}
		if err != nil {
			t.Fatal(err)
		}
		modes[header.Name] = header.Mode
	}
}

// TestSkillArchive has the skill alone, in a folder of its name.
func TestSkillArchive(t *testing.T) {
	file := filepath.Join(t.TempDir(), skillZip)
	if err := writeSkill(file, standIns()["linux/amd64"], []byte("skill")); err != nil {
		t.Fatal(err)
	}
	if files := unzipped(t, file); len(files) != 1 || string(files[skillName+"/SKILL.md"]) != "skill" {
		t.Errorf("got %q", files)
	}
}
