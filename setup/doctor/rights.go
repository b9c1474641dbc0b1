package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

func (c *checker) token(ctx context.Context) Finding {
	err := c.Client.Authenticate(ctx)
	switch {
	case errors.Is(err, acronis.ErrCredentialsRefused):
		c.refused = true
		return fail("check ACRONIS_CLIENT_ID and the secret, and that ACRONIS_BASE_URL is the data centre where the API client was created", "%s", refusedCredentials(err))
	case err != nil:
		return c.refusal(err)
	case !c.Flags.Demo && c.Getenv("ACRONIS_ACCESS_TOKEN") != "":
		return ok("using the given access token, which the next checks test")
	}
	return ok("the API client's id and secret were accepted")
}

// refusedCredentials returns why the token endpoint issued no token, in its words.
func refusedCredentials(err error) string {
	text := acronis.ErrCredentialsRefused.Error()
	var e *acronis.Error
	if !errors.As(err, &e) || e.Status == 0 {
		return text
	}
	text += fmt.Sprintf(" (HTTP %d", e.Status)
	if e.Code != "" {
		text += ", " + e.Code
	}
	if e.Message != "" {
		text += ": " + escape.Quote(e.Message)
	}
	return text + ")"
}

func (c *checker) ownTenant(ctx context.Context) Finding {
	if c.TenantID != "" {
		c.tenant = c.TenantID
		return ok("%s, from ACRONIS_TENANT_ID", c.tenant)
	}
	var err error
	if c.tenant, err = c.Client.OwnTenant(ctx); err != nil {
		return c.refusal(err)
	}
	return ok("%s", c.tenant)
}

func (c *checker) tenants(ctx context.Context) Finding {
	tenants, err := c.Client.GetTenants(ctx, c.tenant)
	var e *acronis.Error
	switch {
	case errors.As(err, &e) && e.Kind == acronis.Forbidden:
		return warn("give tools the UUIDs of tenants, or use an API client whose role can read tenants", "names cannot be read: %v", err)
	case err != nil:
		return c.refusal(err)
	}
	i := slices.IndexFunc(tenants, func(t acronis.Tenant) bool { return t.ID == c.tenant })
	if i < 0 {
		return warn("check ACRONIS_TENANT_ID", "%d can be read, but your own tenant is not among them", len(tenants))
	}
	return ok("%d can be read: %q and those below it", len(tenants), tenants[i].Name)
}

func (c *checker) reports(ctx context.Context) Finding {
	ids, err := c.Client.GetTenantReports(ctx, c.tenant)
	if err != nil {
		return c.refusal(err)
	}
	if len(ids) > 0 {
		c.report = ids[0]
	}
	return ok("your own tenant has %d", len(ids))
}

func (c *checker) firstReport(ctx context.Context) Finding {
	if c.report == "" {
		return skip("there are no reports yet")
	}
	report, err := c.Client.GetReport(ctx, c.report)
	if err != nil {
		return c.refusal(err)
	}
	return ok("%s can be read", report.ID)
}

// changes tests nothing: the API does not return the role of an API client, and a
// test would change something.
func (c *checker) changes(context.Context) Finding {
	if c.Access == acronis.Read {
		return skip("access read: tools change nothing")
	}
	return skip("access %s: not tested, because a test would change something", c.Access)
}

// refusal returns the finding for a request that failed, with advice.
func (c *checker) refusal(err error) Finding {
	advice := "try again later"
	var e *acronis.Error
	if errors.As(err, &e) {
		advice = adviceOn(e)
	}
	return fail(advice, "%v", err)
}

func adviceOn(e *acronis.Error) string {
	switch e.Kind {
	case acronis.Unauthenticated:
		return "check that the API client is enabled. A ready access token expires after about two hours and works in one data centre only"
	case acronis.Forbidden:
		return "use an API client with the role readonly_admin or higher, in this tenant or above it"
	case acronis.NotFound:
		return "check ACRONIS_TENANT_ID, and that ACRONIS_BASE_URL is the data centre of the API client"
	case acronis.Malformed:
		return "check that ACRONIS_BASE_URL is an Acronis data centre, not a portal or a proxy"
	}
	return "try again in a minute. If it fails again, check the network and ACRONIS_BASE_URL"
}
