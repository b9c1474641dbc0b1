package doctor

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/setup/settings"
)

// checker runs the checks from the network to the first report, and keeps what
// later checks need.
type checker struct {
	*settings.Settings

	proxyURL string
	contact  *acronis.ProbeResult
	refused  bool // the client id and secret
	tenant   string
	report   string
}

// checks lists the checks in order, with those that each needs.
func (c *checker) checks() []check {
	forToken := []string{"connection"}
	var profile []check
	if c.Profile != nil {
		profile = []check{{"secret", []string{"settings"}, c.secret}}
		forToken = append(forToken, "secret")
	}
	return append(profile, []check{
		{"proxy", []string{"settings"}, c.proxy},
		{"dns", []string{"proxy"}, c.dns},
		{"CA certificates", []string{"settings"}, c.authorities},
		{"connection", []string{"dns", "CA certificates"}, c.connection},
		{"certificate", []string{"connection"}, c.certificate},
		{"clock", []string{"connection"}, c.clock},
		{"token", forToken, c.token},
		{"own tenant", []string{"token"}, c.ownTenant},
		{"tenants", []string{"own tenant"}, c.tenants},
		{"reports", []string{"own tenant"}, c.reports},
		{"first report", []string{"reports"}, c.firstReport},
		{"costs", []string{"own tenant"}, c.costs},
		{"changes", []string{"token"}, c.changes},
	}...)
}

// secret reads the secret of the profile, and shows nothing of it.
func (c *checker) secret(ctx context.Context) Finding {
	if _, err := c.Profile.Secret(ctx); err != nil {
		problem, advice, _ := strings.Cut(err.Error(), "; ")
		return fail(advice, "%s", problem)
	}
	return ok("can be read from %s", c.Profile.SecretPlace)
}

// address returns the address of the data centre, as the user wrote it.
func (c *checker) address() string {
	if c.Profile != nil {
		return c.Profile.BaseURL
	}
	return c.Getenv("ACRONIS_BASE_URL")
}

func (c *checker) proxy(context.Context) Finding {
	c.proxyURL = c.Client.Proxy()
	switch {
	case c.proxyURL != "":
		return ok("%s, from HTTPS_PROXY in the environment", c.proxyURL)
	case !c.Flags.Demo && cmp.Or(c.Getenv("HTTPS_PROXY"), c.Getenv("https_proxy")) != "":
		return ok("none: HTTPS_PROXY is set, but it is not a URL, or NO_PROXY excludes this host")
	}
	return ok("none")
}

func (c *checker) dns(ctx context.Context) Finding {
	host := withoutPort(c.Client.Host())
	switch {
	case c.Flags.Demo:
		return skip("not used by the demo")
	case c.proxyURL != "":
		return skip("the proxy resolves %s", host)
	}
	addresses, err := net.DefaultResolver.LookupHost(ctx, host)
	if err != nil {
		return fail("check the spelling of ACRONIS_BASE_URL, and the network", "%v", err)
	}
	return ok("%s resolves to %s", host, strings.Join(addresses[:min(3, len(addresses))], ", "))
}

func withoutPort(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.Trim(hostport, "[]")
}

// authorities looks for the CA certificates of this machine. Without any, the error
// of a connection would blame the server's certificate.
func (c *checker) authorities(context.Context) Finding {
	switch {
	case c.Flags.Demo:
		return skip("not used by the demo")
	case strings.HasPrefix(strings.ToLower(strings.TrimSpace(c.address())), "http:"):
		return skip("not used: the address is http://")
	}
	const advice = "install the CA certificates of your system (often the package ca-certificates), or set SSL_CERT_FILE to a file of CA certificates"
	pool, err := x509.SystemCertPool()
	switch {
	case err != nil:
		return fail(advice, "cannot be read: %v", settings.WithoutPath(err))
	case pool.Equal(x509.NewCertPool()):
		return fail(advice, "this machine has none, so it can trust no server")
	}
	return ok("found")
}

func (c *checker) connection(ctx context.Context) Finding {
	var err error
	if c.contact, err = c.Client.Probe(ctx); err == nil {
		return ok("%s answers", c.Client.Host())
	}
	var scheme *acronis.SchemeError
	switch {
	case errors.As(err, &scheme) && scheme.Proxy:
		return fail("check the port of the proxy in HTTPS_PROXY, and whether its address must begin with "+scheme.Speaks+"://", "%v", cause(err))
	case errors.As(err, &scheme):
		return fail("check the port in ACRONIS_BASE_URL, and whether it must begin with "+scheme.Speaks+"://", "%v", cause(err))
	case acronis.Untrusted(err):
		return fail("check this machine's clock. If a proxy or virus scanner inspects encrypted connections, "+
			"install its certificate on this machine", "the certificate is not trusted: %v", cause(err))
	case c.proxyURL != "":
		return fail("check the proxy, and that it allows connections to "+c.Client.Host(), "%v", cause(err))
	}
	return fail("check the network and the firewall, and whether HTTPS_PROXY must be set", "%v", cause(err))
}

// cause returns the error that an [acronis.Error] wraps, without its own words.
func cause(err error) error {
	var e *acronis.Error
	if errors.As(err, &e) && e.Err != nil {
		return e.Err
	}
	return err
}

func (c *checker) certificate(context.Context) Finding {
	switch cert := c.contact.Certificate; {
	case c.Flags.Demo:
		return skip("not used by the demo")
	case cert == nil:
		return skip("not used: the address is http://")
	case time.Until(cert.NotAfter) < 14*24*time.Hour:
		return warn("ask the operator of the data centre or the proxy to renew it", "%s", issued(cert))
	default:
		return ok("%s", issued(cert))
	}
}

func issued(cert *x509.Certificate) string {
	return "issued by " + cert.Issuer.String() + ", valid until " + cert.NotAfter.UTC().Format(time.DateOnly)
}

// clockTolerance is longer than a reply takes, and too short to matter.
const clockTolerance = 2 * time.Minute

func (c *checker) clock(context.Context) Finding {
	if c.contact.Date.IsZero() {
		return skip("the reply has no date")
	}
	ahead := time.Since(c.contact.Date).Round(time.Second)
	switch {
	case ahead > clockTolerance:
		return warn(clockAdvice, "%s ahead of the date in the reply", ahead)
	case ahead < -clockTolerance:
		return warn(clockAdvice, "%s behind the date in the reply", -ahead)
	}
	return ok("within two minutes of the date in the reply")
}

// clockAdvice allows for both faults: a proxy may send a reply from its cache.
const clockAdvice = "check this machine's clock: certificates and the choice of last month depend on it. If it is right, a proxy may be sending an old date"
