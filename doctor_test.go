package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"flag"
	"fmt"
	"maps"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis/simulator"
)

// diagnosis is what doctor --json says.
type diagnosis struct {
	OK     bool
	Checks []finding
}

// of is the last finding of a check.
func (d diagnosis) of(check string) (f finding) {
	for _, c := range d.Checks {
		if c.Check == check {
			f = c
		}
	}
	return f
}

// diagnose runs doctor in both forms, in this process.
func diagnose(t *testing.T, settings map[string]string) (int, diagnosis, string) {
	t.Helper()
	status, text, errs := runProgram(settings, "", "doctor")
	again, raw, errs2 := runProgram(settings, "", "doctor", "--json")
	var d diagnosis
	if err := json.Unmarshal([]byte(raw), &d); err != nil || status != again || d.OK != (status == 0) || errs+errs2 != "" {
		t.Fatalf("%v, status %d and %d, stderr %q: %s", err, status, again, errs+errs2, raw)
	}
	if strings.Contains(text+raw, "MARKED") || strings.Contains(text+raw, simulator.ClientSecret) {
		t.Errorf("a secret is in %s%s", text, raw)
	}
	return status, d, text
}

// simulated are the settings of a simulator behind a real port.
func simulated(t *testing.T, change func(*simulator.DataCentre)) map[string]string {
	t.Helper()
	center := simulator.New()
	t.Cleanup(center.Close)
	url, err := center.Listen()
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(center)
	}
	return map[string]string{"ACRONIS_BASE_URL": url, "ACRONIS_CLIENT_ID": simulator.ClientID, "ACRONIS_CLIENT_SECRET": simulator.ClientSecret}
}

