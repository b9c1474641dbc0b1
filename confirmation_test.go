package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
)

// A client of the initialize era replies to the question in each way that it can.
func TestRepliesToAQuestion(t *testing.T) {
	for _, test := range []struct{ name, reply, want string }{
		{"agrees", `"result":{"action":"accept","content":{"choice":"Delete 1 report permanently"}}`, `"outcome":"deleted"`},
		{"agrees without content", `"result":{"action":"accept"}`, `"outcome":"deleted"`},
		{"agrees with null", `"result":{"action":"accept","content":null}`, `"outcome":"deleted"`},
		{"cancels", `"result":{"action":"accept","content":{"choice":"Cancel"}}`, "the user did not agree"},
		{"chooses nothing", `"result":{"action":"accept","content":{}}`, "none of the offered choices"},
		{"declines", `"result":{"action":"decline"}`, "the user did not agree"},
		{"fails", `"error":{"code":-32601,"message":"no forms here"}`, `replied with error -32601: no forms here`},
		{"replies nonsense", `"result":{"action":"maybe"}`, "can't be read"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := startClient(t)
			question := c.ask()
			c.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%q,%s}`, question, test.reply))
			if answer := c.receive(); answer.ID != 1.0 || !strings.Contains(string(answer.Result), test.want) {
				t.Errorf("%s, want %s", answer.Result, test.want)
			}
		})
	}
}

// If a call is cancelled while its question is open, the question is withdrawn.
func TestCancelledCallTakesItsQuestionBack(t *testing.T) {
	c := startClient(t)
	question := c.ask()
	c.send(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}`)
	if got := c.receive(); got.Method != "notifications/cancelled" || got.Params.RequestID != question {
		t.Errorf("got %+v, want the question %s cancelled", got, question)
	}
}

// A wireClient exchanges single frames with the program.
type wireClient struct {
	t   *testing.T
	in  io.WriteCloser
	out *bufio.Reader
}

type wireFrame struct {
	ID     any
	Method string
	Params struct{ RequestID string }
	Result json.RawMessage
}

// startClient starts the demo for a client that can ask its user.
func startClient(t *testing.T) *wireClient {
	t.Helper()
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	ended := make(chan int)
	go func() {
		ended <- run(t.Context(), []string{"--demo", "--log-level", "error"}, func(string) string { return "" }, in, out, io.Discard)
	}()
	t.Cleanup(func() {
		toServer.Close()
		if status := <-ended; status != 0 {
			t.Errorf("status %d", status)
		}
	})
	c := &wireClient{t, toServer, bufio.NewReader(fromServer)}
	c.send(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"elicitation":{}},"clientInfo":{"name":"test","version":"1"}}}`)
	c.receive()
	return c
}

func (c *wireClient) send(line string) {
	c.t.Helper()
	if _, err := io.WriteString(c.in, line+"\n"); err != nil {
		c.t.Fatal(err)
	}
}

func (c *wireClient) receive() (frame wireFrame) {
	c.t.Helper()
	line, err := c.out.ReadBytes('\n')
	if err != nil {
		c.t.Fatal(err)
	}
	if err := json.Unmarshal(line, &frame); err != nil {
		c.t.Fatalf("%v: %s", err, line)
	}
	return frame
}

// ask calls delete_reports and returns the id of the question that it asks.
func (c *wireClient) ask() string {
	c.t.Helper()
	c.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete_reports","arguments":{"reports":[{"report_id":%q,"version":1}]}}}`, guideID))
	question := c.receive()
	id, ok := question.ID.(string)
	if !ok || question.Method != "elicitation/create" {
		c.t.Fatalf("got %+v, want a question", question)
	}
	return id
}
