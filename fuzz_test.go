package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
)

// FuzzServer checks that the program answers a valid request after any input.
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
				t.Errorf("status %d, %d answers to the valid request; log: %s", status, answers, &errs)
			}
		})
	})
}
