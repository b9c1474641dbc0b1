package simulator_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis/simulator"

	"github.com/google/go-cmp/cmp"
)

type storedItem struct {
	ID, Status   string
	ReportFormat string `json:"report_format"`
	CreatedAt    string `json:"created_at"`
	Size         *int
}

// order creates a report in some formats and returns the path of its stored reports.
func order(t *testing.T, client *http.Client, token, formats string) string {
	t.Helper()
	var got created
	body := strings.Replace(goodPost, `"csv_v2_0"`, formats, 1)
	unmarshal(t, send(t, client, token, "POST", "/api/2/reports", body).body, &got)
	return "/api/2/reports/" + got.ID + "/stored"
}

func listStored(t *testing.T, client *http.Client, token, target string) []storedItem {
	t.Helper()
	var got struct{ Items []storedItem }
	unmarshal(t, get(t, client, token, target).body, &got)
	return got.Items
}

// statuses returns a line for each stored report: format, status, and whether it has an id and a size.
func statuses(items []storedItem) (lines []string) {
	for _, item := range items {
		line := item.ReportFormat + " " + item.Status
		if item.ID != "" {
			line += " id"
		}
		if item.Size != nil {
			line += " size"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestGeneration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dc, client := start(t)
		dc.GenerationTime = time.Minute
		token := login(t, client, "http://dc")
		target := order(t, client, token, `"csv_v2_0","html"`)
		for _, step := range []struct {
			sleep time.Duration
			want  []string
		}{
			{0, []string{"csv_v2_0 in_progress id", "html in_progress id"}},
			{30*time.Second - 1, []string{"csv_v2_0 in_progress id", "html in_progress id"}},
			{1, []string{"csv_v2_0 saved id size", "html in_progress id"}},
			{30 * time.Second, []string{"csv_v2_0 saved id size", "html saved id size"}},
		} {
			time.Sleep(step.sleep)
			if diff := cmp.Diff(step.want, statuses(listStored(t, client, token, target))); diff != "" {
				t.Errorf("%v (-want +got):\n%s", time.Now().UTC(), diff)
			}
		}
	})
}

func TestStoredOptions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dc, client := start(t)
		dc.EmptyFirst, dc.IDWhenSaved, dc.CreatedAtNoZone = true, true, true
		dc.FailFormats = []string{"html"}
		dc.UnfinishedStatus = http.StatusConflict
		token := login(t, client, "http://dc")
		target := order(t, client, token, `"csv_v2_0","html"`)
		const second = "/00000000-0000-4000-b000-000000000016" // of the 20 saved and the two just ordered

		if got := listStored(t, client, token, target); len(got) != 0 {
			t.Errorf("at first: %+v", got)
		}
		time.Sleep(time.Second)
		got := listStored(t, client, token, target)
		if diff := cmp.Diff([]string{"csv_v2_0 in_progress", "html in_progress"}, statuses(got)); diff != "" {
			t.Errorf("a second later (-want +got):\n%s", diff)
		}
		if got[0].CreatedAt != "2000-01-01T00:00:00" {
			t.Errorf("created_at %s", got[0].CreatedAt)
		}
		if got := get(t, client, token, target+second).status; got != http.StatusConflict {
			t.Errorf("downloading what isn't done: status %d, want 409", got)
		}
		time.Sleep(time.Minute)
		if diff := cmp.Diff([]string{"csv_v2_0 saved id size", "html failed"}, statuses(listStored(t, client, token, target))); diff != "" {
			t.Errorf("at last (-want +got):\n%s", diff)
		}
		if got := get(t, client, token, target+second).status; got != http.StatusConflict {
			t.Errorf("downloading what failed: status %d, want 409", got)
		}
	})
}

