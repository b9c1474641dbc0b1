package tools_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestCallsEndInTime ends the time of calls while they work on a large data centre. None
// goes on for long: for a second, or on a slow machine a part of what it would take.
func TestCallsEndInTime(t *testing.T) { endInTime(t, newLargeCentre(t, 2000, 100)) }

func endInTime(t *testing.T, l *largeCentre) {
	t.Helper()
	h := l.host(t)
	call := func(ctx context.Context, tool, arguments string) {
		h.m.HandleMessage(h.m.WithContext(ctx, &session{host: h}), json.RawMessage(fmt.Sprintf(
			`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":%q,"arguments":%s}}`, tool, arguments)))
	}
	for _, c := range largeCalls {
		whole := time.Duration(0)
		for range 2 { // the second time, the tenants and the file are known
			begin := time.Now()
			if r := h.call(t, c.tool, c.arguments); r.IsError && !expectedOfLarge(r.Content[0].Text) {
				t.Fatalf("%s with %.60s: %.300s", c.tool, c.arguments, r.Content[0].Text)
			}
			whole = time.Since(begin)
		}
		for _, part := range []time.Duration{1, 4, 7} { // eighths of the time it takes
			late := time.Duration(1<<63 - 1)
			for range 3 { // because other work of the machine can make one late
				limit := whole * part / 8
				ctx, cancel := context.WithTimeout(t.Context(), limit)
				begin := time.Now()
				call(ctx, c.tool, c.arguments)
				cancel()
				if late = min(late, time.Since(begin)-limit); late < time.Second {
					break
				}
			}
			if late > max(time.Second, whole/4) {
				t.Errorf("%s with %.60s takes %v; with a limit of %v it ended %v later", c.tool, c.arguments, whole, whole*part/8, late)
			} else {
				t.Logf("%s with %.60s takes %v; with a limit of %v it ended %v later", c.tool, c.arguments, whole, whole*part/8, late)
			}
		}
	}
}

// expectedOfLarge reports whether an error is one that a large data centre must lead to.
func expectedOfLarge(text string) bool {
	return slices.ContainsFunc([]string{
		"There is no tenant", "No customer matches", "more tenants and groups than this server can add up",
		"took too long", // on a slow machine
	},
		func(part string) bool { return strings.Contains(text, part) })
}
