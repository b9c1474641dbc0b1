package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/tools/txtar"

	"acronis-reports-mcp/acronis/simulator"
)

const (
	markedID     = "MARKED-ID-0123456789"
	markedSecret = `MARKED/SECRET+1 <&"%` // with characters that JSON and URLs encode
)

// echoServer answers a request with the credentials it got.
type echoServer func(w http.ResponseWriter, r *http.Request, credentials string)

var echoes = map[string]echoServer{
	"text": func(w http.ResponseWriter, r *http.Request, credentials string) {
		w.Header().Set("WWW-Authenticate", credentials)
		w.WriteHeader(http.StatusBadRequest)
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintln(w, credentials, r.URL, r.Header, string(body))
	},
	"envelope": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		w.WriteHeader(http.StatusForbidden)
		_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{
			"code": credentials, "message": credentials, "details": map[string]any{"sent": credentials}, "data": []string{credentials},
		}})
	},
	"token error": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		w.WriteHeader(http.StatusUnauthorized)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid " + credentials, "error_description": strings.Repeat("x", 490) + credentials})
	},
	"redirect": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		w.Header().Set("Location", "https://me:"+url.PathEscape(credentials)+"@example.com/"+url.PathEscape(credentials)+"?token="+url.QueryEscape(credentials))
		w.WriteHeader(http.StatusFound)
	},
	"encoded": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, encodings(credentials), encodings(strings.TrimPrefix(credentials, markedID+":")))
	},
	"after many blanks": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, strings.Repeat(" ", 64<<10-20), credentials)
	},
	"not a number": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		quoted, _ := json.Marshal(credentials)
		fmt.Fprintf(w, `{"access_token":%s,"expires_on":%[1]s,"tenant_id":%[1]s,"id":%[1]s,"version":%[1]s,"items":[{"id":%[1]s,"name":%[1]s,"value":%[1]s}]}`, quoted)
	},
	"not HTTP": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(conn, "%s\r\n\r\n", credentials)
		conn.Close()
	},
	"out of turn": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(conn, "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 %s\r\n\r\n", credentials)
		conn.Close()
	},
}

// repeater is a simulator behind marked credentials.
type repeater struct {
	settings map[string]string
	token    atomic.Int32
	answers  echoServer // to all but token requests; nil passes them on
	tokens   echoServer // to token requests
}

// repeating starts a data centre that puts the credentials into every reply, as
// unknown fields and in names.
func repeating(t *testing.T) *repeater {
	t.Helper()
	center := simulator.New()
	t.Cleanup(center.Close)
	base, err := center.Listen()
	if err != nil {
		t.Fatal(err)
	}
	target, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, base+"/api/2/idp/token", strings.NewReader("grant_type=client_credentials"))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(simulator.ClientID, simulator.ClientSecret)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var inner struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&inner); err != nil {
		t.Fatal(err)
	}

	r := &repeater{}
	pass := &httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(target)
			p.Out.URL.Path = strings.ReplaceAll(p.Out.URL.Path, markedID, simulator.ClientID)
			p.Out.URL.RawPath = ""
			p.Out.Header.Set("Echo", p.In.Header.Get("Authorization"))
			p.Out.Header.Set("Authorization", "Bearer "+inner.Token)
		},
		ModifyResponse: markAnswer,
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/2/idp/token", func(w http.ResponseWriter, request *http.Request) {
		if r.tokens != nil {
			r.tokens(w, request, markedID+":"+markedSecret)
			return
		}
		if id, secret, _ := request.BasicAuth(); id != markedID || secret != markedSecret {
			echoes["text"](w, request, secret)
			return
		}
		fmt.Fprintf(w, `{"access_token":"MARKED-TOKEN-0123-%d","expires_in":7200}`, r.token.Add(1))
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, request *http.Request) {
		bearer, ok := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer ")
		switch {
		case !ok:
			w.WriteHeader(http.StatusUnauthorized)
		case r.answers != nil:
			r.answers(w, request, bearer)
		case !strings.HasPrefix(bearer, "MARKED-TOKEN"):
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, bearer)
		default:
			pass.ServeHTTP(w, request)
		}
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	r.settings = map[string]string{"ACRONIS_BASE_URL": s.URL, "ACRONIS_CLIENT_ID": markedID, "ACRONIS_CLIENT_SECRET": markedSecret, "ACRONIS_ACCESS": "delete"}
	return r
}

