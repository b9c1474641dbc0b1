package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"acronis-reports-mcp/acronis/simulator"
)

const guideID = "20dffb36-d77b-45c6-b2fa-39276e98d5fc"

// guideReport is the report of the vendor's guide, as the vendor prints it.
func guideReport(t *testing.T) []byte {
	t.Helper()
	raw, err := os.ReadFile("acronis/testdata/guide-report.json")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// runProgram runs the whole program in this process.
func runProgram(settings map[string]string, in string, args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = run(context.Background(), args, func(name string) string { return settings[name] }, strings.NewReader(in), &o, &e)
	return status, o.String(), e.String()
}

func sameJSON(t *testing.T, got, want []byte) {
	t.Helper()
	g, err := jsonschema.UnmarshalJSON(bytes.NewReader(got)) // keeps every digit
	if err != nil {
		t.Fatalf("%v: %s", err, got)
	}
	w, err := jsonschema.UnmarshalJSON(bytes.NewReader(want))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w, g); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCall(t *testing.T) {
	for _, args := range [][]string{
		{"report_id=" + guideID},
		{`{"report_id":"` + guideID + `"}`},
		{"-"},
	} {
		status, out, errs := runProgram(nil, `{"report_id":"`+guideID+`"}`, append([]string{"--demo", "call", "get_report"}, args...)...)
		if status != 0 || errs != "" {
			t.Errorf("%q: status %d, stderr %q", args, status, errs)
		}
		sameJSON(t, []byte(out), guideReport(t))
	}
	status, out, _ := runProgram(nil, "", "--demo", "call", "get_report_version", "report_id="+guideID)
	if want := `{"report_id":"` + guideID + `","version":1}` + "\n"; status != 0 || out != want {
		t.Errorf("status %d, stdout %q, want %q", status, out, want)
	}
}

// TestDemoKeepsNothing: the stored reports of the demo have the same ids but other
// figures in each run.
func TestDemoKeepsNothing(t *testing.T) {
	cache := t.TempDir()
	status, _, errs := runProgram(map[string]string{"ACRONIS_CACHE": cache}, "", "--demo", "--cache", cache,
		"call", "summarize_usage", "report_id="+simulator.SeptemberReportID)
	kept, err := os.ReadDir(cache)
	if status != 0 || err != nil || len(kept) != 0 {
		t.Errorf("status %d, %s; kept %v, %v; want nothing", status, errs, kept, err)
	}
}

func TestCommandLine(t *testing.T) {
	for _, test := range []struct {
		name      string
		in        string
		args      []string
		status    int
		out, errs string // substrings of the outputs
	}{
		{name: "help", args: []string{"--help"}, out: "Exit status: 0 done"},
		{name: "version", args: []string{"--version"}, out: "\n"},
		{name: "unknown flag", args: []string{"--dmeo"}, status: 2, errs: "dmeo"},
		{name: "unknown command", args: []string{"serve"}, status: 2, errs: `no command "serve"`},
		{name: "empty argument", args: []string{"", "--demo"}, status: 2, errs: "an argument is empty"},
		{name: "log level", args: []string{"--log-level", "loud"}, status: 2, errs: "debug, info, warn or error"},
		{name: "log file", args: []string{"--log-file", "/nowhere/at/all", "tools"}, status: 2, errs: "--log-file"},
		{name: "tools", args: []string{"tools"}, out: "get_report_version\n  "},
		{name: "tools as JSON", args: []string{"tools", "--json"}, out: `"outputSchema"`},
		{name: "tools takes no more", args: []string{"tools", "get_report"}, status: 2, errs: "--json"},
		{name: "no tool", args: []string{"call"}, status: 2, errs: "name of a tool"},
		{name: "unknown tool", args: []string{"call", "get_weather"}, status: 2, errs: `no tool "get_weather"`},
		{name: "a tool that needs prices", args: []string{"call", "price_usage", "month=2026-10"}, status: 2, errs: "price_usage needs a price list or costs: --prices FILE"},
		{name: "not deleted", args: []string{"--demo", "--yes", "call", "delete_reports", `reports=[{"report_id":"` + guideID + `","version":9}]`}, status: 1, out: "version_conflict"},
		{name: "gone already", args: []string{"--demo", "--yes", "call", "delete_reports", `reports=[{"report_id":"00000000-0000-4000-8000-000000000000","version":9}]`}, out: "gone"},
		{name: "not a pair", args: []string{"call", "get_report", guideID}, status: 2, errs: "key=value"},
		{name: "twice", args: []string{"call", "get_report", "report_id=a", "report_id=b"}, status: 2, errs: "key=value"},
		{name: "not an object", in: `["x"]`, args: []string{"call", "get_report", "-"}, status: 2, errs: "one JSON object"},
		{name: "null", in: `null`, args: []string{"call", "get_report", "-"}, status: 2, errs: "one JSON object"},
		{name: "broken", args: []string{"call", "get_report", `{"report_id"`}, status: 2, errs: "one JSON object"},
		{name: "a huge number", args: []string{"--demo", "call", "summarize_usage", "min_value=1e400"}, status: 2, errs: "too large"},
		{name: "refused", args: []string{"--demo", "call", "get_report", "report_id=x"}, status: 1, errs: "must be a UUID"},
		{name: "not ready yet", args: []string{"--demo", "call", "create_report", "month=2025-10", "+", "wait_for_report", "report_id=00000000-0000-4000-a000-000000000001", "timeout_seconds=0"}, status: 75, out: `"in_progress"`},
		{name: "months not ready yet", args: []string{"--demo", "call", "prepare_months", `months=["2025-10","2026-09"]`, "timeout_seconds=0", "+", "find_tenants"}, status: 75, out: `"in_progress"`},
		{name: "months that may not be made", args: []string{"--demo", "--access", "read", "call", "prepare_months", `months=["2025-10","2026-09"]`, "timeout_seconds=0"}, status: 1, out: `"needs_write"`},
		{name: "months ready", args: []string{"--demo", "call", "prepare_months", `months=["2026-09"]`, "+", "find_tenants"}, out: `"ready"`},
		{name: "the first failure is the last", args: []string{"--demo", "call", "get_report", "report_id=x", "+", "find_tenants"}, status: 1, errs: "must be a UUID"},
		{name: "nothing after +", args: []string{"--demo", "call", "find_tenants", "+"}, status: 2, errs: "name of a tool"},
		{name: "access", args: []string{"--access", "all", "tools"}, status: 2, errs: "read, write or delete"},
		{name: "asked for consent", args: []string{"--demo", "--yes", "call", "create_report", "schedule=monthly"}, out: `"created"`, errs: "every month until it is disabled, mailed to the tenant's administrators?"},
		{name: "read by default", args: []string{"call", "delete_reports", "reports=[]"}, status: 1, errs: "ACRONIS_ACCESS=delete"},
		{name: "not found", args: []string{"--demo", "call", "get_report", "report_id=00000000-0000-4000-8000-000000000000"}, status: 1, errs: "HTTP 404"},
		{name: "not set up", args: []string{"call", "get_report", "report_id=" + guideID}, status: 1, errs: "ACRONIS_BASE_URL is missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, out, errs := runProgram(nil, test.in, test.args...)
			if status != test.status || !strings.Contains(out, test.out) || !strings.Contains(errs, test.errs) {
				t.Errorf("status %d, want %d\nstdout %q, want %q\nstderr %q, want %q", status, test.status, out, test.out, errs, test.errs)
			}
			if (test.out == "") != (out == "") || (test.errs == "") != (errs == "") {
				t.Errorf("unexpected output: stdout %q, stderr %q", out, errs)
			}
		})
	}
}

