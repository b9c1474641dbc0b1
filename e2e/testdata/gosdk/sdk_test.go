// Package gosdk tries the program with the client of the official Go SDK, in each
// version of the protocol that the SDK speaks. It is a module of its own, because
// the program doesn't need the SDK.
package gosdk

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// reportID is a report of the demo, which is the one in the vendor's guide.
const reportID = "20dffb36-d77b-45c6-b2fa-39276e98d5fc"

// connect returns a session with a demo of its own until the test ends.
func connect(t *testing.T, version string, options mcp.ClientOptions) *mcp.ClientSession {
	t.Helper()
	program := os.Getenv("PROGRAM")
	if program == "" {
		t.Fatal("PROGRAM is missing: give the path of the built program")
	}
	client := mcp.NewClient(&mcp.Implementation{Name: "go-sdk", Version: "1"}, &options)
	command := exec.Command(program, "--demo", "--log-level", "error", "--export-dir", t.TempDir())
	s, err := client.Connect(t.Context(), &mcp.CommandTransport{Command: command}, &mcp.ClientSessionOptions{ProtocolVersion: version})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if got := s.InitializeResult().ProtocolVersion; got != version {
		t.Errorf("version %s was agreed, want %s", got, version)
	}
	return s
}

// eachVersion runs a test in each version that the SDK speaks.
func eachVersion(t *testing.T, test func(t *testing.T, version string)) {
	for _, version := range mcp.SupportedProtocolVersions() {
		t.Run(version, func(t *testing.T) { test(t, version) })
	}
}

// call calls a tool and returns its result with its text.
func call(t *testing.T, s *mcp.ClientSession, name string, arguments any) (*mcp.CallToolResult, string) {
	t.Helper()
	r, err := s.CallTool(t.Context(), &mcp.CallToolParams{Name: name, Arguments: arguments})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var text strings.Builder
	for _, c := range r.Content {
		if c, ok := c.(*mcp.TextContent); ok {
			text.WriteString(c.Text)
		}
	}
	return r, text.String()
}

func TestLists(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string) {
		s := connect(t, version, mcp.ClientOptions{})
		tools, prompts, templates := 0, 0, 0
		for _, err := range s.Tools(t.Context(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			tools++
		}
		for _, err := range s.Prompts(t.Context(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			prompts++
		}
		for _, err := range s.ResourceTemplates(t.Context(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			templates++
		}
		if tools != len(calls()) || prompts != 4 || templates != 2 {
			t.Errorf("%d tools, %d prompts, %d templates", tools, prompts, templates)
		}
	})
}

func TestPromptsAndResources(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string) {
		s := connect(t, version, mcp.ClientOptions{})
		p, err := s.GetPrompt(t.Context(), &mcp.GetPromptParams{Name: "close_month", Arguments: map[string]string{"month": monthsAgo(1)}})
		if err != nil || len(p.Messages) != 1 {
			t.Errorf("%+v, %v", p, err)
		}
		c, err := s.Complete(t.Context(), &mcp.CompleteParams{
			Ref:      &mcp.CompleteReference{Type: "ref/prompt", Name: "close_month"},
			Argument: mcp.CompleteParamsArgument{Name: "tenant", Value: "wing"},
		})
		if err != nil || len(c.Completion.Values) != 1 || c.Completion.Values[0] != "Wingtip Toys" {
			t.Errorf("%+v, %v", c, err)
		}
		r, err := s.ReadResource(t.Context(), &mcp.ReadResourceParams{URI: "acronis://reports/" + reportID})
		if err != nil || len(r.Contents) != 1 || !strings.Contains(r.Contents[0].Text, reportID) {
			t.Errorf("%+v, %v", r, err)
		}
		if _, err := s.ReadResource(t.Context(), &mcp.ReadResourceParams{URI: "acronis://reports/" + strings.Repeat("0", 8)}); err == nil {
			t.Error("a report that isn't there was read")
		}
	})
}

// TestCancelled ends a call that waits for seconds, and then uses the session.
func TestCancelled(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string) {
		s := connect(t, version, mcp.ClientOptions{})
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		params := &mcp.CallToolParams{Name: "prepare_months", Arguments: object{"months": []string{monthsAgo(1)}, "fresh": true}}
		if _, err := s.CallTool(ctx, params); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want that its time has ended", err)
		}
		if r, text := call(t, s, "get_report", object{"report_id": reportID}); r.IsError {
			t.Error(text)
		}
	})
}
