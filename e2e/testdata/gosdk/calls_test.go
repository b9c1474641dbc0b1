package gosdk

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type object = map[string]any

// monthsAgo returns a month as YYYY-MM: 1 is the last whole one.
func monthsAgo(n int) string {
	now := time.Now().UTC()
	return time.Date(now.Year(), now.Month()-time.Month(n), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

// calls has a call of each tool of the demo, with the few arguments that it needs.
func calls() map[string]object {
	report, last := object{"report_id": reportID}, []string{monthsAgo(1)}
	return map[string]object{
		"compare_usage": {}, "find_tenants": {}, "get_current_usage": {}, "list_reports": {}, "price_usage": {},
		"get_report": report, "get_report_version": report,
		"summarize_usage": {"months": last}, "export_usage": {"months": last}, "prepare_months": {"months": last},
		"wait_for_report": {"report_id": "c7a2ea20-b2f1-4c94-ae05-319acb5c7427"},
		"create_report":   {"month": monthsAgo(2)},
		"update_report":   {"report_id": "4cdd2055-930d-4eaf-94f4-733f3e7d1bfb", "enabled": false},
		"delete_reports":  {"reports": []object{{"report_id": reportID, "version": 1}}},
	}
}

// answer returns what a user does with a question: nothing, or the choice of each
// field with this number.
func answer(action string, choice int) func(context.Context, *mcp.ElicitRequest) (*mcp.ElicitResult, error) {
	return func(_ context.Context, r *mcp.ElicitRequest) (*mcp.ElicitResult, error) {
		if action != "accept" {
			return &mcp.ElicitResult{Action: action}, nil
		}
		raw, err := json.Marshal(r.Params.RequestedSchema)
		if err != nil {
			return nil, err
		}
		var schema struct {
			Properties map[string]struct{ Enum []string }
		}
		if err := json.Unmarshal(raw, &schema); err != nil {
			return nil, err
		}
		content := object{}
		for name, field := range schema.Properties {
			content[name] = field.Enum[choice]
		}
		return &mcp.ElicitResult{Action: action, Content: content}, nil
	}
}

// TestCalls calls each tool, with null for each argument that it need not have,
// those that change something last.
func TestCalls(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string) {
		s := connect(t, version, mcp.ClientOptions{ElicitationHandler: answer("accept", 0)})
		list, err := s.ListTools(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		slices.SortStableFunc(list.Tools, func(a, b *mcp.Tool) int {
			return strings.Compare(a.Name[:1], b.Name[:1]) // delete_reports comes before get_report
		})
		for _, tool := range list.Tools {
			for _, nulls := range []bool{false, true} {
				if tool.Name == "delete_reports" {
					continue // TestConfirmation
				}
				arguments := maps.Clone(calls()[tool.Name])
				if arguments == nil {
					t.Errorf("there is no call of %s", tool.Name)
				}
				if nulls {
					for name := range tool.InputSchema.(object)["properties"].(object) {
						if _, given := arguments[name]; !given {
							arguments[name] = nil
						}
					}
				}
				r, text := call(t, s, tool.Name, arguments)
				if r.IsError || r.StructuredContent == nil || text == "" {
					t.Errorf("%s %v: %s", tool.Name, arguments, text)
				}
			}
		}
	})
}

// TestConfirmation asks the user before a report is deleted.
func TestConfirmation(t *testing.T) {
	for _, test := range []struct {
		action string
		choice int
		want   string
	}{
		{"accept", 0, `"outcome":"deleted"`},
		{"accept", 1, "did not agree"},
		{"decline", 0, "did not agree"},
		{"cancel", 0, "did not agree"},
	} {
		eachVersion(t, func(t *testing.T, version string) {
			s := connect(t, version, mcp.ClientOptions{ElicitationHandler: answer(test.action, test.choice)})
			if _, text := call(t, s, "delete_reports", calls()["delete_reports"]); !strings.Contains(text, test.want) {
				t.Errorf("%s: %s, want %s", test.action, text, test.want)
			}
		})
	}
}

// TestProgress waits for a report that is made meanwhile.
func TestProgress(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string) {
		tokens := make(chan any, 100)
		s := connect(t, version, mcp.ClientOptions{
			ProgressNotificationHandler: func(_ context.Context, r *mcp.ProgressNotificationClientRequest) { tokens <- r.Params.ProgressToken },
		})
		params := &mcp.CallToolParams{Name: "prepare_months", Arguments: object{"months": []string{monthsAgo(1)}, "fresh": true}}
		params.SetProgressToken("mine")
		if _, err := s.CallTool(t.Context(), params); err != nil {
			t.Fatal(err)
		}
		if token := <-tokens; token != "mine" {
			t.Errorf("progress of %v", token)
		}
	})
}
