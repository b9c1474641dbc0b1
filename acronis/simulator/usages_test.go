package simulator_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// In usage_current each tenant has its own billing period, so the deltas don't add up.
func TestCurrent(t *testing.T) {
	_, client, token := startWorld(t)
	a := asked{northwind, "usage_current", "direct_partners", "2026-10-31", "2026-10-31", ""}
	s := read(t, produce(t, client, token, a, "csv_v2_0"))
	// Contoso's begins on the 1st, Adventure's too, the partner's on the 2nd.
	for tenant, want := range map[string]int64{contoso: 31 * 1800, adventure: 31 * 900, northwind: 30 * 3750} {
		if got := s.of(t, tenant, "pw_compute_points").delta[2]; got != want {
			t.Errorf("%s: %d, want %d", tenant, got, want)
		}
	}
	if got := s.of(t, northwind, "pw_compute_points").absolute[2]; got != 668*3750 {
		t.Errorf("all there is: %d", got)
	}
}

// On 23 November 2026, 23 days after the end of October: value is that of the month for compute points,
// and equals absolute_value for all others.
func TestUsagesNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)))
		_, client, token := startWorld(t)
		var got struct {
			Items []struct {
				Value, AbsoluteValue int64
				OfferingItem         struct{ Quota struct{ Value *int64 } }
			}
		}
		reply := get(t, client, token, "/api/2/tenants/"+contoso+"/usages?usage_names=workstations,compute_points").body
		reply = strings.NewReplacer("absolute_value", "AbsoluteValue", "offering_item", "OfferingItem").Replace(reply)
		unmarshal(t, reply, &got)
		if stations := got.Items[0]; stations.Value != 30 || stations.AbsoluteValue != 30 || *stations.OfferingItem.Quota.Value != 40 {
			t.Errorf("workstations: %+v", stations)
		}
		if points := got.Items[1]; points.Value != 23*1800 || points.AbsoluteValue != (668+23)*1800 || points.OfferingItem.Quota.Value != nil {
			t.Errorf("compute points: %+v", points)
		}
	})
}
