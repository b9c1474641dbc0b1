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

// A checker goes from this machine to the first report, and keeps what it found
// on the way.
type checker struct {
	*settings.Settings

	proxyURL string
	contact  *acronis.ProbeResult
	tenant   string
	report   string
}

// checks are the steps, each with those before it that it needs.
func (c *checker) checks() []check {
	return []check{
		{"proxy", []string{"settings"}, c.proxy},
		{"dns", []string{"proxy"}, c.dns},
		{"CA certificates", []string{"settings"}, c.authorities},
		{"connection", []string{"dns", "CA certificates"}, c.connection},
		{"certificate", []string{"connection"}, c.certificate},
		{"clock", []string{"connection"}, c.clock},
		{"token", []string{"connection"}, c.token},
		{"own tenant", []string{"token"}, c.ownTenant},
		{"tenants", []string{"own tenant"}, c.tenants},
		{"reports", []string{"own tenant"}, c.reports},
		{"first report", []string{"reports"}, c.firstReport},
		{"changes", []string{"token"}, c.changes},
	}
}

func (c *checker) proxy(context.Context) Finding {
	c.proxyURL = c.Client.Proxy()
	switch {
	case c.proxyURL != "":
		return ok("%s, from HTTPS_PROXY in the environment", c.proxyURL)
	case !c.Flags.Demo && cmp.Or(c.Getenv("HTTPS_PROXY"), c.Getenv("https_proxy")) != "":
		return ok("none: HTTPS_PROXY is set, but is no URL, or NO_PROXY leaves this host out")
	}
	return ok("none")
}

func (c *checker) dns(ctx context.Context) Finding {
	host := withoutPort(c.Client.Host())
	switch {
	case c.Flags.Demo:
		return skip("the demo is in memory")
	case c.proxyURL != "":
		return skip("the proxy looks %s up", host)
	}
	addresses, err := net.DefaultResolver.LookupHost(ctx, host)
	if err != nil {
		return fail("check ACRONIS_BASE_URL for a typing mistake, and this machine's network", "%v", err)
	}
	return ok("%s is %s", host, strings.Join(addresses[:min(3, len(addresses))], ", "))
}

func withoutPort(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.Trim(hostport, "[]")
}

// authorities looks for the certificates by which this machine trusts servers.
// Without any, the error of a connection would read as if the server were at fault.
func (c *checker) authorities(context.Context) Finding {
	switch {
	case c.Flags.Demo:
		return skip("the demo is in memory")
	case strings.HasPrefix(strings.ToLower(strings.TrimSpace(c.Getenv("ACRONIS_BASE_URL"))), "http:"):
		return skip("plain http, to this machine")
	}
	const advice = "install this system's package of CA certificates, such as ca-certificates, or set SSL_CERT_FILE to a file that has them"
	pool, err := x509.SystemCertPool()
	switch {
	case err != nil:
		return fail(advice, "can't be read: %v", settings.WithoutPath(err))
	case pool.Equal(x509.NewCertPool()):
		return fail(advice, "there are none on this machine, so that it can trust no server")
	}
	return ok("there are some on this machine")
}

func (c *checker) connection(ctx context.Context) Finding {
	var err error
	if c.contact, err = c.Client.Probe(ctx); err == nil {
		return ok("%s answers", c.Client.Host())
	}
	switch {
	case acronis.Untrusted(err):
		return fail("check this machine's clock, and whether a proxy or virus scanner opens encrypted connections: "+
			"then its own certificate has to be installed on this machine", "the certificate is not to be trusted: %v", cause(err))
	case c.proxyURL != "":
		return fail("check the proxy, and that it lets this machine reach "+c.Client.Host(), "%v", cause(err))
	}
	return fail("check the network, a firewall, and whether HTTPS_PROXY has to be set", "%v", cause(err))
}

// cause is what is beneath the API client's own words.
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
		return skip("the demo is in memory")
	case cert == nil:
		return skip("plain http, to this machine")
	case time.Until(cert.NotAfter) < 14*24*time.Hour:
		return warn("whoever runs the data centre, or the proxy in between, has to renew it", "%s", issued(cert))
	default:
		return ok("%s", issued(cert))
	}
}

func issued(cert *x509.Certificate) string {
	return "by " + cert.Issuer.String() + ", until " + cert.NotAfter.UTC().Format(time.DateOnly)
}

// clockTolerance is more than an answer takes and less than anything minds.
const clockTolerance = 2 * time.Minute

func (c *checker) clock(context.Context) Finding {
	if c.contact.Date.IsZero() {
		return skip("the answer has no date")
	}
	ahead := time.Since(c.contact.Date).Round(time.Second)
	switch {
	case ahead > clockTolerance:
		return warn(clockAdvice, "%s ahead of the answer's date", ahead)
	case ahead < -clockTolerance:
		return warn(clockAdvice, "%s behind the answer's date", -ahead)
	}
	return ok("within two minutes of the answer's date")
}

// clockAdvice doubts both sides: a proxy may answer from what it kept.
const clockAdvice = "check this machine's clock, by which «last month» and certificates go; if it is right, a proxy in between may tell an old date"
