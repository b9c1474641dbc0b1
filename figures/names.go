package figures

import (
	"cmp"
	"context"
	"slices"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// An OwnerKind says who owns an infrastructure component.
type OwnerKind string

// The kinds of owners.
const (
	OwnedByVendor   OwnerKind = "vendor"   // the vendor hosts it
	OwnedByOwn      OwnerKind = "own"      // the API client's tenant
	OwnedByReseller OwnerKind = "reseller" // a tenant below that one
	OwnedByAbove    OwnerKind = "above"    // a tenant above that one
	OwnedByUnknown  OwnerKind = "unknown"
)

// vendorName is shown for the vendor, whose tenant can't be read.
const vendorName = "Acronis"

// names has the names that belong to the ids in a file.
type names struct {
	infra        map[string]acronis.Infra
	applications map[string]string
	owners       map[string]Owner

	infraRefused, applicationsRefused bool
}

// An Owner is the tenant that owns an infrastructure component.
type Owner struct {
	Name string
	Kind OwnerKind
}

// nameCache keeps the answers of the data centre. An id always refers to the
// same object.
type nameCache struct {
	infra        keptMap[acronis.Infra]
	applications keptMap[string] // names by id

	unknown timeSet // ids that the data centre doesn't know
	refused timeSet // what these credentials may not read: infra or applications
}

// maxInfraNames is how many infrastructure components of a file are looked up:
// ten requests.
const maxInfraNames = 1000

// infraBytes is how much memory an infrastructure component uses, without its
// name.
const infraBytes = 250

// names looks up the names for the ids in a summary, as far as the keys need
// them. Names that can't be read are left out.
func (e *Engine) names(ctx context.Context, c Criteria, keys []usage.Key, sum *usage.Summary) (*names, error) {
	n := &names{owners: map[string]Owner{}}
	if slices.Contains(keys, usage.ByInfra) || slices.Contains(keys, usage.ByOwner) {
		n.infra, n.infraRefused = e.nameCache.infraOf(ctx, e.Client, sum.Infras)
		own, _ := e.Tenants.Own(ctx) // "" if it can't be read
		if c.partial() {
			if err := e.lookUpOwners(ctx, &c, sum.Infras, n.infra); err != nil {
				return nil, err
			}
		}
		n.addOwners(c, own, sum.Infras)
	} else if different := infraOfDifferences(sum.Control); different != nil {
		n.infra, n.infraRefused = e.nameCache.infraOf(ctx, e.Client, different)
	}
	if slices.Contains(keys, usage.ByApplication) {
		n.applications, n.applicationsRefused = e.nameCache.applicationsOf(ctx, e.Client, sum.Groups.Keys())
	}
	return n, ctx.Err()
}

// infraOfDifferences returns the infrastructure components of the control totals
// that are shown because they differ.
func infraOfDifferences(c usage.Control) (found []usage.Infra) {
	for _, d := range c.Differences {
		if d.InfraID != "" {
			found = append(found, usage.Infra{ID: d.InfraID})
		}
	}
	return found
}

// addOwners looks up the owners of infrastructure components.
func (n *names) addOwners(c Criteria, own string, found []usage.Infra) {
	for _, i := range found {
		if known, ok := n.owners[i.Owner]; i.Owner != "" && (!ok || known.Kind == OwnedByUnknown) {
			n.owners[i.Owner] = ownerOf(c, own, i.Owner, n.infra[i.ID])
		}
	}
}

// ownerOf returns the owner of an infrastructure component, which is the zero
// Infra if the API doesn't know it.
func ownerOf(c Criteria, own, id string, infra acronis.Infra) Owner {
	t, known := c.Tree.Find(id)
	root, _ := c.Tree.Find(own)
	switch {
	case id == own:
		return Owner{cmp.Or(t.Name, "own tenant"), OwnedByOwn}
	case infra.PlatformOwned:
		return Owner{cmp.Or(t.Name, vendorName), OwnedByVendor}
	case known && c.Tree.Within(id, own):
		return Owner{t.Name, OwnedByReseller}
	case known:
		return Owner{t.Name, OwnedByUnknown}
	case id == root.ParentID, infra.ID != "" && c.Readable: // an infrastructure of a tenant that is neither above nor below can't be read
		return Owner{unnamed("tenant above", id), OwnedByAbove}
	}
	return Owner{unnamed("unknown owner", id), OwnedByUnknown}
}

// infraOf returns infrastructure components by id, and whether some couldn't be
// read.
func (cache *nameCache) infraOf(ctx context.Context, client *acronis.Client, found []usage.Infra) (named map[string]acronis.Infra, refused bool) {
	named = map[string]acronis.Infra{}
	var missing []string
	for _, i := range found[:min(len(found), maxInfraNames)] {
		if known, ok := cache.infra.get(i.ID); ok {
			named[i.ID] = known
		} else if !cache.unknown.has(i.ID, unknownFor) && !slices.Contains(missing, i.ID) {
			missing = append(missing, i.ID)
		}
	}
	if missing != nil && cache.refused.has("infra", refusedFor) {
		return named, true
	}
	read, err := client.GetInfra(ctx, missing)
	cache.note("infra", err)
	if err == nil {
		for _, id := range missing {
			cache.unknown.add(id) // known ones are found before it matters
		}
	}
	for _, i := range read {
		named[i.ID] = acronis.Infra{ID: i.ID, Name: i.Name, PlatformOwned: i.PlatformOwned} // without the whole object of the API
		cache.infra.put(ctx, i.ID, named[i.ID], int64(infraBytes+len(i.Name)))
	}
	return named, err != nil || len(found) > maxInfraNames
}

// applicationsOf returns the names of the applications in keys of groups, and whether
// they couldn't be read.
func (cache *nameCache) applicationsOf(ctx context.Context, client *acronis.Client, keys []usage.Group) (named map[string]string, refused bool) {
	named = map[string]string{}
	missing := false
	for _, g := range keys {
		if _, ok := named[g.Application]; ok {
			continue
		}
		name, ok := cache.applications.get(g.Application)
		if ok {
			named[g.Application] = name
		}
		missing = missing || !ok && g.Application != "" && !cache.unknown.has(g.Application, unknownFor)
	}
	if !missing {
		return named, false
	}
	if cache.refused.has("applications", refusedFor) {
		return named, true
	}
	all, err := client.GetApplications(ctx)
	cache.note("applications", err)
	if err == nil {
		for _, g := range keys {
			cache.unknown.add(g.Application) // known ones are found before it matters
		}
	}
	for _, a := range all {
		cache.applications.put(ctx, a.ID, a.Name, int64(len(a.Name)))
		named[a.ID] = a.Name
	}
	return named, err != nil
}

// infraName returns the name to show for an infrastructure component, "" for
// none.
func (n *names) infraName(id string) string {
	return orUnnamed(n.infra[id].Name, "unknown storage", id)
}

// applicationName returns the name to show for an application, "" for none.
func (n *names) applicationName(id string) string {
	return orUnnamed(n.applications[id], "unknown application", id)
}

// orUnnamed returns name, or a substitute if it is empty.
func orUnnamed(name, what, id string) string {
	if name != "" {
		return name
	}
	return unnamed(what, id)
}

// unnamed returns what to show instead of a missing name: the beginning of the
// id, which is easier to read than a whole UUID and still distinguishes two
// objects.
func unnamed(what, id string) string {
	if _, ok := acronis.ParseUUID(id); ok {
		return what + " " + id[:8]
	}
	return id
}

// note remembers that something may not be read.
func (cache *nameCache) note(what string, err error) {
	if tenants.OutOfSight(err) {
		cache.refused.add(what)
	}
}
