// Command bare is an MCP server for benchmarks: get_report on mcp-go's own transport
// and plain net/http, without checks, retries, token renewal or a log.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

func main() {
	base := os.Getenv("ACRONIS_BASE_URL") + "/api/2"
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	upstream := &http.Client{Transport: transport, Timeout: 15 * time.Second}

	fetch := func(r *http.Request) ([]byte, error) {
		res, err := upstream.Do(r)
		if err != nil {
			return nil, err
		}
		defer res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return nil, errors.New(res.Status)
		}
		return io.ReadAll(res.Body)
	}
	token := sync.OnceValues(func() (string, error) {
		form := strings.NewReader(url.Values{"grant_type": {"client_credentials"}}.Encode())
		r, err := http.NewRequest(http.MethodPost, base+"/idp/token", form)
		if err != nil {
			return "", err
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(os.Getenv("ACRONIS_CLIENT_ID"), os.Getenv("ACRONIS_CLIENT_SECRET"))
		body, err := fetch(r)
		if err != nil {
			return "", err
		}
		var t struct {
			AccessToken string `json:"access_token"`
		}
		err = json.Unmarshal(body, &t)
		return t.AccessToken, err
	})

	s := server.NewMCPServer("bare", "1", server.WithToolCapabilities(false))
	s.AddTool(mcp.NewTool("get_report", mcp.WithString("report_id", mcp.Required())),
		func(ctx context.Context, call mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			id, err := call.RequireString("report_id")
			if err != nil {
				return mcp.NewToolResultError(err.Error()), nil
			}
			bearer, err := token()
			if err != nil {
				return mcp.NewToolResultError(err.Error()), nil
			}
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/reports/"+url.PathEscape(id), nil)
			if err != nil {
				return mcp.NewToolResultError(err.Error()), nil
			}
			r.Header.Set("Authorization", "Bearer "+bearer)
			body, err := fetch(r)
			if err != nil {
				return mcp.NewToolResultError(err.Error()), nil
			}
			return mcp.NewToolResultStructured(json.RawMessage(body), string(body)), nil
		})
	if err := server.ServeStdio(s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
