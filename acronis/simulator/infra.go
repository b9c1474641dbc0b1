package simulator

import (
	"net/http"
	"slices"
	"strings"
)

// Infrastructure of the demo world.
const (
	// VendorStorageID is a storage of the vendor. PartnerStorageID is a storage of the own partner.
	VendorStorageID  = "e5d4a1c6-6b0e-4f0c-9a43-0c3f5b8f7a11"
	PartnerStorageID = "7f3c9b20-5d1e-4a86-b0c4-91e2d8a6f537"
	// RecoverySiteID is the vendor's disaster recovery site.
	RecoverySiteID = "0b7e9f52-54d5-4c55-8a0e-3f6a1c2d9e84"
	// ForeignStorageID is a storage of ForeignTenantID. Requests for it get 403.
	ForeignStorageID = "2f6d80b5-7c13-4e9a-b8d2-40a5e61f9c37"
)

// infraRow is an infrastructure component, without the fields that usages have of it.
type infraRow struct {
	infra
	name       string
	platform   bool   // owned by the vendor
	capability string // backup | disaster_recovery | files_cloud
}

// infraRows are the components of all worlds.
var infraRows = slices.Concat(demoInfra, caseInfra)

var demoInfra = []infraRow{
	{vendorStorage, "Frankfurt 1", true, "backup"},
	{partnerStorage, "Northwind Azure West Europe", false, "backup"},
	{recoverySite, "Frankfurt Recovery", true, "disaster_recovery"},
	{infra{ForeignStorageID, "abgw", ForeignTenantID}, "Litware Storage", false, "backup"},
}

// locationID is the location of all of them.
const locationID = "c3a97e05-18d4-4b62-9f7c-6e0b2d58a413"

// infraJSON is an infrastructure component, such as a storage, as GET /infra returns it.
type infraJSON struct {
	ID            string   `json:"id"`
	OwnerTenantID string   `json:"owner_tenant_id"`
	LocationID    string   `json:"location_id"`
	PlatformOwned bool     `json:"platform_owned"`
	Name          string   `json:"name"`
	URL           string   `json:"url"`
	Capabilities  []string `json:"capabilities"`
	BackendType   *string  `json:"backend_type"` // nullable
	Version       int64    `json:"version"`
	ReadOnly      bool     `json:"readonly"` // owned by a tenant above
}

// fetchInfraBatch is GET /infra. Assumptions: the number of ids isn't limited as for tenants, and the
// order is that of the world.
func (d *DataCentre) fetchInfraBatch(r *http.Request) (int, any, error) {
	if d.NoInfra {
		return 0, nil, denied()
	}
	ids := strings.Split(r.URL.Query().Get("uuids"), ",")
	if !allMatch(ids) {
		return 0, nil, malformed("uuids is a list of UUIDs.")
	}
	reply := list[infraJSON]{[]infraJSON{}}
	for _, row := range infraRows {
		if slices.Contains(ids, row.id) && d.seesInfra(row) {
			reply.Items = append(reply.Items, d.showInfra(row))
		}
	}
	if d.UnknownInfraStatus != 0 && len(reply.Items) < len(ids) {
		return 0, nil, plain(d.UnknownInfraStatus, "An infrastructure component was not found.")
	}
	return http.StatusOK, reply, nil
}

// fetchInfra is GET /infra/{infra_id}.
func (d *DataCentre) fetchInfra(r *http.Request) (int, any, error) {
	if d.NoInfra {
		return 0, nil, denied()
	}
	id := r.PathValue("infra_id")
	if err := d.checkID(id); err != nil {
		return 0, nil, err
	}
	i := slices.IndexFunc(infraRows, func(row infraRow) bool { return row.id == id })
	switch {
	case i < 0:
		return 0, nil, plain(http.StatusNotFound, "")
	case !d.seesInfra(infraRows[i]):
		return 0, nil, denied()
	}
	return http.StatusOK, d.showInfra(infraRows[i]), nil
}

// seesInfra reports whether the client may see an infrastructure component. That it may see those of the
// distributor above it, which readonly marks, is an assumption.
func (d *DataCentre) seesInfra(row infraRow) bool {
	return row.platform || row.owner == distributorID || d.visible(row.owner)
}

func (d *DataCentre) showInfra(row infraRow) infraJSON {
	return infraJSON{
		ID:            row.id,
		OwnerTenantID: row.owner,
		LocationID:    locationID,
		PlatformOwned: row.platform,
		Name:          row.name,
		URL:           "https://" + row.id[:8] + ".storage.example",
		Capabilities:  []string{row.capability},
		BackendType:   orNull(row.backend),
		Version:       1,
		ReadOnly:      !d.visible(row.owner),
	}
}
