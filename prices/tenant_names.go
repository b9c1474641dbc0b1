package prices

import (
	"fmt"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/interrupt"
)

// tenantNames finds the tenants that a price list names.
type tenantNames struct {
	world World
	named map[string][]acronis.Tenant // by name or internal tag, folded, of those that the list names
}

// newTenantNames looks up the names of the tenants in rows, all in one pass.
func newTenantNames(world World, rows []*Row, check *interrupt.Check) (*tenantNames, error) {
	n := &tenantNames{world, map[string][]acronis.Tenant{}}
	for _, r := range rows {
		if _, isID := acronis.ParseUUID(r.Tenant); !isID && r.Tenant != "" {
			n.named[tenants.Fold(r.Tenant)] = nil
		}
	}
	if len(n.named) == 0 || !world.readable() {
		return n, nil
	}
	for _, t := range world.Tenants.All {
		if err := check.Err(); err != nil {
			return nil, err
		}
		name, tag := tenants.Fold(t.Name), tenants.Fold(t.InternalTag)
		n.add(name, t)
		if tag != name {
			n.add(tag, t)
		}
	}
	return n, nil
}

func (n *tenantNames) add(name string, t acronis.Tenant) {
	if found, wanted := n.named[name]; wanted {
		n.named[name] = append(found, t)
	}
}

// find returns the id of the tenant that a cell names, and whether it is known. The fault says why the name can't be
// used. Of a tenant that isn't known, the id is the text itself.
func (n *tenantNames) find(cell string) (id string, known bool, fault string) {
	if id, isID := acronis.ParseUUID(cell); isID {
		_, known = n.world.tenant(id)
		return id, known, ""
	}
	if _, known := n.world.tenant(cell); known {
		return cell, true, ""
	}
	found := n.named[tenants.Fold(cell)]
	if existing := existing(found); len(existing) > 0 {
		found = existing
	}
	switch len(found) {
	case 0:
		return "unknown tenant " + tenants.Fold(cell), false, ""
	case 1:
		return found[0].ID, true, ""
	}
	return "", false, fmt.Sprintf("%d tenants have this name or internal tag, so write the id of one: %s", len(found), ids(found))
}

// existing returns the tenants that aren't deleted.
func existing(all []acronis.Tenant) (left []acronis.Tenant) {
	for _, t := range all {
		if t.DeletedAt == "" {
			left = append(left, t)
		}
	}
	return left
}

// ids returns the ids of the first three tenants.
func ids(all []acronis.Tenant) string {
	text := ""
	for i, t := range all[:min(len(all), 3)] {
		if i > 0 {
			text += ", "
		}
		text += t.ID
	}
	if len(all) > 3 {
		text += " and others"
	}
	return text
}