// markAnswer puts the token of a request into all objects of its reply.
func markAnswer(response *http.Response) error {
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "application/json") {
		return nil
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	mark(value, response.Request.Header.Get("Echo"))
	marked, err := json.Marshal(value)
	marked = bytes.ReplaceAll(marked, []byte("MARKED-TOKEN"), []byte(`\u004d\u0041RKED-TOKEN`)) // which JSON allows, too
	response.Body = io.NopCloser(bytes.NewReader(marked))
	response.ContentLength = int64(len(marked))
	response.Header.Set("Content-Length", fmt.Sprint(len(marked)))
	return err
}

// encodings returns a secret in several encodings.
func encodings(secret string) map[string]string {
	return map[string]string{
		"base64": base64.StdEncoding.EncodeToString([]byte(secret)), "base64url": base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"hex": hex.EncodeToString([]byte(secret)), "HEX": fmt.Sprintf("%X", secret),
		"html": html.EscapeString(secret), "query": url.QueryEscape(secret), "query, lower": strings.NewReplacer("%2F", "%2f", "%2B", "%2b", "%3C", "%3c", "%26", "%26").Replace(url.QueryEscape(secret)), "query, twice": url.QueryEscape(url.QueryEscape(secret)),
	}
}

func mark(value any, authorization string) {
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			mark(v, authorization)
		}
	case map[string]any:
		for _, v := range value {
			mark(v, authorization)
		}
		token := strings.TrimPrefix(authorization, "Bearer ")
		if name, ok := value["name"].(string); ok {
			value["name"] = name + authorization
		}
		value["authorization"] = authorization
		for encoding, encoded := range encodings(token) {
			value[encoding] = encoded
		}
	}
}