// An output that was lost, as on a full disk, is an error for scripts.
func TestOutputThatCannotBeWritten(t *testing.T) {
	for _, args := range [][]string{{"tools"}, {"tools", "--json"}, {"call", "get_report", "report_id=" + guideID},
		{"doctor"}, {"doctor", "--json"}, {"config", "generic"}, {"--version"}, {"--help"}} {
		in, out := io.Pipe()
		in.CloseWithError(errors.New("no space left"))
		var errs bytes.Buffer
		status := run(t.Context(), append([]string{"--demo"}, args...), func(string) string { return "" }, strings.NewReader(""), out, &errs)
		if status != 1 || !strings.Contains(errs.String(), "no space left") {
			t.Errorf("%q: status %d, stderr %q; want 1 and why", args, status, &errs)
		}
	}
}

// lines returns a session: initialize, initialized and n calls.
func lines(n int) string {
	var b strings.Builder
	b.WriteString(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}` + "\n")
	b.WriteString(`{"jsonrpc":"2.0","method":"notifications/initialized"}` + "\n")
	for i := range n {
		fmt.Fprintf(&b, `{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"get_report_version","arguments":{"report_id":%q}}}`+"\n", i+1, guideID)
	}
	return b.String()
}

func TestServesWithWrongAccess(t *testing.T) {
	status, out, errs := runProgram(map[string]string{"ACRONIS_ACCESS": "everything"}, lines(1), "--demo")
	if status != 0 || !strings.Contains(out, "ACRONIS_ACCESS: access must be read, write or delete") || !strings.Contains(errs, "ACRONIS_ACCESS") {
		t.Errorf("status %d, stdout %s, stderr %s", status, out, errs)
	}
}

// Without settings a desktop app still gets the tools, and each call says what is missing.
func TestServesWithoutSettings(t *testing.T) {
	in := `{"jsonrpc":"2.0","id":1,"method":"tools/list"}` + "\n" +
		`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"get_report","arguments":{"report_id":"` + guideID + `"}}}` + "\n"
	status, out, errs := runProgram(nil, in)
	if status != 0 || strings.Count(out, "\n") != 2 {
		t.Fatalf("status %d, stdout %s", status, out)
	}
	for _, want := range []string{`"get_report_version"`, `"isError":true`, "ACRONIS_BASE_URL is missing", "--demo"} {
		if !strings.Contains(out, want) {
			t.Errorf("stdout lacks %s: %s", want, out)
		}
	}
	if n := strings.Count(errs, "ACRONIS_BASE_URL is missing"); n != 1 {
		t.Errorf("stderr says %d times what is missing: %s", n, errs)
	}
}

// Placeholders are not sent to the data centre.
func TestPlaceholdersAreNotSent(t *testing.T) {
	var dc *simulator.DataCentre
	settings := simulated(t, func(d *simulator.DataCentre) { dc = d })
	for _, name := range []string{"ACRONIS_CLIENT_ID", "ACRONIS_CLIENT_SECRET", "ACRONIS_TENANT_ID", "ACRONIS_LABEL", "ACRONIS_EXPORT_DIR"} {
		changed := maps.Clone(settings)
		changed[name] = "${MISSING}"
		_, out, _ := runProgram(changed, lines(1))
		status, _, errs := runProgram(changed, "", "call", "find_tenants")
		if !strings.Contains(out, `"isError":true`) || !strings.Contains(out, name+" ") || status != 1 || !strings.Contains(errs, name+" ") {
			t.Errorf("%s: status %d, %s%s", name, status, errs, out)
		}
	}
	if requests := dc.Requests(); len(requests) > 0 {
		t.Errorf("%d requests", len(requests))
	}
}

// export_usage returns the path of a file that exists, also if the folder's path has links.
func TestExportedFileIsThere(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("creating links needs a privilege")
	}
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "elsewhere", "deep"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(folder, "elsewhere", "deep"), filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	status, out, errs := runProgram(nil, "", "--demo", "--export-dir", folder+"/link/../sheets", "call", "export_usage", "report_id="+simulator.SeptemberReportID)
	var exported struct{ File string }
	if err := json.Unmarshal([]byte(out), &exported); err != nil {
		t.Fatalf("status %d, %v: %s%s", status, err, out, errs)
	}
	if _, err := os.Stat(exported.File); err != nil {
		t.Error(err)
	}
}

// All invalid settings are reported, not only the first.
func TestAllInvalidSettingsAreReported(t *testing.T) {
	settings := map[string]string{"ACRONIS_ACCESS": "admin", "ACRONIS_TENANT_ID": "mine", "ACRONIS_CLIENT_SECRET_FILE": filepath.Join(t.TempDir(), "none")}
	_, out, _ := runProgram(settings, "", "doctor")
	for _, want := range []string{"ACRONIS_ACCESS: access must be", "ACRONIS_TENANT_ID must be", "ACRONIS_CLIENT_SECRET_FILE can't be read", "ACRONIS_BASE_URL is missing", "ACRONIS_CLIENT_ID is missing"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in %s", want, out)
		}
	}
	if strings.Contains(out, "ACRONIS_CLIENT_SECRET (or") {
		t.Errorf("a secret that cannot be read is also reported as missing: %s", out)
	}
}

// The data centre and its label are in the title, the instructions and the errors.
func TestLabel(t *testing.T) {
	settings := simulated(t, func(d *simulator.DataCentre) {
		d.Inject(simulator.Fault{Path: "/api/2/reports/" + guideID, Status: http.StatusNotFound})
	})
	settings["ACRONIS_LABEL"] = "Europe"
	_, out, _ := runProgram(settings, lines(1))
	name := "Europe (" + strings.TrimPrefix(settings["ACRONIS_BASE_URL"], "http://") + ")"
	for _, want := range []string{`"title":"Acronis usage reports: ` + name, "one data centre: " + name, name + " didn't find /"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in %s", want, out)
		}
	}
}
