package acronis

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// Config says which data centre to use, and with which credentials: ClientID and
// ClientSecret, or AccessToken.
type Config struct {
	// BaseURL is the address of the data centre, such as
	// https://eu2-cloud.acronis.com. A trailing /api/2 is allowed. Plain http is
	// allowed for loopback addresses only.
	BaseURL string

	// ClientID and ClientSecret belong to an API client of that data centre.
	ClientID, ClientSecret string

	// LoadSecret reads the ClientSecret, if that is empty, before the first token is
	// requested, and again before the next one after the secret was refused. Its error
	// becomes a [*SecretError].
	LoadSecret func(context.Context) (string, error)

	// AccessToken is a bearer token obtained elsewhere. It is never renewed.
	AccessToken string

	// Version is the program's version, for the User-Agent header.
	Version string

	// Dial makes connections instead of the network; proxies are then ignored. Nil
	// means the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// ConfigError is one problem in a [Config]. It never contains a secret.
type ConfigError struct {
	Field   string // as in Config, such as "BaseURL"
	Problem string // what is wrong with the field and how to fix it, such as "is missing; …"
}

func (e *ConfigError) Error() string { return e.Field + " " + e.Problem }

// check returns the data centre's origin, or all problems of the configuration.
func (cfg Config) check() (*url.URL, error) {
	var faults []error
	fault := func(field, problem string) { faults = append(faults, &ConfigError{field, problem}) }

	base, problem := parseBase(strings.TrimSpace(cfg.BaseURL))
	if problem != "" {
		fault("BaseURL", problem)
	}
	id, secret, token := strings.TrimSpace(cfg.ClientID), strings.TrimSpace(cfg.ClientSecret), strings.TrimSpace(cfg.AccessToken)
	switch {
	case token != "" && (id != "" || secret != ""):
		fault("AccessToken", "cannot be combined with an API client's id or secret; set one or the other")
	case token != "" && !printable(token):
		fault("AccessToken", "contains blanks or control characters; give the token alone, without the word Bearer")
	case token == "" && id == "":
		fault("ClientID", "is missing; give the id of an API client of that data centre")
	case strings.Contains(id, ":"):
		fault("ClientID", "contains a colon; an API client's id is a UUID")
	}
	if token == "" && secret == "" && cfg.LoadSecret == nil {
		fault("ClientSecret", "is missing; give the secret of that API client")
	}
	return base, errors.Join(faults...)
}

// parseBase returns the origin of the data centre, or the problem with s.
func parseBase(s string) (*url.URL, string) {
	const example = "https://eu2-cloud.acronis.com"
	if s == "" {
		return nil, "is missing; give the address of your data centre, such as " + example
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		return nil, "is not a URL; give the address of your data centre, such as " + example
	case u.User != nil:
		return nil, "contains a user name or password; give the address alone, such as " + example
	case u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())):
		return nil, "must begin with https://, such as " + example + "; plain http is allowed only for addresses of this machine"
	case u.RawQuery != "" || u.Fragment != "":
		return nil, "has a query or a fragment; give the address alone, such as " + example
	}
	if path := strings.TrimRight(u.Path, "/"); path != "" && path != "/api/2" {
		return nil, "has a path other than /api/2; give the address alone, such as " + example
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, ""
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// printable reports whether s can be sent in a header as one word.
func printable(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}
