package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"acronis-reports-mcp/acronis/simulator"
)

const (
	markedID     = "MARKED-ID-0123456789"
	markedSecret = `MARKED/SECRET+1 <&"%` // with characters that JSON and URLs encode
)

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
		{"compare_usage", `{"report_ids":["9be4bcfc-49b6-4a08-b2e6-cc3ababced20","` + simulator.SavedReportID + `"]}`},
		{"export_usage", `{"report_id":"` + simulator.SeptemberReportID + `"}`},
		{"export_usage", `{"report_id":"` + simulator.SeptemberReportID + `","format":"json"}`},
		{"export_usage", `{"report_id":"` + simulator.SeptemberReportID + `","format":"xlsx"}`},
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
	for i, prompt := range []string{"close_month", "explain_change", "clean_up_reports", "check_trials"} {
		fmt.Fprintf(&b, `{"jsonrpc":"2.0","id":%d,"method":"prompts/get","params":{"name":%q,"arguments":{"month":"2026-10","before":"2026-09","after":"2026-10"}}}`+"\n", 102+i, prompt)
	}
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
		if book, zErr := zip.NewReader(bytes.NewReader(raw), int64(len(raw))); zErr == nil {
			for _, part := range book.File {
				page, err := fs.ReadFile(book, part.Name)
				if err != nil {
					return err
				}
				texts = append(texts, string(page))
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
	list := filepath.Join(t.TempDir(), "prices.csv")
	if err := os.WriteFile(list, []byte("item,per,price,currency\nstorage,GiB,1,EUR\n"), 0o600); err != nil {
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
		"in the label":     with("ACRONIS_LABEL", "Europe "+markedSecret),
		"for the cache":    with("ACRONIS_CACHE", markedSecret),
	} {
		for _, args := range [][]string{
			nil, {"call", "get_report", "report_id=" + guideID}, {"call", "find_tenants", "+", "get_report", "report_id=x"},
			{"prices", "init", "--month", "2026-09"}, {"prices", "check", list, "--month", "2026-09"},
			{"dataset", "--out", "FOLDER/dataset", "--months", "2026-09..2026-09"}, {"tools"}, {"tools", "--json"}, {"doctor"}, {"doctor", "--json"}, {"config", "generic"}, {"config", "claude-code"}, {"config", "nobody"}, {"serve"},
		} {
			marked(t, what+" "+strings.Join(args, " "), settings, lines(1), slices.Clone(args)...)
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
