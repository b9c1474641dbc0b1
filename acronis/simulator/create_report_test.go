package simulator_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis/simulator"
)

// goodPost is a report that can be created at any time.
const goodPost = `{"recipients":[],"result_action":"save","schedule":{"type":"once"},"parameters":{"tenant_id":"` +
	contoso + `","level":"accounts","kind":"usage_summary","formats":["csv_v2_0"],"period":{"start":"1999-12-01","end":"1999-12-31"}}}`

// created has the fields of a new or changed report that tests check.
type created struct {
	ID         string
	Version    json.Number
	Recipients []string
	Schedule   struct{ Enabled bool }
	Parameters struct {
		Formats       []string
		HideZeroUsage *bool `json:"hide_zero_usage"`
	}
}

func TestCreateReportChecks(t *testing.T) {
	_, client := start(t)
	token := login(t, client, "http://dc")
	for name, test := range map[string]struct {
		old, new string
		want     int
	}{
		"all is well":               {``, ``, 200},
		"no recipients":             {`"recipients":[],`, ``, 200},
		"recipients null":           {`"recipients":[]`, `"recipients":null`, 400},
		"recipient no UUID":         {`[],`, `["all"],`, 400},
		"recipient a number":        {`[],`, `[7],`, 400},
		"send to nobody":            {`"save"`, `"send"`, 400},
		"send to somebody":          {`[],"result_action":"save"`, `["` + simulator.UserID + `"],"result_action":"send"`, 200},
		"result_action none":        {`"save"`, `"none"`, 400},
		"schedule daily":            {`"once"`, `"daily"`, 400},
		"schedule no object":        {`{"type":"once"}`, `"once"`, 400},
		"enabled a word":            {`"once"`, `"once","enabled":"true"`, 400},
		"no tenant":                 {`"tenant_id"`, `"tenant"`, 400},
		"tenant in capitals":        {contoso, strings.ToUpper(contoso), 400},
		"tenant deleted":            {contoso, deleted, 404},
		"level unknown":             {`"accounts"`, `"units"`, 400},
		"level itself":              {`"accounts"`, `"itself"`, 200},
		"kind in capitals":          {`"kind"`, `"Kind"`, 400},
		"kind unknown":              {`usage_summary`, `usage_weekly`, 400},
		"format that isn't":         {`csv_v2_0`, `csv_v1_0`, 400},
		"format json_v2_0":          {`csv_v2_0`, `json_v2_0`, 200},
		"no formats":                {`["csv_v2_0"]`, `[]`, 200},
		"monthly csv_v2_0":          {`"once"`, `"monthly"`, 400},
		"period without end":        {`,"end":"1999-12-31"`, ``, 400},
		"period without start":      {`"start":"1999-12-01",`, ``, 400},
		"period that isn't":         {`1999-12-31`, `1999-12-32`, 400},
		"period with time":          {`1999-12-31`, `1999-12-31T00:00:00`, 400},
		"period upside down":        {`1999-12-01`, `2000-01-01`, 400},
		"period in the future":      {`1999-12-31`, `9999-12-31`, 400},
		"hide_zero_usage a word":    {`"kind"`, `"hide_zero_usage":"true","kind"`, 400},
		"unknown field":             {`"recipients"`, `"version":1,"recipients"`, 400},
		"unknown field deeper":      {`"kind"`, `"colour":7,"kind"`, 200},
		"generation_date that is":   {`"recipients"`, `"generation_date":"2020-02-29","recipients"`, 200},
		"generation_date that isnt": {`"recipients"`, `"generation_date":"2021-02-29","recipients"`, 400},
		"two bodies":                {`1999-12-31"}}}`, `1999-12-31"}}}{}`, 400},
		"half a body":               {`1999-12-31"}}}`, `1999-12-31"}}`, 400},
		"no object":                 {goodPost, `[]`, 400},
	} {
		body := strings.Replace(goodPost, test.old, test.new, 1)
		if got := send(t, client, token, "POST", "/api/2/reports", body); got.status != test.want {
			t.Errorf("%s: status %d, want %d: %s", name, got.status, test.want, got.body)
		}
	}
}

func TestCreateOptions(t *testing.T) {
	noRecipients := strings.Replace(goodPost, `"recipients":[],`, ``, 1)
	noTenant := strings.Replace(goodPost, contoso, unknownUUID, 1)
	future := strings.Replace(goodPost, "1999-12-31", "9999-12-31", 1)
	for name, test := range map[string]struct {
		set  func(*simulator.Options)
		body string
		want int
	}{
		"CreatedStatus":                 {func(o *simulator.Options) { o.CreatedStatus = 201 }, goodPost, 201},
		"RecipientsRequired":            {func(o *simulator.Options) { o.RecipientsRequired = true }, noRecipients, 400},
		"RecipientsRequired, none will": {func(o *simulator.Options) { o.RecipientsRequired = true }, goodPost, 200},
		"UnknownTenantStatus":           {func(o *simulator.Options) { o.UnknownTenantStatus = 400 }, noTenant, 400},
		"FuturePeriodStatus":            {func(o *simulator.Options) { o.FuturePeriodStatus = 422 }, future, 422},
		"FuturePeriodStatus 0":          {func(o *simulator.Options) { o.FuturePeriodStatus = 0 }, future, 200},
		"ReadOnly":                      {func(o *simulator.Options) { o.ReadOnly = true }, goodPost, 403},
	} {
		dc, client := start(t)
		dc.Change(test.set)
		got := send(t, client, login(t, client, "http://dc"), "POST", "/api/2/reports", test.body)
		if got.status != test.want {
			t.Errorf("%s: status %d, want %d: %s", name, got.status, test.want, got.body)
		}
	}
}

func TestFirstVersionAndFormats(t *testing.T) {
	dc, client := start(t)
	dc.FirstVersion = 9007199254740993127
	dc.DefaultFormats = []string{"html", "json_v1"}
	var got created
	body := strings.Replace(goodPost, `"formats":["csv_v2_0"],`, "", 1)
	unmarshal(t, send(t, client, login(t, client, "http://dc"), "POST", "/api/2/reports", body).body, &got)
	if got.Version != "9007199254740993127" || strings.Join(got.Parameters.Formats, " ") != "html json_v1" {
		t.Errorf("got %+v", got)
	}
}

// The usage history of yesterday is due at 6 in the morning.
func TestNotReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dc, client := start(t)
		dc.NotReady = true
		dc.TokenLifetime = 24 * time.Hour
		token := login(t, client, "http://dc")
		for _, want := range []int{400, 400, 500, 500} { // at 0:00, 5:59:59, 6:00, 12:00
			got := send(t, client, token, "POST", "/api/2/reports", goodPost)
			if got.status != want || !strings.Contains(got.body, "not ready") {
				t.Errorf("%s: status %d, want %d: %s", time.Now().UTC(), got.status, want, got.body)
			}
			switch time.Now().UTC().Hour() {
			case 0:
				time.Sleep(6*time.Hour - time.Second)
			case 5:
				time.Sleep(time.Second)
			default:
				time.Sleep(6 * time.Hour)
			}
		}
		dc.Change(func(o *simulator.Options) { o.NotReady = false })
		if got := send(t, client, login(t, client, "http://dc"), "POST", "/api/2/reports", goodPost); got.status != http.StatusOK {
			t.Errorf("status %d when it is ready, want 200", got.status)
		}
	})
}
