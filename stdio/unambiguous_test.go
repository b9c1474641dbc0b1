package stdio_test

import (
	"encoding/json"
	"strings"
	"testing"

	"acronis-reports-mcp/stdio"
)

// askWithReply asks the user by way of a client that replies with a line, and returns
// how the call ends, "" if it is not answered.
func askWithReply(t *testing.T, s *stdio.Server, line string) string {
	t.Helper()
	c := connect(t, s)
	c.send(strings.Replace(initialize, `"capabilities":{}`, `"capabilities":{"elicitation":{}}`, 1), call("1", "ask"))
	c.expect(`"id":"init"`)
	c.expect(`"id":"ask-1","method":"elicitation/create"`)
	go func() {
		c.send(line)
		c.in.Close()
	}()
	lines, err := c.receiveAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if strings.Contains(line, `"id":1,"result"`) {
			return line
		}
	}
	return ""
}

// agreements are replies that agree.
var agreements = []string{
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":"accept"}}`,
	`{"result":{"content":null,"action":"accept"},"id":"ask-1","jsonrpc":"2.0"}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":"accept","content":{"choice":"x"},"_meta":{"a":[{"a":1},{"a":2}]}},"extra":{}}`,
	`{"jsonrpc":"2.0","id":"ask-1","error":null,"result":{"\u0061ction":"accept"}}`,
}

// ambiguities are replies in which some reader may see an agreement.
var ambiguities = []string{
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":"decline"},"result":{"action":"accept"}}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":"accept"},"result":{"action":"accept"}}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":"decline"},"Result":{"action":"accept"}}`,
	`{"jsonrpc":"2.0","id":"ask-1","Result":{"action":"accept"}}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":"decline","action":"accept"}}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":"decline","\u0061ction":"accept"}}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":"decline","ACTION":"accept"}}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":{"Action":"accept"}}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":"accept","Content":{"choice":"x"}}}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":"accept","content":{"choice":"no","choice":"x"}}}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":"accept","content":{"choice":"no","Choice":"x"}}}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":[{"action":"accept"}]}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":"accept "}}`,
	`{"jsonrpc":"2.0","id":"ask-1","result":{"action":["accept"]}}`,
	`{"jsonrpc":"1.0","id":"ask-1","result":{"action":"accept"}}`,
	`{"jsonrpc":2.0,"id":"ask-1","result":{"action":"accept"}}`,
	`{"id":"ask-1","result":{"action":"accept"}}`,
	`{"jsonrpc":"1.0","jsonrpc":"2.0","id":"ask-1","result":{"action":"accept"}}`,
	`{"jsonrpc":"2.0","id":"ask-2","id":"ask-1","result":{"action":"accept"}}`,
	`{"jsonrpc":"2.0","Id":"ask-1","result":{"action":"accept"}}`,
	`{"jsonrpc":"2.0","id":"ask-1","error":{"code":1,"message":"no"},"result":{"action":"accept"}}`,
	`{"jsonrpc":"2.0","id":"ask-1","method":"ping","result":{"action":"accept"}}`,
	`{"j\u017fonrpc":"2.0","id":"ask-1","re\u017fult":{"action":"accept"}}`,
}

func TestRepliesWithOneMeaning(t *testing.T) {
	s := askingServer()
	for _, line := range agreements {
		if got := askWithReply(t, s, line); !strings.Contains(got, `"text":"accept `) || !agrees(line) {
			t.Errorf("%s: %s, want it accepted", line, got)
		}
	}
	for _, line := range ambiguities {
		if got := askWithReply(t, s, line); strings.Contains(got, "accept") || agrees(line) {
			t.Errorf("%s: %s, want it refused", line, got)
		}
	}
	deep := `{"jsonrpc":"2.0","id":"ask-1","result":{"action":"accept","content":` + strings.Repeat(`{"a":`, 5000) + `1` + strings.Repeat(`}`, 5000) + `}}`
	if got := askWithReply(t, s, deep); !strings.Contains(got, "can't be read") {
		t.Errorf("a deep reply: %s, want it refused", got)
	}
}

