package acronis_test

import (
	"errors"
	"net"
	"net/url"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
)

// FuzzConfig checks that a configuration is either accepted or refused with errors
// that don't contain the secret, and that no address is accepted to which a token
// must not be sent.
func FuzzConfig(f *testing.F) {
	f.Add("https://eu2-cloud.acronis.com", "id", "secret", "")
	f.Fuzz(func(t *testing.T, base, id, secret, token string) {
		const marked = "MARKED-"
		c, err := acronis.New(acronis.Config{BaseURL: base, ClientID: id, ClientSecret: marked + secret, AccessToken: token})
		if err != nil {
			for _, fault := range err.(interface{ Unwrap() []error }).Unwrap() {
				if !errors.As(fault, new(*acronis.ConfigError)) {
					t.Errorf("%v is no ConfigError", fault)
				}
			}
			if strings.Contains(err.Error(), marked) {
				t.Errorf("the secret is in %v", err)
			}
			return
		}
		defer c.Close()
		u, err := url.Parse(strings.TrimSpace(base))
		if err != nil || c.Host() == "" || c.Host() != u.Host || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			t.Errorf("%q is taken: %v", base, err)
		}
		if host := u.Hostname(); u.Scheme != "https" && host != "localhost" && !net.ParseIP(host).IsLoopback() {
			t.Errorf("%q is taken without https", base)
		}
	})
}
