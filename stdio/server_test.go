package stdio_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

func TestIDsComeBackByteForByte(t *testing.T) {
	ids := []string{`1`, `"1"`, `9007199254740993`, `"a<b"`, `1e2`, `-0`, `1.50`, `""`, `"\u0061b"`, `"ü\/\n"`, `" "`}
	var input strings.Builder
	for _, id := range ids {
		fmt.Fprintln(&input, call(id, "ok"))
	}
	s := &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{"ok": ok})}
	var got []string
	for _, line := range exchange(t, s, input.String()) {
		if !strings.Contains(line, `"text":"ok"`) {
			t.Errorf("not a result: %s", line)
		}
		got = append(got, id(t, line))
	}
	slices.Sort(got)
	slices.Sort(ids)
	if diff := cmp.Diff(ids, got); diff != "" {
		t.Error(diff)
	}
}

func TestAllAreAnsweredAfterTheInputEnds(t *testing.T) {
	eras := map[string]func(id string) string{
		"initialize": func(id string) string { return call(id, "slow") },
		"modern":     func(id string) string { return modernCall(id, "slow", "new", "{}") },
	}
	for era, request := range eras {
		t.Run(era, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{
					"slow": func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
						time.Sleep(time.Minute)
						return ok(ctx, r)
					},
				})}
				const n = 500
				input := new(strings.Builder)
				for i := range n {
					fmt.Fprintln(input, request(strconv.Itoa(i)))
				}
				fmt.Fprint(input, request(strconv.Itoa(n))) // without an end
				lines := exchange(t, s, input.String())
				seen := make(map[string]bool)
				for _, line := range lines {
					if !strings.Contains(line, `"text":"ok"`) {
						t.Errorf("not a result: %s", line)
					}
					seen[id(t, line)] = true
				}
				if len(lines) != n+1 || len(seen) != n+1 {
					t.Errorf("got %d answers to %d requests, want %d", len(lines), len(seen), n+1)
				}
			})
		})
	}
}

func TestTenThousandRequestsBeforeTheFirstAnswerIsRead(t *testing.T) {
	inReader, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	outReader, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	s := &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{"ok": ok})}
	served := make(chan error, 1)
	go func() {
		served <- s.Serve(context.Background(), inReader, out)
		out.Close()
	}()
	const n = 10_000
	for i := range n { // far more than both pipes hold
		fmt.Fprintln(in, call(strconv.Itoa(i), "ok"))
	}
	in.Close()
	seen := make(map[string]int)
	for lines := bufio.NewScanner(outReader); lines.Scan(); {
		seen[id(t, lines.Text())]++
	}
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
	for i := range n {
		if got := seen[strconv.Itoa(i)]; got != 1 {
			t.Errorf("request %d: got %d answers, want 1", i, got)
		}
	}
}

func TestIDInFlightIsRefusedAndFreeOnceAnswered(t *testing.T) {
	release := make(chan struct{})
	c := connect(t, &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{
		"ok": ok,
		"wait": func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			<-release
			return ok(ctx, r)
		},
	})})
	c.send(call(`"a"`, "wait"), call(`"\u0061"`, "ok"))
	c.expect(`"id":"\u0061","error":{"code":-32600,"message":"id must not be`)
	close(release)
	c.expect(`"id":"a","result"`)
	for range 200 {
		c.send(call(`"a"`, "ok"))
		c.expect(`"id":"a","result"`)
	}
	c.end()
}

func TestTwoConnectionsDoNotCross(t *testing.T) {
	var sessions sync.Map
	hooks := &server.Hooks{}
	hooks.AddOnRegisterSession(func(_ context.Context, s server.ClientSession) { sessions.Store(s.SessionID(), s) })
	hooks.AddOnUnregisterSession(func(_ context.Context, s server.ClientSession) { sessions.Delete(s.SessionID()) })
	s := server.NewMCPServer("test", "1", server.WithHooks(hooks))
	s.AddTool(mcp.Tool{Name: "note"}, func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		id := server.ClientSessionFromContext(ctx).SessionID()
		for range 10 {
			if err := s.SendNotificationToClient(ctx, "notifications/test", map[string]any{"to": id}); err != nil {
				t.Error(err)
			}
		}
		return mcp.NewToolResultText(id), nil
	})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			lines := exchange(t, &stdio.Server{MCP: s}, initialize+"\n"+call("1", "note"))
			own := lines[len(lines)-1]
			_, own, _ = strings.Cut(own, `"text":"`)
			own, _, _ = strings.Cut(own, `"`)
			for _, line := range lines[1:] {
				if len(lines) != 12 || !strings.Contains(line, own) {
					t.Errorf("%s: got %s", own, line)
				}
			}
		})
	}
	wg.Wait()
	sessions.Range(func(id, _ any) bool {
		t.Errorf("%v is still registered", id)
		return true
	})
}
