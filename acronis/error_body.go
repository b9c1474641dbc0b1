package acronis

import (
	"bytes"
	"encoding/json"
	"strings"
)

// readBody sets Code, Message and Details from the API's format for errors, from
// that of the token endpoint or of the Pricelist API, or else from the body as text.
func (e *Error) readBody(body []byte) {
	var envelope struct {
		Error       json.RawMessage `json:"error"`
		Description string          `json:"error_description"`

		// The Pricelist API has these fields without "error" around them.
		Code    json.RawMessage `json:"code"`
		Domain  string          `json:"domain"`
		Message string          `json:"message"`
	}
	_ = json.Unmarshal(body, &envelope) // a body in another format is used as text below
	var inner struct {
		Code    json.RawMessage `json:"code"`
		Message string          `json:"message"`
		Details json.RawMessage `json:"details"`
		Data    json.RawMessage `json:"data"`
	}
	if len(envelope.Error) > 0 && envelope.Error[0] == '{' {
		_ = json.Unmarshal(envelope.Error, &inner)
		e.Code, e.Message = jsonText(inner.Code), inner.Message
		e.Details = strings.Join(strings.Fields(detailsText(inner.Details)+" "+jsonText(inner.Data)), " ")
		return
	}
	if word := jsonText(envelope.Error); word != "" {
		e.Code, e.Message = word, envelope.Description
		return
	}
	if code := jsonText(envelope.Code); code != "" && envelope.Domain != "" {
		e.Code, e.Message = code, envelope.Message
		return
	}
	e.Message = string(bytes.TrimSpace(body))
}

// detailsText returns the member info of details if that is the only one, else all
// of details.
func detailsText(raw json.RawMessage) string {
	var all map[string]json.RawMessage
	if json.Unmarshal(raw, &all) == nil && len(all) == 1 && all["info"] != nil {
		return jsonText(all["info"])
	}
	return jsonText(raw)
}

// jsonText returns the value of a JSON string, "" for null and empty objects and
// arrays, and any other JSON as it is.
func jsonText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	switch string(raw) {
	case "null", "{}", "[]":
		return ""
	}
	return string(raw)
}
