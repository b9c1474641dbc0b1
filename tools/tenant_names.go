package tools

import (
	"context"

	"acronis-reports-mcp/escape"
)

// tenantName returns a tenant's name for users, or its id if the name isn't
// known.
func (s *service) tenantName(ctx context.Context, id string) string {
	name, _ := s.tenants.Name(ctx, id)
	return quoteTenant(name, id)
}

// quoteTenant quotes a tenant's name, or returns its id if the name is "".
func quoteTenant(name, id string) string {
	if name == "" {
		return escape.Text(id)
	}
	return escape.Quote(name)
}
