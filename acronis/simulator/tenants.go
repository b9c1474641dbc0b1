package simulator

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"sync"
)

// uuid is the form of every id, from the vendor's schema.
var uuid = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$`)
})

// stamps is the part of a tenant that lod=stamps selects. Which fields it has isn't documented: an
// assumption.
type stamps struct {
	ID        string  `json:"id"`
	Version   int64   `json:"version"`
	Name      string  `json:"name"`
	Kind      string  `json:"kind"` // root | partner | folder | customer | unit
	CreatedAt string  `json:"created_at"`
	UpdatedAt string  `json:"updated_at"`
	DeletedAt *string `json:"deleted_at"`
}

// tenant is a tenant as the API returns it. Times are RFC 3339. That absent values are null, and not left
// out, is an assumption.
type tenant struct {
	stamps
	ParentID            string  `json:"parent_id"`
	Enabled             bool    `json:"enabled"`
	HasChildren         bool    `json:"has_children"`
	CustomerType        string  `json:"customer_type"`
	PricingMode         string  `json:"pricing_mode"` // trial | production | suspended
	ProductionStartDate *string `json:"production_start_date"`
	InternalTag         *string `json:"internal_tag"`

	before *past
}

// checkID refuses an id in a path that isn't a lower-case UUID.
func (d *DataCentre) checkID(id string) error {
	if uuid().MatchString(id) {
		return nil
	}
	return plain(d.MalformedIDStatus, "The id in the path is not a UUID.")
}

// visible reports whether the API client may see a tenant.
func (d *DataCentre) visible(id string) bool { return d.tenants.below(OwnTenantID, id) }

// tenant returns the tenant of a request, or the error. It also returns deleted tenants.
func (d *DataCentre) tenant(id string) (tenant, error) {
	if err := d.checkID(id); err != nil {
		return tenant{}, err
	}
	t, ok := d.tenants.lookup(id)
	if !ok {
		return tenant{}, noTenant()
	}
	if !d.visible(id) {
		return tenant{}, denied()
	}
	return t, nil
}

func denied() *refusal {
	return platform(http.StatusForbidden, codeAccessDenied, "Access denied.")
}

func noTenant() *refusal {
	return platform(http.StatusNotFound, codeTenantNotFound, "Tenant not found.")
}

// fetchTenant is GET /tenants/{tenant_id}. A deleted tenant is found only with allow_deleted.
func (d *DataCentre) fetchTenant(r *http.Request) (int, any, error) {
	if d.NoTenantTree {
		return 0, nil, denied()
	}
	allowDeleted, err := flag(r.URL.Query(), "allow_deleted")
	if err != nil {
		return 0, nil, err
	}
	t, err := d.tenant(r.PathValue("tenant_id"))
	if err != nil {
		return 0, nil, err
	}
	if t.DeletedAt != nil && !allowDeleted {
		return 0, nil, noTenant()
	}
	return http.StatusOK, t, nil
}

// flag returns a boolean parameter, or false if it is absent.
func flag(query url.Values, name string) (bool, error) {
	if !query.Has(name) {
		return false, nil
	}
	on, err := strconv.ParseBool(query.Get(name))
	if err != nil {
		return false, malformed(name + " is true or false.")
	}
	return on, nil
}

// AddCustomers adds n customers below the own tenant, called Customer 1 and so on. They are only in the
// list of tenants, before all others: they use nothing, and reports don't list them.
func (d *DataCentre) AddCustomers(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for range n {
		i := len(d.customers) + 1
		row := tenantRow{id: CustomerID(i), parent: OwnTenantID, kind: "customer", name: fmt.Sprint("Customer ", i), version: 1,
			created: "2025-01-07T09:00:00+00:00", updated: "2025-01-07T09:00:00+00:00", production: "2025-02-01T00:00:00+00:00"}
		d.customers = append(d.customers, row.tenant(nil))
	}
}

// CustomerID returns the id of a customer that AddCustomers added, from 1.
func CustomerID(i int) string { return fmt.Sprintf("cd500000-0000-4000-8000-%012d", i) }
