package main

import (
	"context"
	"errors"
	"slices"

	"acronis-reports-mcp/acronis"
)

func (p *pathFinder) token(ctx context.Context) finding {
	err := p.Client.Authenticate(ctx)
	switch {
	case errors.Is(err, acronis.ErrCredentialsRefused):
		return failed("check ACRONIS_CLIENT_ID and the secret, and that ACRONIS_BASE_URL is the data centre in which the API client was made", "%v", err)
	case err != nil:
		return p.refused(err)
	case !p.Flags.Demo && p.Getenv("ACRONIS_ACCESS_TOKEN") != "":
		return good("a ready access token is taken on trust; own tenant shows whether it is good")
	}
	return good("the API client's id and secret were accepted")
}

func (p *pathFinder) ownTenant(ctx context.Context) finding {
	if p.TenantID != "" {
		p.tenant = p.TenantID
		return good("%s, from ACRONIS_TENANT_ID", p.tenant)
	}
	var err error
	if p.tenant, err = p.Client.OwnTenant(ctx); err != nil {
		return p.refused(err)
	}
	return good("%s", p.tenant)
}

func (p *pathFinder) tenants(ctx context.Context) finding {
	tenants, err := p.Client.GetTenants(ctx, p.tenant)
	var e *acronis.Error
	switch {
	case errors.As(err, &e) && e.Kind == acronis.Forbidden:
		return warned("tools then take tenants by UUID only; to give names, use an API client whose role reads tenants", "may not be read: %v", err)
	case err != nil:
		return p.refused(err)
	}
	i := slices.IndexFunc(tenants, func(t acronis.Tenant) bool { return t.ID == p.tenant })
	if i < 0 {
		return warned("check ACRONIS_TENANT_ID", "%d can be read, the own tenant not among them", len(tenants))
	}
	return good("%d can be read: %q and those below it", len(tenants), tenants[i].Name)
}

func (p *pathFinder) reports(ctx context.Context) finding {
	ids, err := p.Client.GetTenantReports(ctx, p.tenant)
	if err != nil {
		return p.refused(err)
	}
	if len(ids) > 0 {
		p.report = ids[0]
	}
	return good("the own tenant has %d", len(ids))
}

func (p *pathFinder) firstReport(ctx context.Context) finding {
	if p.report == "" {
		return skipped("there is none yet")
	}
	report, err := p.Client.GetReport(ctx, p.report)
	if err != nil {
		return p.refused(err)
	}
	return good("%s can be read", report.ID)
}

// changes says what can't be known: the API tells no one their role, and
// trying to write would write.
func (p *pathFinder) changes(context.Context) finding {
	if p.Access == acronis.Read {
		return skipped("access read: nothing is ever changed")
	}
	return skipped("access %s: whether the role allows it shows with the first change, none was tried", p.Access)
}

// refused is the finding for a request that failed, with what to do about it.
func (p *pathFinder) refused(err error) finding {
	advice := "try again later"
	var e *acronis.Error
	if errors.As(err, &e) {
		advice = p.advice(e)
	}
	return failed(advice, "%v", err)
}

func (p *pathFinder) advice(e *acronis.Error) string {
	switch e.Kind {
	case acronis.Unauthenticated:
		return "check that the API client is enabled; a ready access token lives about two hours and belongs to one data centre"
	case acronis.Forbidden:
		return "use an API client with the role readonly_admin or higher, in this tenant or above it"
	case acronis.NotFound:
		return "check ACRONIS_TENANT_ID, and that ACRONIS_BASE_URL is the data centre of the API client"
	case acronis.Malformed:
		return "check that ACRONIS_BASE_URL is an Acronis data centre, not a portal or a proxy"
	}
	return "try again in a minute; if it stays so, check the network and ACRONIS_BASE_URL"
}
