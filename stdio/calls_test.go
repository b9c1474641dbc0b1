package stdio_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
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
