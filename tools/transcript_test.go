package tools_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"

	"acronis-reports-mcp/acronis/simulator"
)

// transcript returns a result for comparing: the questions to the user, the
// requests that change something, and the answer.
func transcript(h *host, dc *simulator.DataCentre, r result) string {
	return transcriptSince(h, dc, r, 0)
}

// transcriptSince is transcript without the first requests.
func transcriptSince(h *host, dc *simulator.DataCentre, r result, first int) string {
	var b bytes.Buffer
	for _, question := range h.asked {
		fmt.Fprintf(&b, "asked: %s\n", question)
	}
	for _, sent := range dc.Requests()[first:] {
		if sent.Method != "GET" && sent.Path != "/api/2/idp/token" {
			fmt.Fprintf(&b, "sent: %s %s?%s %s\n", sent.Method, sent.Path, sent.RawQuery, sent.Body)
		}
	}
	if r.IsError {
		fmt.Fprintf(&b, "error: %s\n", r.Content[0].Text)
		return b.String()
	}
	_ = json.Indent(&b, []byte(r.Content[0].Text), "", "  ")
	return exported(b.String() + "\n")
}

// exported replaces the path of an exported file, which differs each time, and
// adds the file's content.
func exported(answer string) string {
	found := regexp.MustCompile(`"file": ("(.*[/\\])(.*)")`).FindStringSubmatch(answer)
	if found == nil {
		return answer
	}
	var file string
	if err := json.Unmarshal([]byte(found[1]), &file); err != nil {
		return err.Error()
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	answer = strings.ReplaceAll(answer, found[2], "/exports/")
	if bytes.HasPrefix(content, []byte("PK")) {
		return answer
	}
	return answer + string(content)
}
