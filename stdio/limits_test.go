package stdio_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/stdio"
)

// A client that reads nothing can still cancel, however much it has sent.
func TestInputIsReadWhileTheClientReadsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBlockingTool()
		c := connect(t, b.server())
		const n = 100_000
		c.send(call(`"block"`, "block"))
		for i := range n {
			c.send(call(strconv.Itoa(i), "ok"))
		}
		c.send(cancelled(`"block"`))
		if got := <-b.stopped; got != `"block"` {
			t.Errorf("%s was cancelled, want the blocking tool", got)
		}
		c.in.Close()
		lines, err := c.receiveAll()
		if len(lines) != n || err != nil {
			t.Errorf("got %d answers, %v, want %d", len(lines), err, n)
		}
		refused := 0
		for _, line := range lines {
			if strings.Contains(line, `"error":{"code":-32000,"message":"too many requests waiting, retry"}`) {
				refused++
			}
		}
		// 64 MiB of them wait, at a weight of a KiB in addition to each line.
		if served := n - refused; served < 50_000 || served > 64<<10+64 {
			t.Errorf("%d requests were served, %d refused", served, refused)
		}
	})
}

// Pings, cancellations and replies never wait behind requests, even when no more of
// these are accepted.
func TestNothingWaitsBehindRequests(t *testing.T) {
	b := newBlockingTool()
	s := askingServer()
	s.MCP.AddTool(mcp.Tool{Name: "block", InputSchema: mcp.ToolInputSchema{Type: "object"}}, b.handle)
	c := connect(t, s)
	c.send(strings.Replace(initialize, `"capabilities":{}`, `"capabilities":{"elicitation":{}}`, 1))
	c.expect(`"id":"init"`)
	c.send(call(`"asking"`, "ask"))
	question := id(t, c.expect(`"method":"elicitation/create"`))
	for i := range 64 {
		c.send(call(strconv.Itoa(i), "block"))
	}
	large := func(id string) string {
		line := fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"block","arguments":{"x":"`, id)
		return line + strings.Repeat("x", maxLine-len(line)-5) + `"}}}`
	}
	for i := range 15 {
		c.send(large(strconv.Itoa(100 + i)))
	}
	c.send(large(`"one too many"`))
	c.expect(`{"jsonrpc":"2.0","id":"one too many","error":{"code":-32000,"message":"too many requests waiting, retry"}}`)
	c.send(ping(`"ping"`))
	c.expect(`"id":"ping","result":{}`)
	c.send(`{"jsonrpc":"2.0","id":` + question + `,"result":{"action":"decline"}}`)
	c.expect(`"id":"asking","result"`)
	c.send(cancelled("0"))
	if got := <-b.stopped; got != "0" {
		t.Errorf("%s was cancelled, want 0", got)
	}
	for i := range 15 { // parsing them would take long
		c.send(cancelled(strconv.Itoa(100 + i)))
	}
	close(b.release)
	c.in.Close()
	if lines, err := c.receiveAll(); len(lines) != 63 || err != nil {
		t.Errorf("got %d more answers, %v, want 63", len(lines), err)
	}
}

// Responses of the reader are limited: a client that leaves 16 MiB of them unread has to
// read before it can send more.
func TestReaderWaitsAt16MiBOfItsOwnAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, &stdio.Server{MCP: tools(nil)})
		const n = 150_000
		var written atomic.Int32
		go func() {
			for range n {
				c.send("not JSON")
				written.Add(1)
			}
			c.in.Close()
		}()
		synctest.Wait()
		if got := written.Load(); got < 90_000 || got > 120_000 {
			t.Errorf("%d lines were read of a client that reads nothing", got)
		}
		if lines, err := c.receiveAll(); len(lines) != n || err != nil {
			t.Errorf("got %d answers, %v, want %d", len(lines), err, n)
		}
	})
}
