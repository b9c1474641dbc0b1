package doctor_test

import (
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/setup/doctor"
	"acronis-reports-mcp/setup/settings"
)

// examine runs the checks with an environment and a command line.
func examine(t *testing.T, environment map[string]string, args ...string) (doctor.Report, string) {
	t.Helper()
	f, err := settings.ParseFlags(args)
	if err != nil {
		t.Fatal(err)
	}
	s, err := settings.Load(f, func(name string) string { return environment[name] }, "test", settings.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	r := doctor.Examine(t.Context(), s)
	var text strings.Builder
	if err := r.Print(&text); err != nil {
		t.Fatal(err)
	}
	if all := fmt.Sprint(r, text.String()); strings.Contains(all, "MARKED") || strings.Contains(all, simulator.ClientSecret) {
		t.Errorf("a secret is in %s", all)
	}
	return r, text.String()
}

// of returns the last finding of a check.
func of(r doctor.Report, check string) (f doctor.Finding) {
	for _, c := range r.Checks {
		if c.Check == check {
			f = c
		}
	}
	return f
}

// simulated returns the environment for a simulator that listens on a port.
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

func TestExamine(t *testing.T) {
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>Welcome</html>") }))
	defer portal.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	fault := func(f simulator.Fault) func(*simulator.DataCentre) {
		return func(d *simulator.DataCentre) { d.Inject(f) }
	}
	option := func(change func(*simulator.Options)) func(*simulator.DataCentre) {
		return func(d *simulator.DataCentre) { d.Change(change) }
	}
	hourOff := http.Header{"Date": {time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)}}
	for _, test := range []struct {
		name    string
		center  func(*simulator.DataCentre)
		changes map[string]string // to the simulator's environment
		want    map[string]string // by check: the status, and a part of the text
	}{
		{"good", nil, nil, map[string]string{
			"ACRONIS_CLIENT_SECRET": "ok from the environment, not shown", "settings": "ok access read", "certificate": "skip http://", "clock": "ok",
			"token": "ok", "own tenant": "ok " + simulator.OwnTenantID, "tenants": "ok Northwind", "reports": "ok", "first report": "ok " + "20dffb36-d77b-45c6-b2fa-39276e98d5fc", "changes": "skip",
		}},
		{"wrong secret", nil, map[string]string{"ACRONIS_CLIENT_SECRET": "MARKED"}, map[string]string{"connection": "ok", "token": "fail ACRONIS_CLIENT_ID", "own tenant": "skip because token did not pass", "first report": "skip"}},
		{"wrong port", nil, map[string]string{"ACRONIS_BASE_URL": "http://127.0.0.1:1"}, map[string]string{"dns": "ok", "connection": "fail firewall", "clock": "skip", "token": "skip"}},
		{"plain http to a port for https", nil, map[string]string{"ACRONIS_BASE_URL": "http://" + secure.Listener.Addr().String()}, map[string]string{"connection": "fail must begin with https://", "token": "skip"}},
		{"https to a port for plain http", nil, map[string]string{"ACRONIS_BASE_URL": strings.Replace(portal.URL, "http://", "https://", 1)}, map[string]string{"connection": "fail speaks plain http", "token": "skip"}},
		{"not a data centre", nil, map[string]string{"ACRONIS_BASE_URL": portal.URL}, map[string]string{"connection": "ok", "token": "fail not a portal"}},
		{"missing", nil, map[string]string{"ACRONIS_CLIENT_SECRET": "", "ACRONIS_BASE_URL": ""}, map[string]string{"settings": "fail ACRONIS_CLIENT_SECRET", "proxy": "skip", "changes": "skip"}},
		{"placeholders", nil, map[string]string{"ACRONIS_CLIENT_ID": "<your-id>", "ACRONIS_CACHE": "${MISSING}/x"}, map[string]string{
			"ACRONIS_CACHE": "", "settings": "fail ACRONIS_CLIENT_ID is still a placeholder", "cache folder": "skip because settings did not pass", "connection": "skip",
		}},
		{"user and password in the address", nil, map[string]string{"ACRONIS_BASE_URL": "https://me:MARKED@eu2-cloud.acronis.com"}, map[string]string{"settings": "fail address alone"}},
		{"left empty in a form", nil, map[string]string{"ACRONIS_TENANT_ID": "${user_config.tenant_id}", "ACRONIS_ACCESS": ""}, map[string]string{"settings": "ok access read", "ACRONIS_TENANT_ID": ""}},
		{"wrong access", nil, map[string]string{"ACRONIS_ACCESS": "all"}, map[string]string{"settings": "fail ACRONIS_ACCESS"}},
		{"expired access token", nil, map[string]string{"ACRONIS_CLIENT_ID": "", "ACRONIS_CLIENT_SECRET": "", "ACRONIS_ACCESS_TOKEN": "MARKED"}, map[string]string{"token": "ok access token", "own tenant": "fail two hours"}},
		{"read-only", option(func(o *simulator.Options) { o.ReadOnly = true }), map[string]string{"ACRONIS_ACCESS": "delete"}, map[string]string{"first report": "ok", "changes": "skip access delete"}},
		{"no tenants", option(func(o *simulator.Options) { o.NoTenantTree = true }), nil, map[string]string{"tenants": "warn UUIDs", "first report": "ok"}},
		{"another's tenant", nil, map[string]string{"ACRONIS_TENANT_ID": "00000000-0000-4000-8000-000000000000"}, map[string]string{"reports": "fail ACRONIS_TENANT_ID"}},
		{"tenant given", nil, map[string]string{"ACRONIS_TENANT_ID": simulator.OwnTenantID}, map[string]string{"own tenant": "ok from ACRONIS_TENANT_ID"}},
		{"no reports allowed", fault(simulator.Fault{Path: "/api/2/tenants/" + simulator.OwnTenantID + "/reports", Status: 403}), nil, map[string]string{"reports": "fail readonly_admin", "first report": "skip"}},
		{"clock", fault(simulator.Fault{Path: "/api/2/users/me", Header: hourOff}), nil, map[string]string{"clock": "warn 1h0m", "first report": "ok"}},
		{"moves the cursor", fault(simulator.Fault{Path: "/api/2/reports/", Status: 400, Body: "\x1b[2Jgone"}), nil, map[string]string{"first report": `fail \u001b[2Jgone`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			environment := simulated(t, test.center)
			maps.Copy(environment, test.changes)
			r, text := examine(t, environment)
			wantOK := true
			for check, want := range test.want {
				status, words, _ := strings.Cut(want, " ")
				if got := of(r, check); got.Status != status || !strings.Contains(got.Detail+" "+got.Advice, words) {
					t.Errorf("%s: %+v, want %s", check, got, want)
				}
				wantOK = wantOK && status != "fail"
			}
			if r.OK != wantOK || strings.Contains(text, "\x1b") {
				t.Errorf("ok is %v, want %v: %q", r.OK, wantOK, text)
			}
		})
	}
}