// If the generation date is in the future, generation begins then.
func TestGenerationDate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dc, client := start(t)
		dc.TokenLifetime = 48 * time.Hour
		token := login(t, client, "http://dc")
		body := strings.Replace(goodPost, `{"rec`, `{"generation_date":"2000-01-02","rec`, 1)
		var report created
		unmarshal(t, send(t, client, token, "POST", "/api/2/reports", body).body, &report)
		target := "/api/2/reports/" + report.ID + "/stored"
		if got := listStored(t, client, token, target); len(got) != 0 {
			t.Errorf("the day before: %+v", got)
		}
		time.Sleep(24*time.Hour + 3*time.Second)
		if got := listStored(t, client, token, target); len(got) != 1 || got[0].Status != "saved" || got[0].CreatedAt != "2000-01-02T00:00:00+00:00" {
			t.Errorf("on the day: %+v", got)
		}
	})
}

// download returns a file as it is sent.
func download(t *testing.T, client *http.Client, token, target string) response {
	t.Helper()
	req := request(t, "GET", "http://dc"+target, "")
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Accept-Encoding", "identity")
	return do(t, client, req)
}

func gunzip(t *testing.T, text string) string {
	t.Helper()
	r, err := gzip.NewReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

func TestCompression(t *testing.T) {
	dc, client := start(t)
	token := login(t, client, "http://dc")
	target := "/api/2/reports/" + simulator.SavedReportID + "/stored"
	item := listStored(t, client, token, target)[0]
	target += "/" + item.ID

	always := download(t, client, token, target)
	dc.Change(func(o *simulator.Options) { o.Compression = simulator.GzipUnlabelled })
	unlabelled := download(t, client, token, target)
	dc.Change(func(o *simulator.Options) { o.Compression = simulator.GzipNever })
	never := download(t, client, token, target)

	for _, got := range []response{always, unlabelled, never} {
		if got.status != http.StatusOK || got.header.Get("Content-Type") != "application/octet-stream" {
			t.Errorf("status %d, type %s", got.status, got.header.Get("Content-Type"))
		}
	}
	if always.header.Get("Content-Encoding") != "gzip" || unlabelled.header.Get("Content-Encoding") != "" || never.header.Get("Content-Encoding") != "" {
		t.Error("a file is labelled wrong")
	}
	if len(always.body) != *item.Size || always.body != unlabelled.body || gunzip(t, always.body) != never.body {
		t.Errorf("%d bytes of gzip, %d unlabelled, listed as %d", len(always.body), len(unlabelled.body), *item.Size)
	}
}

// A file set with SetFile is sent byte for byte, with any Content-Encoding.
func TestSetFile(t *testing.T) {
	dc, client := start(t)
	token := login(t, client, "http://dc")
	if err := dc.SetFile(simulator.SavedReportID, "csv_v2_0", []byte("not gzip at all"), "gzip"); err != nil {
		t.Fatal(err)
	}
	target := "/api/2/reports/" + simulator.SavedReportID + "/stored"
	item := listStored(t, client, token, target)[0]
	got := download(t, client, token, target+"/"+item.ID)
	if got.body != "not gzip at all" || got.header.Get("Content-Encoding") != "gzip" || *item.Size != 15 {
		t.Errorf("%q, labelled %q, listed as %d bytes", got.body, got.header.Get("Content-Encoding"), *item.Size)
	}
	if err := dc.SetFile(simulator.SavedReportID, "html", nil, ""); err == nil {
		t.Error("no error for a format that is not stored")
	}
	if err := dc.SetFile(unknownUUID, "csv_v2_0", nil, ""); err == nil {
		t.Error("no error for a report that is not there")
	}
}

func TestAddLeftovers(t *testing.T) {
	dc, client := start(t)
	token := login(t, client, "http://dc")
	dc.AddLeftovers(100)
	dc.AddLeftovers(88)
	var list struct{ Items []string }
	unmarshal(t, get(t, client, token, "/api/2/tenants/"+simulator.CohoID+"/reports").body, &list)
	if n := len(list.Items); n != 200 || list.Items[199] != "c0400000-0000-4000-8000-000000000200" {
		t.Errorf("%d reports, the last is %s", n, list.Items[n-1])
	}
	if got := listStored(t, client, token, "/api/2/reports/"+list.Items[199]+"/stored"); len(got) != 1 || *got[0].Size == 0 {
		t.Errorf("stored of the last: %+v", got)
	}
}
