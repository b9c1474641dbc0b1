package stdio_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

func TestGraceLetsRequestsFinish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{
			"ok": ok,
			"slow": func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
				time.Sleep(9 * time.Second)
				if id := sessionOf(ctx).RequestID(); (ctx.Err() != nil) != (id == "2") {
					t.Errorf("request %s: the context's error is %v, want one only after a cancellation", id, ctx.Err())
				}
				return ok(ctx, r)
			},
		})})
		c.send(call("1", "slow"), call("2", "slow"), cancelled("2"))
		synctest.Wait()
		c.stop()
		synctest.Wait()
		c.send(call("3", "ok"))
		c.expect(`{"jsonrpc":"2.0","id":3,"error":{"code":-32000,"message":"the server is shutting down"}}`)
		c.expect(`"id":1,"result"`)
		if lines, err := c.receiveAll(); len(lines) > 0 || err != nil {
			t.Errorf("got %q, %v, want a clean end", lines, err)
		}
	})
}

func TestGraceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stubborn := make(chan struct{})
		defer close(stubborn)
		stopped := make(chan error, 1)
		var cleaned atomic.Bool
		start := time.Now()
		c := connect(t, &stdio.Server{Grace: 3 * time.Second, MCP: tools(map[string]server.ToolHandlerFunc{
			"stubborn": func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
				<-stubborn
				return ok(ctx, r)
			},
			"polite": func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
				<-ctx.Done()
				stopped <- ctx.Err()
				time.Sleep(500 * time.Millisecond) // fake time, to clean up
				cleaned.Store(true)
				return ok(ctx, r)
			},
		})})
		c.send(call("1", "stubborn"), call("2", "polite"))
		synctest.Wait()
		c.stop()
		if lines, err := c.receiveAll(); len(lines) > 0 || err != nil {
			t.Errorf("got %q, %v, want a clean and silent end", lines, err)
		}
		if got := time.Since(start); got != 4*time.Second {
			t.Errorf("ended after %v, want the grace time and a second for the stubborn one", got)
		}
		if !cleaned.Load() {
			t.Error("Serve didn't wait for a handler to clean up")
		}
		if err := <-stopped; !errors.Is(err, context.Canceled) {
			t.Errorf("the handler's context: %v, want it cancelled", err)
		}
	})
}

func TestGraceEndsWithTheWriterBlocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{"ok": ok})})
		for i := range 100 { // nobody reads the responses
			c.send(call(strconv.Itoa(i), "ok"))
		}
		start := time.Now()
		c.stop()
		if err := <-c.served; err != nil {
			t.Errorf("Serve: %v", err)
		}
		if got := time.Since(start); got != 10*time.Second {
			t.Errorf("ended after %v, want the grace time", got)
		}
	})
}

func TestWriteErrorCancelsEverything(t *testing.T) {
	started, stopped := make(chan struct{}), make(chan struct{})
	s := &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{
		"wait": func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			close(started)
			<-ctx.Done()
			close(stopped)
			return ok(ctx, r)
		},
	})}
	in, inWriter := io.Pipe()
	defer inWriter.Close()
	outReader, out := io.Pipe()
	outReader.Close()
	go func() {
		fmt.Fprintln(inWriter, call("1", "wait"))
		<-started
		fmt.Fprintln(inWriter, ping("2"))
	}()
	if err := s.Serve(t.Context(), in, out); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("Serve: got %v, want %v", err, io.ErrClosedPipe)
	}
	<-stopped
}

func TestReadErrorIsReturnedAfterTheAnswers(t *testing.T) {
	broken := errors.New("broken")
	in := io.MultiReader(strings.NewReader(call("1", "ok")+"\n{"), iotest.ErrReader(broken))
	var out bytes.Buffer
	s := &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{"ok": ok})}
	if err := s.Serve(t.Context(), in, &out); !errors.Is(err, broken) {
		t.Errorf("Serve: got %v, want %v", err, broken)
	}
	if got := strings.Count(out.String(), "\n"); got != 1 || !strings.Contains(out.String(), `"id":1,"result"`) {
		t.Errorf("got %s, want the answer", out.String())
	}
}

func TestNoGoroutineOutlivesTheInput(t *testing.T) {
	s := tools(map[string]server.ToolHandlerFunc{
		"note": func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			server.ClientSessionFromContext(ctx).NotificationChannel()
			return ok(ctx, r)
		},
	})
	before := runtime.NumGoroutine()
	// The bubble fails if a goroutine doesn't end.
	synctest.Test(t, func(t *testing.T) {
		var input strings.Builder
		for i := range 200 {
			fmt.Fprintln(&input, call(strconv.Itoa(i), "note"))
		}
		exchange(t, &stdio.Server{MCP: s}, input.String())
	})
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines before, %d after", before, after)
	}
}

func TestLateInputIsHarmless(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{
			"ok": func(context.Context, mcp.CallToolRequest) (*mcp.CallToolResult, error) {
				t.Error("a request was served after the end")
				return nil, nil
			},
		})})
		c.stop()
		if err := <-c.served; err != nil {
			t.Errorf("Serve: %v", err)
		}
		c.send(call("1", "ok")) // to the reader, which is still there
		synctest.Wait()
		if lines, _ := io.ReadAll(c.out); len(lines) > 0 {
			t.Errorf("got %s, want nothing", lines)
		}
	})
}
