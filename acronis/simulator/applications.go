package simulator

import (
	"net/http"
	"slices"
)

// application is a service of the platform, as GET /applications returns it.
type application struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Type       string   `json:"type"`
	Usages     []string `json:"usages"`
	APIBaseURL *string  `json:"api_base_url"` // nullable
}

// applications are all applications. Their types are from the vendor's module for WHMCS; the id of the
// second and the names are assumptions.
var applications = []application{
	{ID: applicationID, Name: "Cyber Protection", Type: "backup"},
	{ID: "4c8e1d07-92ab-4f3d-8e56-b7a0c9d3f214", Name: "File Sync & Share", Type: "files_cloud", Usages: []string{"fc_storage", "fc_seats"}},
}

// fetchApplications is GET /applications. That the list has no pages is an assumption.
func (d *DataCentre) fetchApplications(*http.Request) (int, any, error) {
	if d.NoApplications {
		return 0, nil, denied()
	}
	reply := list[application]{slices.Clone(applications)}
	for _, m := range d.meters {
		of := &reply.Items[0]
		if m.kind != "" && applicationOf(m.usageName) == of.ID && !slices.Contains(of.Usages, m.usageName) {
			of.Usages = append(of.Usages, m.usageName)
		}
	}
	return http.StatusOK, reply, nil
}

// applicationOf returns the application that measures a usage.
func applicationOf(usageName string) string {
	for _, a := range applications {
		if slices.Contains(a.Usages, usageName) {
			return a.ID
		}
	}
	return applicationID
}