func TestDoctor(t *testing.T) {
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>Welcome</html>") }))
	defer portal.Close()
	fault := func(f simulator.Fault) func(*simulator.DataCentre) {
		f.Times = 2 // diagnose asks twice
		return func(d *simulator.DataCentre) { d.Inject(f) }
	}
	option := func(change func(*simulator.Options)) func(*simulator.DataCentre) {
		return func(d *simulator.DataCentre) { d.Change(change) }
	}
	hourOff := http.Header{"Date": {time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)}}
	for _, test := range []struct {
		name     string
		center   func(*simulator.DataCentre)
		settings map[string]string // besides or instead of the simulator's
		want     map[string]string // check: status, and what its line says
	}{
		{"good", nil, nil, map[string]string{
			"ACRONIS_CLIENT_SECRET": "ok from the environment, not shown", "settings": "ok access read", "certificate": "skip plain http", "clock": "ok",
			"token": "ok", "own tenant": "ok " + simulator.OwnTenantID, "tenants": "ok Northwind", "reports": "ok", "first report": "ok " + guideID, "changes": "skip",
		}},
		{"wrong secret", nil, map[string]string{"ACRONIS_CLIENT_SECRET": "MARKED"}, map[string]string{"connection": "ok", "token": "fail ACRONIS_CLIENT_ID", "own tenant": "skip waits for token", "first report": "skip"}},
		{"wrong port", nil, map[string]string{"ACRONIS_BASE_URL": "http://127.0.0.1:1"}, map[string]string{"dns": "ok", "connection": "fail firewall", "clock": "skip", "token": "skip"}},
		{"not a data centre", nil, map[string]string{"ACRONIS_BASE_URL": portal.URL}, map[string]string{"connection": "ok", "token": "fail not a portal"}},
		{"missing", nil, map[string]string{"ACRONIS_CLIENT_SECRET": "", "ACRONIS_BASE_URL": ""}, map[string]string{"settings": "fail ACRONIS_CLIENT_SECRET", "proxy": "skip", "changes": "skip"}},
		{"user and password in the address", nil, map[string]string{"ACRONIS_BASE_URL": "https://me:MARKED@eu2-cloud.acronis.com"}, map[string]string{"settings": "fail bare address"}},
		{"left empty in a form", nil, map[string]string{"ACRONIS_TENANT_ID": "${user_config.tenant_id}", "ACRONIS_ACCESS": ""}, map[string]string{"settings": "ok access read", "ACRONIS_TENANT_ID": ""}},
		{"wrong access", nil, map[string]string{"ACRONIS_ACCESS": "all"}, map[string]string{"settings": "fail ACRONIS_ACCESS"}},
		{"expired access token", nil, map[string]string{"ACRONIS_CLIENT_ID": "", "ACRONIS_CLIENT_SECRET": "", "ACRONIS_ACCESS_TOKEN": "MARKED"}, map[string]string{"token": "ok on trust", "own tenant": "fail two hours"}},
		{"read-only", option(func(o *simulator.Options) { o.ReadOnly = true }), map[string]string{"ACRONIS_ACCESS": "delete"}, map[string]string{"first report": "ok", "changes": "skip access delete"}},
		{"no tenants", option(func(o *simulator.Options) { o.NoTenantTree = true }), nil, map[string]string{"tenants": "warn by UUID only", "first report": "ok"}},
		{"another's tenant", nil, map[string]string{"ACRONIS_TENANT_ID": "00000000-0000-4000-8000-000000000000"}, map[string]string{"reports": "fail ACRONIS_TENANT_ID"}},
		{"tenant given", nil, map[string]string{"ACRONIS_TENANT_ID": simulator.OwnTenantID}, map[string]string{"own tenant": "ok from ACRONIS_TENANT_ID"}},
		{"no reports allowed", fault(simulator.Fault{Path: "/api/2/tenants/" + simulator.OwnTenantID + "/reports", Status: 403}), nil, map[string]string{"reports": "fail readonly_admin", "first report": "skip"}},
		{"clock", fault(simulator.Fault{Path: "/api/2/users/me", Header: hourOff}), nil, map[string]string{"clock": "warn 1h0m", "first report": "ok"}},
		{"moves the cursor", fault(simulator.Fault{Path: "/api/2/reports/", Status: 400, Body: "\x1b[2Jgone"}), nil, map[string]string{"first report": `fail \u001b[2Jgone`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			settings := simulated(t, test.center)
			maps.Copy(settings, test.settings)
			status, d, text := diagnose(t, settings)
			wantStatus := 0
			for check, want := range test.want {
				verdict, words, _ := strings.Cut(want, " ")
				if got := d.of(check); got.Status != verdict || !strings.Contains(got.Detail+" "+got.Advice, words) {
					t.Errorf("%s: %+v, want %s", check, got, want)
				}
				if verdict == "fail" {
					wantStatus = 1
				}
			}
			if status != wantStatus || strings.Contains(text, "\x1b") {
				t.Errorf("status %d, want %d: %q", status, wantStatus, text)
			}
		})
	}
}

