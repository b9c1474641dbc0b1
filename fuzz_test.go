package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"acronis-reports-mcp/tools"
)

// FuzzSettings wants any settings taken, or put into words that quote no secret.
func FuzzSettings(f *testing.F) {
	f.Add("https://eu2-cloud.acronis.com", "id", "", "", "", "")
	f.Fuzz(func(t *testing.T, base, id, token, tenant, label, file string) {
		if strings.HasPrefix(file, "/dev/") || strings.HasPrefix(file, "/proc/") {
			t.Skip() // they may not end
		}
		settings := map[string]string{
			"ACRONIS_BASE_URL": base, "ACRONIS_CLIENT_ID": id, "ACRONIS_CLIENT_SECRET": "MARKED-SECRET",
			"ACRONIS_ACCESS_TOKEN": token, "ACRONIS_TENANT_ID": tenant, "ACRONIS_LABEL": label, "ACRONIS_CLIENT_SECRET_FILE": file,
		}
		if file != "" {
			delete(settings, "ACRONIS_CLIENT_SECRET")
		}
		var o tools.Options
		err := configure(&o, chosen(func(name string) string { return settings[name] }))
		if (err == nil) != (o.Client != nil) || o.DataCentre == "" {
			t.Errorf("%v, but the client is %v at %q", err, o.Client, o.DataCentre)
		}
		if err != nil && strings.Contains(problem(err), "MARKED") {
			t.Errorf("a secret is in %q", problem(err))
		}
	})
}

// FuzzServer wants the whole program to answer the next good request, whatever
// lines came before it.
func FuzzServer(f *testing.F) {
	f.Add([]byte(lines(1)))
	f.Fuzz(func(t *testing.T, input []byte) {
		good := `"good"`
		for bytes.Contains(input, []byte(good)) {
			good = `"` + good[1:len(good)-1] + `!"`
		}
		synctest.Test(t, func(t *testing.T) {
			var out, errs bytes.Buffer
			in := string(input) + "\n" + `{"jsonrpc":"2.0","id":` + good + `,"method":"tools/call","params":{"name":"find_tenants"}}`
			status := run(context.Background(), []string{"--demo"}, func(string) string { return "" }, strings.NewReader(in), &out, &errs)
			answers := strings.Count(out.String(), `{"jsonrpc":"2.0","id":`+good+`,"result":{`)
			if status != 0 || answers != 1 || strings.Contains(errs.String(), "panic") {
				t.Errorf("status %d, %d answers to the good request; log: %s", status, answers, &errs)
			}
		})
	})
}
