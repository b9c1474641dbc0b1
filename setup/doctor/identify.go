package doctor

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/setup/settings"
)

// An Identity is who an API client is at its data centre.
type Identity struct {
	Tenant  string // the name and UUID of its own tenant
	Reports string // whether it can read reports
}

// A CredentialsError means that the data centre refused the client id and secret.
type CredentialsError struct{ text string }

func (e *CredentialsError) Error() string { return e.text }

// Identify runs the checks up to the API client's own tenant and its reports. The error
// is about the first check that fails, and says what to do. It may be a
// [*CredentialsError].
func Identify(ctx context.Context, s *settings.Settings) (Identity, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	c := &checker{Settings: s}
	needed := slices.DeleteFunc(c.checks(), func(k check) bool {
		return slices.Contains([]string{"tenants", "first report", "costs", "changes"}, k.name)
	})
	words := strings.NewReplacer("ACRONIS_BASE_URL", "the address", "ACRONIS_CLIENT_ID", "the client id")
	var who Identity
	for _, f := range inOrder(ctx, needed, true) {
		text := escape.Text(f.Detail)
		if f.Status == "fail" {
			text += ". To fix it: " + words.Replace(escape.Text(f.Advice))
		}
		switch {
		case f.Check == "reports" && f.Status == "fail":
			who.Reports = "they can't be read: " + text
		case f.Check == "reports":
			who.Reports = "they can be read; " + text
		case f.Status == "fail" && ctx.Err() != nil:
			return who, ctx.Err()
		case f.Status == "fail" && c.refused:
			return who, &CredentialsError{f.Check + ": " + text}
		case f.Status == "fail":
			return who, fmt.Errorf("%s: %s", f.Check, text)
		}
	}
	who.Tenant = c.tenant
	if found, err := s.Client.GetTenantsByID(ctx, []string{c.tenant}); err == nil && len(found) == 1 { // its role may not allow it
		who.Tenant = escape.Text(found[0].Name) + " (" + c.tenant + ")"
	}
	return who, nil
}
