package tools

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/escape"
)

// answerOf returns the user's answer from the responses in a call, or nil if
// there is none. An answer that can't be read has no action.
func answerOf(responses mcp.InputResponses) *mcp.ElicitationResult {
	response, ok := responses[confirmationID]
	if !ok {
		return nil
	}
	if response.Elicitation != nil { // asked by the transport
		return response.Elicitation
	}
	raw, err := response.MarshalJSON()
	if err != nil {
		return &mcp.ElicitationResult{}
	}
	members, ok := membersOf(raw, "action", "content", "_meta")
	answer := &mcp.ElicitationResult{}
	if !ok || json.Unmarshal(members["action"], &answer.Action) != nil {
		return &mcp.ElicitationResult{}
	}
	if content := members["content"]; len(content) > 0 && content[0] == '{' {
		if _, ok := membersOf(content, choiceField); !ok {
			return &mcp.ElicitationResult{}
		}
	}
	if content, ok := members["content"]; ok && json.Unmarshal(content, &answer.Content) != nil {
		return &mcp.ElicitationResult{}
	}
	return answer
}

// maxMembers is how many members an answer may have; forms have one choice.
const maxMembers = 64

// membersOf returns the members of an object. It reports false if raw is not an
// object or is too large, if a name occurs twice in any case, or if one of the
// known names is written in another case: encoding/json would choose one of the
// values.
func membersOf(raw json.RawMessage, known ...string) (map[string]json.RawMessage, bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return nil, false
	}
	members := map[string]json.RawMessage{}
	var names []string
	for d.More() {
		token, err := d.Token()
		name, _ := token.(string)
		var value json.RawMessage
		if err != nil || d.Decode(&value) != nil || len(names) == maxMembers {
			return nil, false
		}
		same := func(other string) bool { return strings.EqualFold(other, name) }
		if slices.ContainsFunc(names, same) || slices.ContainsFunc(known, same) && !slices.Contains(known, name) {
			return nil, false
		}
		names = append(names, name)
		members[name] = value
	}
	return members, true
}

// agreed reports whether an accepted form confirms the question. Some hosts
// send no content. If there is content, it must be the offered choice and
// nothing else.
func agreed(content any, agree string) (ok, readable bool) {
	if content == nil {
		return true, true
	}
	fields, _ := content.(map[string]any)
	if len(fields) != 1 {
		return false, false
	}
	switch fields[choiceField] {
	case agree:
		return true, true
	case choiceCancel:
		return false, true
	}
	return false, false
}

// answered reports whether an action comes from the user.
func answered(action mcp.ElicitationResponseAction) bool {
	return action == mcp.ElicitationResponseActionAccept || action == mcp.ElicitationResponseActionDecline || action == mcp.ElicitationResponseActionCancel
}

// notAsked returns the error for an answer that isn't the user's, which the
// transport reports by an action of its own with a message.
func notAsked(answer *mcp.ElicitationResult) error {
	why := "the client's answer can't be read"
	if fields, ok := answer.Content.(map[string]any); ok {
		if message, ok := fields["message"].(string); ok {
			why = escape.Quote(message)
		}
	}
	return refused("Nothing was sent: the user was not asked, or the answer was lost (" + why + "). Call again to ask once more. If that fails too, " +
		"the user can use another client with MCP elicitation, or start the server with --no-ask (call: --yes).")
}