// TestDoctorTriesFolders has folders that are there, that can be made and that
// can't; none is shown that isn't there, and nothing is left behind.
func TestDoctorTriesFolders(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "nowhere"), link); err != nil {
		t.Skip(err) // Windows asks for a privilege
	}
	for _, test := range []struct{ folder, want, told string }{
		{dir, "ok", dir},
		{filepath.Join(dir, "MARKED", "a"), "ok", "will be made"},
		{file, "fail", "not a directory"},
		{filepath.Join(file, "MARKED"), "fail", "not a directory"},
		{link, "fail", "link to nowhere"},
	} {
		settings := simulated(t, nil)
		settings["ACRONIS_EXPORT_DIR"] = test.folder
		settings["ACRONIS_CACHE"] = test.folder
		_, d, _ := diagnose(t, settings)
		for _, check := range []string{"export folder", "cache folder"} {
			if f := d.of(check); f.Status != test.want || !strings.Contains(f.Detail, test.told) || d.of("first report").Status != "ok" {
				t.Errorf("%s: %+v, want %s", test.folder, f, test.want)
			}
		}
	}
	t.Setenv("TMPDIR", filepath.Join(file, "MARKED"))
	if _, d, _ := diagnose(t, simulated(t, nil)); runtime.GOOS != "windows" && d.of("cache folder").Status != "fail" || d.of("export folder").Status != "skip" {
		t.Errorf("%+v", d)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestDoctorTellsFlags(t *testing.T) {
	dir := t.TempDir()
	settings := simulated(t, nil)
	settings["ACRONIS_ACCESS"] = "read"
	status, out, _ := runProgram(settings, "", "--access", "write", "--export-dir", dir, "--cache", dir, "--no-ask", "doctor", "--json")
	var d diagnosis
	if err := json.Unmarshal([]byte(out), &d); err != nil || status != 0 {
		t.Fatal(err, status, out)
	}
	for check, want := range map[string]string{
		"--access": "from the command line", "--export-dir": "from the command line", "--cache": "from the command line", "--no-ask": "from the command line",
		"ACRONIS_ACCESS": "the command line goes first", "settings": "access write", "export folder": dir, "cache folder": dir,
	} {
		if f := d.of(check); f.Status != "ok" || !strings.Contains(f.Detail, want) {
			t.Errorf("%s: %+v, want %s", check, f, want)
		}
	}
}

func TestDoctorCountsWarnings(t *testing.T) {
	late := http.Header{"Date": {time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)}}
	for _, test := range []struct {
		noTree bool
		want   string
	}{{false, "Works, with 1 warning."}, {true, "Works, with 2 warnings."}} {
		settings := simulated(t, func(d *simulator.DataCentre) {
			d.Inject(simulator.Fault{Path: "/api/2/users/me", Header: late})
			d.Change(func(o *simulator.Options) { o.NoTenantTree = test.noTree })
		})
		if status, out, _ := runProgram(settings, "", "doctor"); status != 0 || !strings.Contains(out, test.want) || strings.Contains(out, "All is well") {
			t.Errorf("status %d, want %s: %s", status, test.want, out)
		}
	}
}

func TestDoctorInTheDemo(t *testing.T) {
	if status, out, _ := runProgram(map[string]string{"ACRONIS_ACCESS": "all"}, "", "--demo", "doctor"); status != 1 || !strings.Contains(out, "fail  settings") {
		t.Errorf("status %d for a wrong access level: %s", status, out)
	}
	status, out, _ := runProgram(map[string]string{"ACRONIS_CLIENT_SECRET": "MARKED"}, "", "--demo", "doctor")
	if status != 0 || !strings.Contains(out, "All is well.") || strings.Contains(out, "MARKED") {
		t.Errorf("status %d: %s", status, out)
	}
	if status, _, _ := runProgram(nil, "", "doctor", "now"); status != 2 {
		t.Errorf("status %d for a wrong argument", status)
	}
}

var update = flag.Bool("update", false, "rewrite README.md")

// TestDoctorInTheReadme compares what README.md shows with what doctor says, good and bad.
func TestDoctorInTheReadme(t *testing.T) {
	_, good, _ := runProgram(nil, "", "--demo", "doctor")
	settings := simulated(t, nil)
	settings["ACRONIS_CLIENT_SECRET"] = "another"
	_, bad, _ := runProgram(settings, "", "doctor")
	_, bad, _ = strings.Cut(bad, "\nfail")
	want := "```console\n$ acronis-reports-mcp --demo doctor\n" + good +
		"```\n\nWith a wrong secret it ends so:\n\n```\nfail" + bad + "```\n"

	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- doctor: go test . -update -->\n", "<!-- end of doctor -->"
	before, rest, _ := strings.Cut(string(readme), begin)
	shown, after, ok := strings.Cut(rest, end)
	switch {
	case !ok:
		t.Fatal("README.md has no markers")
	case shown == want:
	case *update:
		if err := os.WriteFile("README.md", []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("README.md differs, go test . -update mends it (-want +got):\n%s", cmp.Diff(want, shown))
	}
}

func TestDoctorSecretFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no mode bits")
	}
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(simulator.ClientSecret), 0o600); err != nil {
		t.Fatal(err)
	}
	settings := simulated(t, nil)
	delete(settings, "ACRONIS_CLIENT_SECRET")
	settings["ACRONIS_CLIENT_SECRET_FILE"] = file
	for mode, want := range map[os.FileMode]string{0o600: "", 0o400: "", 0o640: "warn", 0o604: "warn"} {
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		status, d, _ := diagnose(t, settings)
		if got := d.of("secret file").Status; got != want || status != 0 {
			t.Errorf("mode %v: %q and status %d, want %q", mode, got, status, want)
		}
		if !strings.Contains(d.of("ACRONIS_CLIENT_SECRET_FILE").Detail, file) {
			t.Errorf("the file is not told: %+v", d)
		}
	}
}

