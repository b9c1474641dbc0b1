package stdio_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

// A blockingTool is a tool that waits until it is released or its context ends.
type blockingTool struct {
	running, most atomic.Int32
	served        atomic.Int32
	release       chan struct{}
	stopped       chan string // ids
}

func newBlockingTool() *blockingTool {
	return &blockingTool{release: make(chan struct{}), stopped: make(chan string, 10_000)}
}

func (b *blockingTool) server() *stdio.Server {
	return &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{"ok": ok, "block": b.handle})}
}

func (b *blockingTool) handle(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	b.served.Add(1)
	b.most.Store(max(b.most.Load(), b.running.Add(1)))
	defer b.running.Add(-1)
	select {
	case <-b.release:
	case <-ctx.Done():
		b.stopped <- server.ClientSessionFromContext(ctx).(interface{ RequestID() string }).RequestID()
	}
	return ok(ctx, r)
}

func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBlockingTool()
		c := connect(t, b.server())
		const n = 2000
		var written atomic.Int32
		go func() {
			for i := range n {
				c.send(call(strconv.Itoa(i), "block"))
				written.Add(1)
			}
			c.in.Close()
		}()
		synctest.Wait()
		if got := b.running.Load(); got != 64 {
			t.Errorf("%d run side by side, want 64", got)
		}
		if got := written.Load(); got != n {
			t.Errorf("%d lines were read while 64 run, want all %d", got, n)
		}
		close(b.release)
		lines, err := c.receiveAll()
		if err != nil {
			t.Errorf("Serve: %v", err)
		}
		var got []int
		for _, line := range lines {
			i, err := strconv.Atoi(id(t, line))
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, i)
		}
		slices.Sort(got)
		for i := range n {
			if len(got) != n || got[i] != i {
				t.Fatalf("got answers to %d requests: %v", len(got), got)
			}
		}
		if got := b.most.Load(); got > 64 {
			t.Errorf("%d ran side by side, want at most 64", got)
		}
	})
}

func TestWaitingRequestsAreDroppedAfterTheGraceTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBlockingTool()
		c := connect(t, b.server())
		for i := range 64 + 1024 {
			c.send(call(strconv.Itoa(i), "block"))
		}
		synctest.Wait()
		c.stop()
		if lines, err := c.receiveAll(); len(lines) > 0 || err != nil {
			t.Errorf("got %d lines, %v, want a clean and silent end", len(lines), err)
		}
		synctest.Wait()
		if served, stopped := b.served.Load(), len(b.stopped); served != 64 || stopped != 64 {
			t.Errorf("%d requests were served and %d cancelled, want the 64 that ran", served, stopped)
		}
	})
}

func TestPingAndInitializeTakeNoTurn(t *testing.T) {
	b := newBlockingTool()
	c := connect(t, b.server())
	for i := range 200 {
		c.send(call(strconv.Itoa(i), "block"))
	}
	c.send(ping(`"p"`))
	c.expect(`"id":"p","result":{}`)
	c.send(initialize)
	c.expect(`"id":"init","result":{"protocolVersion":"2025-11-25"`)
	close(b.release)
	c.in.Close()
	if lines, err := c.receiveAll(); len(lines) != 200 || err != nil {
		t.Errorf("got %d answers, %v, want 200", len(lines), err)
	}
}

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

func TestCancelledIsSilent(t *testing.T) {
	b := newBlockingTool()
	c := connect(t, b.server())
	c.send(call("1", "block"), call(`"1"`, "block"), call(`"\u0061"`, "block"), cancelled(`"1"`), cancelled(`"a"`))
	got := []string{<-b.stopped, <-b.stopped}
	slices.Sort(got)
	if !slices.Equal(got, []string{`"1"`, `"\u0061"`}) {
		t.Errorf("cancelled: %v", got)
	}
	c.send(ping("2"))
	c.expect(`"id":2,"result"`)
	close(b.release)
	c.expect(`"id":1,"result"`)
	c.end()
}

func TestCancelledWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBlockingTool()
		c := connect(t, b.server())
		for i := range 64 {
			c.send(call(strconv.Itoa(i), "block"))
		}
		// More than could wait if cancelled requests took room.
		for i := 100; i < 3000; i++ {
			c.send(call(strconv.Itoa(i), "block"), cancelled(strconv.Itoa(i)))
		}
		synctest.Wait()
		close(b.release)
		c.in.Close()
		lines, err := c.receiveAll()
		if len(lines) != 64 || err != nil {
			t.Errorf("got %d answers, %v, want the 64 to what ran", len(lines), err)
		}
		if got := b.served.Load(); got != 64 {
			t.Errorf("%d requests were served, want 64", got)
		}
	})
}

func TestCancelRacingTheAnswer(t *testing.T) {
	c := connect(t, &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{"ok": ok})})
	for i := range 500 {
		c.send(call("1", "ok"), cancelled("1"))
		go c.send(ping(strconv.Itoa(i + 2)))
		// In both cases the id can be used again, and no response comes late.
		if line := c.receive(); id(t, line) == "1" {
			c.expect(fmt.Sprintf(`"id":%d,"result"`, i+2))
		}
	}
	c.end()
}

func TestHandlerThatIgnoresItsCancellationIsSilentToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{
			"slow": func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
				time.Sleep(time.Second)
				return ok(ctx, r)
			},
		})})
		c.send(call("1", "slow"), cancelled("1"), call("1", "slow"))
		c.expect(`"id":1,"result"`) // the second
		c.end()
	})
}
