package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"acronis-reports-mcp/acronis/simulator"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const guideID = "20dffb36-d77b-45c6-b2fa-39276e98d5fc"

// programsEnv is the variable that names a folder of built programs, for systems without
// a compiler.
const programsEnv = "ACRONIS_REPORTS_MCP_TEST_PROGRAMS"

// brokenClientEnv is the variable that makes this test binary run brokenClient.
const brokenClientEnv = "ACRONIS_REPORTS_MCP_TEST_BROKEN_CLIENT"

func TestMain(m *testing.M) {
	if os.Getenv(brokenClientEnv) != "" {
		brokenClient()
		return
	}
	var err error
	if buildDir, err = os.MkdirTemp("", "acronis-reports-mcp-e2e"); err != nil {
		panic(err)
	}
	status := m.Run()
	_ = os.RemoveAll(buildDir)
	os.Exit(status)
}

// buildDir holds the programs that the tests build.
var buildDir string

// goBuild builds a program of this module, with the environment of a release.
func goBuild(name string, args ...string) (string, error) {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if built := os.Getenv(programsEnv); built != "" {
		return filepath.Join(built, name), nil
	}
	binary := filepath.Join(buildDir, name)
	build := exec.Command("go", append([]string{"build", "-o", binary}, args...)...)
	build.Env = append(os.Environ(), "GOFLAGS=")
	if args[0] != "-race" { // the race detector needs cgo
		build.Env = append(build.Env, "CGO_ENABLED=0")
	}
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, out)
	}
	return binary, nil
}

var buildProgram = sync.OnceValues(func() (string, error) { return goBuild("acronis-reports-mcp", "..") })

// program returns the path of the built program.
func program(t testing.TB) string {
	t.Helper()
	binary, err := buildProgram()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// command returns a command that runs the built program with only the given settings.
func command(t testing.TB, settings map[string]string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.Command(program(t), args...)
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "ACRONIS_") {
			c.Env = append(c.Env, e)
		}
	}
	c.Env = append(c.Env, environment(settings)...)
	return c
}

// begin starts a program, and returns its input and what it will have printed.
func begin(t *testing.T, c *exec.Cmd) (in io.WriteCloser, out *bytes.Buffer) {
	t.Helper()
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out = new(bytes.Buffer)
	c.Stdout = out
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return in, out
}

// environment returns settings as the environment of a process.
func environment(settings map[string]string) (env []string) {
	for name, value := range settings {
		env = append(env, name+"="+value)
	}
	return env
}

// upstream starts a data centre other than the simulator, with a token and one report.
func upstream(t testing.TB, report http.HandlerFunc) map[string]string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/2/idp/token", func(w http.ResponseWriter, r *http.Request) {
		if id, secret, _ := r.BasicAuth(); id != "id" || secret != "secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"access_token":"token","token_type":"bearer","expires_in":7200}`)
	})
	mux.HandleFunc("GET /api/2/reports/"+guideID, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer token" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		report(w, r)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return map[string]string{"ACRONIS_BASE_URL": s.URL, "ACRONIS_CLIENT_ID": "id", "ACRONIS_CLIENT_SECRET": "secret"}
}

// simulated returns a simulator that listens on a port, and the settings for it.
func simulated(t *testing.T) (*simulator.DataCentre, map[string]string) {
	t.Helper()
	dc := simulator.New()
	t.Cleanup(dc.Close)
	base, err := dc.Listen()
	if err != nil {
		t.Fatal(err)
	}
	return dc, map[string]string{"ACRONIS_BASE_URL": base, "ACRONIS_CLIENT_ID": simulator.ClientID, "ACRONIS_CLIENT_SECRET": simulator.ClientSecret}
}

// guideReport is the report of the vendor's guide, as the vendor prints it.
func guideReport(t testing.TB) []byte {
	t.Helper()
	raw, err := os.ReadFile("../acronis/testdata/guide-report.json")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// decoded decodes JSON into a value that keeps every digit.
func decoded(t *testing.T, raw []byte) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return value
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

// wantAnswers reads the output of a program, which must be one successful answer for
// each id from 0 to n.
func wantAnswers(t *testing.T, out io.Reader, n int) {
	t.Helper()
	got, want := map[string]int{}, map[string]int{}
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		var frame struct {
			JSONRPC string
			ID      json.RawMessage
			Result  struct{ IsError bool }
			Error   json.RawMessage
		}
		if err := json.Unmarshal(scanner.Bytes(), &frame); err != nil || frame.JSONRPC != "2.0" {
			t.Fatalf("not a frame: %s", scanner.Bytes())
		}
		if frame.Error != nil || frame.Result.IsError {
			t.Errorf("an error: %s", scanner.Bytes())
		}
		got[string(frame.ID)]++
	}
	for i := range n + 1 {
		want[fmt.Sprint(i)] = 1
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}