// FuzzElicitationReply checks that no ambiguous line counts as a confirmation.
func FuzzElicitationReply(f *testing.F) {
	s := askingServer()
	for _, line := range append(agreements, ambiguities...) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if line = strings.NewReplacer("\n", " ", "\r", " ").Replace(line); len(line) > 64<<10 {
			t.Skip()
		}
		if got := askWithReply(t, s, line); strings.Contains(got, `"text":"accept `) && !agrees(line) {
			t.Errorf("%q was taken as an agreement: %s", line, got)
		}
	})
}

// agrees reports by other means whether a line agrees: by reading token after token.
func agrees(line string) bool {
	value, ok := readStrictly(json.NewDecoder(strings.NewReader(strings.TrimPrefix(line, "\ufeff"))))
	reply, isObject := value.(map[string]any)
	if !ok || !isObject || reply["jsonrpc"] != "2.0" || reply["id"] != "ask-1" || reply["error"] != nil || reply["method"] != nil && reply["method"] != "" {
		return false
	}
	result, isObject := reply["result"].(map[string]any)
	for name := range result {
		if strings.EqualFold(name, "content") && name != "content" {
			return false
		}
	}
	return isObject && result["action"] == "accept"
}

// readStrictly reads a value in which no object has two names that differ in case at most.
func readStrictly(d *json.Decoder) (any, bool) {
	token, err := d.Token()
	if err != nil {
		return nil, false
	}
	switch token {
	case json.Delim('['):
		for d.More() {
			if _, ok := readStrictly(d); !ok {
				return nil, false
			}
		}
		_, err := d.Token()
		return nil, err == nil
	case json.Delim('{'):
		object := map[string]any{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, false
			}
			for other := range object {
				if strings.EqualFold(other, name.(string)) {
					return nil, false
				}
			}
			value, ok := readStrictly(d)
			if !ok {
				return nil, false
			}
			object[name.(string)] = value
		}
		_, err := d.Token()
		return object, err == nil
	}
	return token, true
}

// A request that brings answers is refused unless they have one meaning.
func TestAnswersWithOneMeaning(t *testing.T) {
	s := askingServer()
	good := strings.Replace(modernCall("1", "ask", "new", `{"elicitation":{}}`), `"_meta"`, `"inputResponses":{"sure":{"action":"accept"}},"requestState":"s","_meta"`, 1)
	if got := exchange(t, s, good); len(got) != 1 || !strings.Contains(got[0], `"text":"accept `) {
		t.Fatalf("got %q, want it accepted", got)
	}
	for _, change := range [][2]string{
		{`"sure":{"action":"accept"}`, `"sure":{"action":"decline"},"sure":{"action":"accept"}`},
		{`"sure":{"action":"accept"}`, `"Sure":{"action":"decline"},"sure":{"action":"accept"}`},
		{`"action":"accept"`, `"action":"decline","action":"accept"`},
		{`"action":"accept"`, `"action":"decline","ACTION":"accept"`},
		{`"action":"accept"`, `"action":"accept","content":{"choice":"a","choice":"b"}`},
		{`"inputResponses"`, `"inputResponses":{"sure":{"action":"decline"}},"inputResponses"`},
		{`"inputResponses"`, `"InputResponses":{"sure":{"action":"decline"}},"inputResponses"`},
		{`"inputResponses"`, `"INPUTRESPONSES"`},
		{`"requestState"`, `"requestState":"t","requestState"`},
		{`"requestState"`, `"RequestState"`},
		{`"name"`, `"name":"other","name"`},
		{`"arguments"`, `"Arguments"`},
		{`"params"`, `"params":{},"params"`},
		{`"params"`, `"Params"`},
		{`"id":1`, `"id":2,"id":1`},
		{`"id":1`, `"ID":1`},
	} {
		line := strings.Replace(strings.Replace(good, `"name"`, `"arguments":{},"name"`, 1), change[0], change[1], 1)
		if got := exchange(t, s, line); len(got) != 1 || !strings.Contains(got[0], `"error":{"code":-32602,"message":"inputResponses must be one object`) {
			t.Errorf("%s: got %q, want it refused", line, got)
		}
	}
}
