package main

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

// pathFinder walks from this machine to the first report, and keeps what it
// found on the way.
type pathFinder struct {
	*settings.Settings

	proxied string
	contact *acronis.Contact
	tenant  string
	report  string
}

// checks are the steps, each with the one before it that it needs.
func (p *pathFinder) checks() []check {
	return []check{
		{"proxy", "settings", p.proxy},
		{"dns", "proxy", p.dns},
		{"connection", "dns", p.connection},
		{"certificate", "connection", p.certificate},
		{"clock", "connection", p.clock},
		{"token", "connection", p.token},
		{"own tenant", "token", p.ownTenant},
		{"tenants", "own tenant", p.tenants},
		{"reports", "own tenant", p.reports},
		{"first report", "reports", p.firstReport},
		{"changes", "token", p.changes},
	}
}

func (p *pathFinder) proxy(context.Context) finding {
	p.proxied = p.Client.Proxy()
	switch {
	case p.proxied != "":
		return good("%s, from HTTPS_PROXY in the environment", p.proxied)
	case !p.Flags.Demo && cmp.Or(p.Getenv("HTTPS_PROXY"), p.Getenv("https_proxy")) != "":
		return good("none: HTTPS_PROXY is set, but is no URL, or NO_PROXY leaves this host out")
	}
	return good("none")
}

func (p *pathFinder) dns(ctx context.Context) finding {
	host := hostname(p.Client.Host())
	switch {
	case p.Flags.Demo:
		return skipped("the demo is in memory")
	case p.proxied != "":
		return skipped("the proxy looks %s up", host)
	}
	addresses, err := net.DefaultResolver.LookupHost(ctx, host)
	if err != nil {
		return failed("check ACRONIS_BASE_URL for a typing mistake, and this machine's network", "%v", err)
	}
	return good("%s is %s", host, strings.Join(addresses[:min(3, len(addresses))], ", "))
}

func hostname(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.Trim(hostport, "[]")
}

func (p *pathFinder) connection(ctx context.Context) finding {
	var err error
	if p.contact, err = p.Client.Contact(ctx); err == nil {
		return good("%s answers", p.Client.Host())
	}
	switch {
	case acronis.Untrusted(err):
		return failed("check this machine's clock, and whether a proxy or virus scanner opens encrypted connections: "+
			"then its own certificate has to be installed on this machine", "the certificate is not to be trusted: %v", cause(err))
	case p.proxied != "":
		return failed("check the proxy, and that it lets this machine reach "+p.Client.Host(), "%v", cause(err))
	}
	return failed("check the network, a firewall, and whether HTTPS_PROXY has to be set", "%v", cause(err))
}

// cause is what is beneath the API client's own words.
func cause(err error) error {
	var e *acronis.Error
	if errors.As(err, &e) && e.Err != nil {
		return e.Err
	}
	return err
}

func (p *pathFinder) certificate(context.Context) finding {
	switch cert := p.contact.Certificate; {
	case p.Flags.Demo:
		return skipped("the demo is in memory")
	case cert == nil:
		return skipped("plain http, to this machine")
	case time.Until(cert.NotAfter) < 14*24*time.Hour:
		return warned("whoever runs the data centre, or the proxy in between, has to renew it", "%s", shown(cert))
	default:
		return good("%s", shown(cert))
	}
}

func shown(cert *x509.Certificate) string {
	return "by " + cert.Issuer.String() + ", until " + cert.NotAfter.UTC().Format(time.DateOnly)
}

// clockTolerance is more than an answer takes and less than anything minds.
const clockTolerance = 2 * time.Minute

func (p *pathFinder) clock(context.Context) finding {
	if p.contact.Date.IsZero() {
		return skipped("the answer has no date")
	}
	ahead := time.Since(p.contact.Date).Round(time.Second)
	switch {
	case ahead > clockTolerance:
		return warned(clockAdvice, "%s ahead of the answer's date", ahead)
	case ahead < -clockTolerance:
		return warned(clockAdvice, "%s behind the answer's date", -ahead)
	}
	return good("within two minutes of the answer's date")
}

// clockAdvice doubts both sides: a proxy may answer from what it kept.
const clockAdvice = "check this machine's clock, by which «last month» and certificates go; if it is right, a proxy in between may tell an old date"