// everyTool returns a session that calls every tool, some in several ways. Tools not
// listed here are called as in their first recorded call.
func everyTool(t *testing.T, known string) string {
	t.Helper()
	calls := []struct{ tool, arguments string }{
		{"find_tenants", `{}`},
		{"find_tenants", `{"query":"nobody at all"}`},
		{"list_reports", `{"detail":true}`},
		{"list_reports", `{"tenant":"` + simulator.ContosoID + `"}`},
		{"get_report", `{"report_id":"` + guideID + `"}`},
		{"get_report_version", `{"report_id":"` + guideID + `"}`},
		{"create_report", `{"month":"2025-10"}`},
		{"create_report", `{"month":"2025-10","dry_run":true}`},
		{"wait_for_report", `{"report_id":"` + simulator.SavedReportID + `","timeout_seconds":0}`},
		{"update_report", `{"report_id":"` + simulator.MonthlyReportID + `","level":"itself"}`},
		{"delete_reports", `{"reports":[{"report_id":"00000000-0000-4000-8000-000000000000","version":1}]}`},
		{"prepare_months", `{"months":["2026-09"],"timeout_seconds":0}`},
		{"summarize_usage", `{"report_id":"` + simulator.SeptemberReportID + `","group_by":["tenant"]}`},
		{"compare_usage", `{"before_report_id":"` + simulator.SeptemberReportID + `","after_report_id":"` + simulator.SeptemberReportID + `"}`},
		{"export_usage", `{"report_id":"` + simulator.SeptemberReportID + `"}`},
		{"export_usage", `{"report_id":"` + simulator.SeptemberReportID + `","format":"json"}`},
		{"get_current_usage", `{"tenant":"` + simulator.ContosoID + `"}`},
	}
	for _, tool := range regexp.MustCompile(`"name":"(\w+)"`).FindAllStringSubmatch(known, -1) {
		if slices.ContainsFunc(calls, func(c struct{ tool, arguments string }) bool { return c.tool == tool[1] }) {
			continue
		}
		stories, err := txtar.ParseFile("tools/testdata/" + tool[1] + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		calls = append(calls, struct{ tool, arguments string }{tool[1], strings.TrimSpace(string(stories.Files[0].Data))})
	}
	var b strings.Builder
	b.WriteString(lines(0))
	for i, call := range calls {
		var arguments bytes.Buffer // one line
		if err := json.Compact(&arguments, []byte(call.arguments)); err != nil {
			t.Fatalf("%s: %v", call.tool, err)
		}
		fmt.Fprintf(&b, `{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":%q,"arguments":%s}}`+"\n", i+1, call.tool, &arguments)
	}
	fmt.Fprintf(&b, `{"jsonrpc":"2.0","id":100,"method":"resources/read","params":{"uri":"acronis://reports/%s"}}`+"\n", guideID)
	fmt.Fprintln(&b, `{"jsonrpc":"2.0","id":101,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"close_month"},"argument":{"name":"tenant","value":""}}}`)
	return b.String()
}

// wantUnmarked looks for marked credentials in texts and in all files of a folder.
func wantUnmarked(t *testing.T, what string, idToo bool, folder string, texts ...string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(folder), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(folder, path))
		texts = append(texts, path, string(raw))
		if z, zErr := gzip.NewReader(bytes.NewReader(raw)); zErr == nil {
			if raw, err = io.ReadAll(z); err == nil {
				texts = append(texts, string(raw))
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for _, text := range texts {
		if !idToo {
			text = strings.ReplaceAll(text, markedID, "")
		}
		for _, sign := range []string{"MARKED", "TUFSS0VE", "4d41524b4544", "4D41524B4544"} { // as it is, in base64, in hex
			if at := strings.Index(text, sign); at >= 0 {
				t.Errorf("%s: %q", what, text[max(0, at-200):min(len(text), at+100)])
			}
		}
	}
}

// marked runs the program in this process and checks everything it writes.
func marked(t *testing.T, what string, settings map[string]string, in string, args ...string) {
	t.Helper()
	folder := t.TempDir()
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "FOLDER", folder)
	}
	flags := []string{"--log-level", "debug", "--no-ask", "--cache", filepath.Join(folder, "cache"), "--export-dir", filepath.Join(folder, "exports")}
	_, out, errs := runProgram(settings, in, slices.Concat(flags, args)...)
	if out+errs == "" || what == "good answers" && strings.Contains(out, `"isError":true`) {
		t.Errorf("%s: unexpected output: %s%s", what, out, errs)
	}
	// config prints the client id.
	wantUnmarked(t, what, !slices.Contains(args, "config"), folder, out, errs)
}

// TestSecretsStayInside checks all output of every tool at the lowest log level, with
// data centres that repeat the credentials.
func TestSecretsStayInside(t *testing.T) {
	_, known, _ := runProgram(nil, "", "--access", "delete", "tools", "--json")
	session := everyTool(t, known)
	logged := []string{"--log-file", "FOLDER/log"}
	t.Run("good answers", func(t *testing.T) {
		t.Parallel()
		marked(t, "good answers", repeating(t).settings, session, slices.Clone(logged)...)
	})
	for name, e := range echoes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			center := repeating(t)
			center.answers = e
			marked(t, name, center.settings, session, slices.Clone(logged)...)
			center.answers, center.tokens = nil, e
			marked(t, name+" by the token endpoint", center.settings, lines(1), slices.Clone(logged)...)
		})
	}
	t.Run("doctor", func(t *testing.T) {
		t.Parallel()
		center := repeating(t)
		center.answers = echoes["text"]
		marked(t, "doctor", center.settings, "", "doctor")
	})
}