// diagnoseOutside runs the built program, which reads its own environment.
func diagnoseOutside(t *testing.T, settings map[string]string, environment ...string) (diagnosis, string) {
	t.Helper()
	c := command(t, settings, "doctor", "--json")
	c.Env = append(c.Env, "HTTPS_PROXY=", "https_proxy=", "NO_PROXY=", "no_proxy=")
	c.Env = append(c.Env, environment...)
	out, _ := c.Output() // the exit status is told by OK
	var d diagnosis
	if err := json.Unmarshal(out, &d); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return d, string(out)
}

func TestDoctorMissesTheName(t *testing.T) {
	settings := map[string]string{"ACRONIS_BASE_URL": "https://nowhere.invalid", "ACRONIS_CLIENT_ID": "id", "ACRONIS_CLIENT_SECRET": "MARKED"}
	d, out := diagnoseOutside(t, settings)
	if dns := d.of("dns"); dns.Status != "fail" || !strings.Contains(dns.Advice, "typing mistake") ||
		d.of("connection").Status != "skip" || strings.Contains(out, "MARKED") {
		t.Error(out)
	}
}

func TestDoctorTellsTheProxy(t *testing.T) {
	settings := map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_CLIENT_ID": "id", "ACRONIS_CLIENT_SECRET": "MARKED"}
	d, out := diagnoseOutside(t, settings, "HTTPS_PROXY=http://user:MARKED@127.0.0.1:1")
	if p, c := d.of("proxy"), d.of("connection"); p.Status != "ok" || !strings.Contains(p.Detail, "http://127.0.0.1:1,") ||
		d.of("dns").Status != "skip" || c.Status != "fail" || !strings.Contains(c.Advice, "check the proxy") || strings.Contains(out, "MARKED") {
		t.Error(out)
	}
	d, out = diagnoseOutside(t, settings, "HTTPS_PROXY=http://user:MARKED@127.0.0.1:1/%zz")
	if p := d.of("proxy"); !strings.Contains(p.Detail, "no URL") || strings.Contains(out, "MARKED") {
		t.Error(out)
	}
}

// TestDoctorJudgesCertificates has one that nobody vouches for, and others that
// run out at different times.
func TestDoctorJudgesCertificates(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only there a variable names the certificates to trust")
	}
	for _, test := range []struct {
		left                    time.Duration
		trusted                 bool
		connection, certificate string
	}{
		{90 * 24 * time.Hour, true, "ok", "ok"},
		{3 * 24 * time.Hour, true, "ok", "warn"},
		{-time.Hour, true, "fail", "skip"},
		{90 * 24 * time.Hour, false, "fail", "skip"},
	} {
		certificate, file := selfSigned(t, time.Now().Add(test.left))
		server := httptest.NewUnstartedServer(http.NotFoundHandler())
		server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
		server.StartTLS()
		t.Cleanup(server.Close)
		settings := map[string]string{"ACRONIS_BASE_URL": server.URL, "ACRONIS_CLIENT_ID": "id", "ACRONIS_CLIENT_SECRET": "MARKED"}
		if !test.trusted {
			file = "/dev/null"
		}
		d, out := diagnoseOutside(t, settings, "SSL_CERT_FILE="+file, "SSL_CERT_DIR=/nowhere")
		if c := d.of("connection"); c.Status != test.connection || d.of("certificate").Status != test.certificate || strings.Contains(out, "MARKED") ||
			c.Status == "fail" && !strings.Contains(c.Detail, "not to be trusted") {
			t.Errorf("%v left: %s", test.left, out)
		}
	}
}

// selfSigned makes a certificate for 127.0.0.1, and the file that vouches for it.
func selfSigned(t *testing.T, until time.Time) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: until,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}
