package acronis_test

import (
	"testing"

	"acronis-reports-mcp/acronis"
)

func TestParseUUID(t *testing.T) {
	const want = string("20dffb36-d77b-45c6-b2fa-39276e98d5fc")
	for in, ok := range map[string]bool{
		string(want):                                true,
		"20DFFB36-D77B-45C6-B2FA-39276E98D5FC":      true,
		"\t20dffb36-d77b-45c6-b2fa-39276e98d5fc\n":  true,
		"{20dffb36-d77b-45c6-b2fa-39276e98d5fc}":    true,
		" { 20dffb36-d77b-45c6-b2fa-39276e98d5fc }": true,
		"":                                              false,
		"20dffb36d77b45c6b2fa39276e98d5fc":              false,
		"{20dffb36-d77b-45c6-b2fa-39276e98d5fc":         false,
		"20dffb36-d77b-45c6-b2fa-39276e98d5fc}":         false,
		"20dffb36-d77b-45c6-b2fa-39276e98d5fg":          false,
		"20dffb36-d77b-45c6-b2fa-39276e98d5fc/..":       false,
		"urn:uuid:20dffb36-d77b-45c6-b2fa-39276e98d5fc": false,
		"２0dffb36-d77b-45c6-b2fa-39276e98d5fc":          false,
	} {
		if got, accepted := acronis.ParseUUID(in); accepted != ok || ok && got != want {
			t.Errorf("%q: got %q, %v; want %v", in, got, accepted, ok)
		}
	}
}
