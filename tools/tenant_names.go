package tools

import (
	"context"

	"acronis-reports-mcp/escape"
)

// tenantName is a tenant's name for people, or its id if that isn't known.
func (s *service) tenantName(ctx context.Context, id string) string {
	name, _ := s.tenants.Name(ctx, id)
	return quoteTenant(name, id)
}

// quoteTenant quotes a tenant's name, or shows its id where that is "".
func quoteTenant(name, id string) string {
	if name == "" {
		return escape.Text(id)
	}
	return escape.Quote(name)
}
