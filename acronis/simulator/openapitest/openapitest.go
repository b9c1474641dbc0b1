// Package openapitest checks the requests and responses of tests against the
// vendor's OpenAPI descriptions.
package openapitest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
)

//go:embed openapi.yaml
var accounts []byte

//go:embed pricelist.yaml
var prices []byte

var options = &openapi3filter.Options{
	AuthenticationFunc:    openapi3filter.NoopAuthenticationFunc,
	IncludeResponseStatus: true,
	MultiError:            true,
}

// Check returns a transport that passes requests to next. It calls t.Error for
//
//   - a request that succeeds although it isn't as described,
//   - a successful response that isn't as described,
//   - an error response that isn't as described; if its status isn't described, it must at least have the
//     vendor's format for errors.
//
// Requests that fail may be anything. Responses that no data centre would send,
// such as those of a proxy, are errors too, so don't use Check in tests of
// them. A body that is cut off is passed on unchecked.
func Check(t testing.TB, next http.RoundTripper) http.RoundTripper {
	t.Helper()
	apis, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return &checker{apis, t, next}
}

// api is a parsed description.
type api struct {
	base     string // the paths in the description are relative to this
	router   routers.Router
	envelope *openapi3.Schema
}

var load = sync.OnceValues(func() ([]api, error) {
	main, err := parse("/api/2", accounts)
	if err != nil {
		return nil, err
	}
	pricelist, err := parse("/api/price_sync/v1", prices)
	return []api{main, pricelist}, err
})

func parse(base string, description []byte) (api, error) {
	doc, err := openapi3.NewLoader().LoadFromData(description)
	if err != nil {
		return api{}, err
	}
	router, err := legacy.NewRouter(doc)
	if err != nil {
		return api{}, err
	}
	return api{base, router, doc.Components.Schemas["error"].Value}, nil
}

type checker struct {
	apis []api
	t    testing.TB
	next http.RoundTripper
}

// RoundTrip sends a copy of the request, because its body is needed twice.
func (c *checker) RoundTrip(req *http.Request) (*http.Response, error) {
	var sent []byte
	if req.Body != nil {
		defer req.Body.Close()
		var err error
		if sent, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	resp, err := c.next.RoundTrip(withBody(req, sent))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(got), iotest.ErrReader(err)))
		return resp, nil
	}
	resp.Body = io.NopCloser(bytes.NewReader(got))
	if err := c.check(withBody(req, sent), resp, got); err != nil {
		c.t.Errorf("%s %s, answered with %d: %v", req.Method, req.URL.RequestURI(), resp.StatusCode, err)
	}
	return resp, nil
}

func withBody(req *http.Request, body []byte) *http.Request {
	again := req.Clone(req.Context())
	if req.Body != nil {
		again.Body = io.NopCloser(bytes.NewReader(body))
	}
	return again
}

func (c *checker) check(req *http.Request, resp *http.Response, body []byte) error {
	refused := resp.StatusCode >= http.StatusBadRequest
	i := slices.IndexFunc(c.apis, func(a api) bool { return strings.HasPrefix(req.URL.Path, a.base+"/") })
	if i < 0 {
		return errors.New("the path belongs to no API")
	}
	api := c.apis[i]
	input, err := api.find(req)
	switch {
	case err != nil && refused:
		return api.checkEnvelope(body)
	case err != nil:
		return err
	}
	if !refused {
		if err := openapi3filter.ValidateRequest(req.Context(), input); err != nil {
			return fmt.Errorf("the request: %w", err)
		}
	}
	if refused && input.Route.Operation.Responses.Status(resp.StatusCode) == nil {
		return api.checkEnvelope(body)
	}
	return openapi3filter.ValidateResponse(req.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input,
		Status:                 resp.StatusCode,
		Header:                 resp.Header,
		Body:                   io.NopCloser(bytes.NewReader(body)),
		Options:                options,
	})
}

// find returns the operation of a request.
func (a api) find(req *http.Request) (*openapi3filter.RequestValidationInput, error) {
	req.URL.Path = strings.TrimPrefix(req.URL.Path, a.base)
	route, values, err := a.router.FindRoute(req)
	if err != nil {
		return nil, err
	}
	return &openapi3filter.RequestValidationInput{Request: req, PathParams: values, Route: route, Options: options}, nil
}

func (a api) checkEnvelope(body []byte) error {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return err
	}
	return a.envelope.VisitJSON(value, openapi3.MultiErrors())
}
