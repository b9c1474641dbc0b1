package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestReadmePrices makes the call in README.md that shows amounts, and does the same
// as its jq with the result.
func TestReadmePrices(t *testing.T) {
	_, block, ok := strings.Cut(readPage(t, "README.md"), "| [.account, .before, .after, .due_to]'\n")
	shown, _, closed := strings.Cut(block, "\n```")
	status, out, errs := runProgram(nil, "", "--demo", "call", "price_usage", "tenant=Contoso Ltd", `months=["2026-09","2026-10"]`, "by=account")
	if !ok || !closed || status != 0 {
		t.Fatal(ok, closed, status, errs)
	}
	var result struct {
		Complete bool
		Items    []struct {
			Account, Before, After string
			DueTo                  map[string]string `json:"due_to"`
		}
	}
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		t.Fatal(err)
	}
	if len(result.Items) != 1 || !result.Complete {
		t.Fatalf("%+v", result)
	}
	item := result.Items[0]
	var want []any
	if err := json.Unmarshal([]byte(shown), &want); err != nil || len(want) != 4 {
		t.Fatal(shown, err)
	}
	got, err := json.Marshal([]any{item.Account, item.Before, item.After, item.DueTo})
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, got, []byte(shown))
}