// TestSecretsStayInsideOfCommands runs every command with valid and invalid settings.
func TestSecretsStayInsideOfCommands(t *testing.T) {
	t.Parallel()
	center := repeating(t)
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(markedSecret), 0o644); err != nil {
		t.Fatal(err)
	}
	with := func(changes ...string) map[string]string {
		m := maps.Clone(center.settings)
		for i := 0; i < len(changes); i += 2 {
			m[changes[i]] = changes[i+1]
		}
		return m
	}
	for what, settings := range map[string]map[string]string{
		"good":             with(),
		"from a file":      with("ACRONIS_CLIENT_SECRET", "", "ACRONIS_CLIENT_SECRET_FILE", file),
		"no such file":     with("ACRONIS_CLIENT_SECRET", "", "ACRONIS_CLIENT_SECRET_FILE", "MARKED-SECRET-IN-THE-WRONG-PLACE"),
		"wrong secret":     with("ACRONIS_CLIENT_SECRET", "MARKED-OTHER"),
		"swapped":          with("ACRONIS_CLIENT_SECRET", markedID, "ACRONIS_CLIENT_ID", "MARKED-SECRET"),
		"both":             with("ACRONIS_ACCESS_TOKEN", "MARKED-TOKEN-0123-0"),
		"token":            with("ACRONIS_CLIENT_ID", "", "ACRONIS_CLIENT_SECRET", "", "ACRONIS_ACCESS_TOKEN", "MARKED-TOKEN-0123-0"),
		"expired token":    with("ACRONIS_CLIENT_ID", "", "ACRONIS_CLIENT_SECRET", "", "ACRONIS_ACCESS_TOKEN", "MARKED-OLD-TOKEN-0123"),
		"token with words": with("ACRONIS_CLIENT_ID", "", "ACRONIS_CLIENT_SECRET", "", "ACRONIS_ACCESS_TOKEN", "Bearer MARKED-TOKEN-0123-0"),
		"in the address":   with("ACRONIS_BASE_URL", "https://me:MARKED@eu2-cloud.acronis.com/?MARKED#MARKED"),
		"for an address":   with("ACRONIS_BASE_URL", "MARKED"),
		"for a tenant":     with("ACRONIS_TENANT_ID", "MARKED"),
		"for the access":   with("ACRONIS_ACCESS", "MARKED"),
	} {
		for _, args := range [][]string{
			nil, {"call", "get_report", "report_id=" + guideID}, {"call", "find_tenants", "+", "get_report", "report_id=x"},
			{"tools"}, {"tools", "--json"}, {"doctor"}, {"doctor", "--json"}, {"config", "generic"}, {"config", "claude-code"}, {"config", "nobody"}, {"serve"},
		} {
			marked(t, what+" "+strings.Join(args, " "), settings, lines(1), args...)
		}
		for _, args := range [][]string{{"--help"}, {"--version"}, {"--dmeo"}, {"--log-level", "loud"}} {
			_, out, errs := runProgram(settings, "", args...)
			wantUnmarked(t, what, true, t.TempDir(), out, errs)
		}
	}
}

// TestSecretsOfAProcess also checks the files that the program leaves.
func TestSecretsOfAProcess(t *testing.T) {
	t.Parallel()
	center := repeating(t)
	_, known, _ := runProgram(nil, "", "--access", "delete", "tools", "--json")
	for _, e := range []echoServer{nil, echoes["text"]} {
		center.answers = e
		folder := t.TempDir()
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		c := exec.Command(self, "--log-level", "debug", "--access", "delete", "--no-ask", "--export-dir", filepath.Join(folder, "exports"))
		c.Env = append(os.Environ(), mainEnv+"=1", "TMPDIR="+folder, "HTTPS_PROXY=http://me:MARKED%zz@localhost")
		for name, value := range center.settings {
			c.Env = append(c.Env, name+"="+value)
		}
		c.Stdin = strings.NewReader(everyTool(t, known))
		var out, errs bytes.Buffer
		c.Stdout, c.Stderr = &out, &errs
		if err := c.Run(); err != nil {
			t.Fatal(err)
		}
		wantUnmarked(t, "process", true, folder, out.String(), errs.String())
		if left, err := filepath.Glob(filepath.Join(folder, "acronis-reports-*")); err != nil || left != nil {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
}
