package acronis

import (
	"errors"
	"net/http"
	"strings"
)

// checkCreated returns an error if a reply to the creation of a report is about another
// report than the one that was requested: its figures would belong to another tenant or
// period, or it would be mailed although nobody agreed to that. Fields that the reply
// doesn't have are not compared.
func checkCreated(requested NewReport, created *Report) error {
	r := request{method: http.MethodPost, path: join("reports")}
	if _, ok := ParseUUID(created.ID); !ok {
		return malformed(r, &reply{status: http.StatusOK}, errors.New("its id is not a UUID"))
	}
	if field := requested.otherField(created); field != "" {
		return malformed(r, &reply{status: http.StatusOK}, errors.New("its field "+field+" is not the one that was requested"))
	}
	return nil
}

// otherField returns the name of a field that is another one in a report than was
// requested, or "". Which days a monthly report has is the vendor's decision.
func (n NewReport) otherField(r *Report) string {
	has, want := r.Params(), n.Parameters
	var schedule string
	if r.Schedule != nil {
		schedule = r.Schedule.Type
	}
	fields := []struct{ name, has, want string }{
		{"result_action", r.ResultAction, n.ResultAction},
		{"schedule.type", schedule, n.Schedule.Type},
		{"parameters.tenant_id", has.TenantID, want.TenantID},
		{"parameters.level", has.Level, want.Level},
		{"parameters.kind", has.Kind, want.Kind},
	}
	if want.Period != nil && n.Schedule.Type != "monthly" {
		fields = append(fields, []struct{ name, has, want string }{
			{"parameters.period.start", Day(has.Period.Start), Day(want.Period.Start)},
			{"parameters.period.end", Day(has.Period.End), Day(want.Period.End)},
		}...)
	}
	for _, f := range fields {
		if f.has != "" && !strings.EqualFold(f.has, f.want) {
			return f.name
		}
	}
	return ""
}