func TestFlags(t *testing.T) {
	dir := t.TempDir()
	environment := simulated(t, nil)
	environment["ACRONIS_ACCESS"] = "read"
	r, _ := examine(t, environment, "--access", "write", "--export-dir", dir, "--cache", dir, "--no-ask")
	for check, want := range map[string]string{
		"--access": "from the command line", "--export-dir": "from the command line", "--cache": "from the command line", "--no-ask": "from the command line",
		"ACRONIS_ACCESS": "a flag takes precedence", "settings": "access write", "export folder": dir, "cache folder": dir,
	} {
		if f := of(r, check); f.Status != "ok" || !strings.Contains(f.Detail, want) {
			t.Errorf("%s: %+v, want %s", check, f, want)
		}
	}
}

func TestWarnings(t *testing.T) {
	late := http.Header{"Date": {time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)}}
	for _, test := range []struct {
		noTree bool
		want   string
	}{{false, "There is 1 warning."}, {true, "There are 2 warnings."}} {
		environment := simulated(t, func(d *simulator.DataCentre) {
			d.Inject(simulator.Fault{Path: "/api/2/users/me", Header: late})
			d.Change(func(o *simulator.Options) { o.NoTenantTree = test.noTree })
		})
		if r, text := examine(t, environment); !r.OK || !strings.Contains(text, test.want) || strings.Contains(text, "All checks passed") {
			t.Errorf("want %s: %s", test.want, text)
		}
	}
}

func TestSecretFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no mode bits")
	}
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("\ufeff"+simulator.ClientSecret+"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	environment := simulated(t, nil)
	delete(environment, "ACRONIS_CLIENT_SECRET")
	environment["ACRONIS_CLIENT_SECRET_FILE"] = file
	for mode, want := range map[os.FileMode]string{0o600: "", 0o400: "", 0o640: "warn", 0o604: "warn"} {
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		r, _ := examine(t, environment)
		if got := of(r, "secret file").Status; got != want || !r.OK {
			t.Errorf("mode %v: %q, want %q: %+v", mode, got, want, r)
		}
		if !strings.Contains(of(r, "ACRONIS_CLIENT_SECRET_FILE").Detail, file) {
			t.Errorf("the file is not named: %+v", r)
		}
	}
	if err := errors.Join(os.Chmod(file, 0o600), os.WriteFile(file, []byte("MARKED\x00"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if r, _ := examine(t, environment); of(r, "settings").Status != "fail" || !strings.Contains(of(r, "settings").Detail, "ACRONIS_CLIENT_SECRET_FILE is not plain text") {
		t.Errorf("a file that is no text: %+v", r)
	}
}
