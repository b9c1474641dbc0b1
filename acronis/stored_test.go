package acronis_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
)

const storedPath = "/api/2/reports/" + simulator.SavedReportID + "/stored/"

// download gets the first stored report of simulator.SavedReportID and counts the
// attempts.
func download(t *testing.T, c *acronis.Client) (content []byte, attempts int, err error) {
	t.Helper()
	stored, err := c.GetStoredReports(t.Context(), simulator.SavedReportID)
	if err != nil || len(stored) == 0 {
		t.Fatal(stored, err)
	}
	var b bytes.Buffer
	err = c.DownloadStoredReport(t.Context(), simulator.SavedReportID, stored[0].ID, func() (io.Writer, error) {
		attempts++
		b.Reset()
		return &b, nil
	})
	return b.Bytes(), attempts, err
}

func TestDownload(t *testing.T) {
	for name, test := range map[string]struct {
		compression simulator.Compression
		faults      []simulator.Fault
		attempts    int
	}{
		"gzip, labelled":   {attempts: 1},
		"gzip, unlabelled": {compression: simulator.GzipUnlabelled, attempts: 1},
		"as it is":         {compression: simulator.GzipNever, attempts: 1},
		"wrongly labelled": {compression: simulator.GzipNever, faults: []simulator.Fault{{Header: http.Header{"Content-Encoding": {"gzip"}}}}, attempts: 1},
		"503 first":        {faults: []simulator.Fault{{Status: 503}}, attempts: 1},
		"cut twice":        {faults: []simulator.Fault{{Cut: simulator.CutInBody}, {Cut: simulator.CutInBody}}, attempts: 3},
	} {
		t.Run(name, func(t *testing.T) {
			simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
				dc.Change(func(o *simulator.Options) { o.Compression = test.compression })
				for _, f := range test.faults {
					f.Path = storedPath
					dc.Inject(f)
				}
				got, attempts, err := download(t, c)
				if err != nil || attempts != test.attempts {
					t.Fatalf("%v after %d attempts with a body, want %d", err, attempts, test.attempts)
				}
				if test.compression != simulator.GzipNever {
					r, err := gzip.NewReader(bytes.NewReader(got))
					if err != nil {
						t.Fatal(err)
					}
					if got, err = io.ReadAll(r); err != nil {
						t.Fatal(err)
					}
				}
				if !strings.Contains(string(got), "application.id") || !strings.HasSuffix(string(got), "\n") {
					t.Errorf("got %q", got)
				}
			})
		})
	}
}

func TestDownloadGivesUp(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		dc.Inject(simulator.Fault{Path: storedPath, Cut: simulator.CutInBody, Times: 3})
		_, attempts, err := download(t, c)
		if e := asError(t, err); e.Kind != acronis.Unavailable || e.Attempts != 3 || attempts != 3 {
			t.Errorf("got %v after %d attempts", err, attempts)
		}
	})
}

// TestDownloadInPart has replies that may contain only a part of the file.
func TestDownloadInPart(t *testing.T) {
	for _, test := range []struct {
		name, head, body string
		whole            bool
	}{
		{"with a length", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n", "a,b\n", true},
		{"in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", "4\r\na,b\n\r\n0\r\n\r\n", true},
		{"gzip, up to the connection's end", "HTTP/1.1 200 OK\r\n", "\x1f\x8b…", true},
		{"up to the connection's end", "HTTP/1.1 200 OK\r\n", "a,b\n", false},
		{"partial content", "HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\nContent-Range: bytes 0-3/99\r\n", "a,b\n", false},
		{"another protocol", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n", "a,b\n", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			done := make(chan struct{})
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				conn, _, err := w.(http.Hijacker).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				defer conn.Close()
				fmt.Fprintf(conn, "%sConnection: close\r\n\r\n%s", test.head, test.body)
				if strings.Contains(test.head, "101") {
					<-done // send nothing more and keep the connection open
				}
			}))
			defer server.Close()
			defer close(done)
			c, err := acronis.New(acronis.Config{BaseURL: server.URL, AccessToken: "token"})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			err = c.DownloadStoredReport(t.Context(), guideID, guideID, func() (io.Writer, error) { return io.Discard, nil })
			if test.whole != (err == nil) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestDownloadNotKept(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		stored, err := c.GetStoredReports(t.Context(), simulator.SavedReportID)
		if err != nil {
			t.Fatal(err)
		}
		full := errors.New("no space left on device")
		for name, file := range map[string]func() (io.Writer, error){
			"no file":   func() (io.Writer, error) { return nil, full },
			"full disk": func() (io.Writer, error) { return failing{full}, nil },
		} {
			before := len(dc.Requests())
			err := c.DownloadStoredReport(t.Context(), simulator.SavedReportID, stored[0].ID, file)
			if !errors.Is(err, acronis.ErrNotKept) || !errors.Is(err, full) || len(dc.Requests()) != before+1 {
				t.Errorf("%s: got %v after %d requests, want one", name, err, len(dc.Requests())-before)
			}
		}
	})
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestDownloadTakesItsTime has a file that arrives in pieces within 20 seconds,
// which is longer than other replies may take, and one that stops arriving.
func TestDownloadTakesItsTime(t *testing.T) {
	for name, test := range map[string]struct {
		pause time.Duration
		fails bool
	}{"slow": {pause: 5 * time.Second}, "stalled": {pause: time.Minute, fails: true}} {
		t.Run(name, func(t *testing.T) {
			trickle(t, test.pause, func(t *testing.T, c *acronis.Client) {
				var b bytes.Buffer
				err := c.DownloadStoredReport(t.Context(), "r", "s", func() (io.Writer, error) { b.Reset(); return &b, nil })
				if test.fails {
					if e := asError(t, err); e.Kind != acronis.Unavailable || !strings.Contains(e.Error(), "in time") {
						t.Errorf("got %v", err)
					}
				} else if err != nil || b.String() != "....." {
					t.Errorf("got %q, %v", b.String(), err)
				}
			})
		})
	}
}

func TestUsagesAndOfferingItems(t *testing.T) {
	var u acronis.Usage
	const sent = `{"name":"pw_base_storage","usage_name":"storage","edition":null,"value":9007199254740993,"absolute_value":18014398509481985,"measurement_unit":"bytes","new":1,"offering_item":{"status":1,"quota":{"value":null,"overage":null,"version":3}}}`
	if err := json.Unmarshal([]byte(sent), &u); err != nil {
		t.Fatal(err)
	}
	if u.AbsoluteValue != "18014398509481985" || u.Value != "9007199254740993" || u.Edition != "" || u.OfferingItem.Quota.Value != "" {
		t.Errorf("got %+v", u)
	}
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		usages, err := c.GetUsages(t.Context(), simulator.ContosoID)
		if err != nil || len(usages) == 0 || usages[0].MeasurementUnit == "" {
			t.Errorf("got %v, %v", usages, err)
		}
	})
}

// trickle runs f with fake time and a server that sends five bytes with a pause
// before each.
func trickle(t *testing.T, pause time.Duration, f func(t *testing.T, c *acronis.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		dial := func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			go func() {
				defer server.Close()
				if _, err := http.ReadRequest(bufio.NewReader(server)); err != nil {
					return
				}
				_, err := io.WriteString(server, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n")
				for i := 0; i < 5 && err == nil; i++ {
					time.Sleep(pause) // fake time
					_, err = io.WriteString(server, ".")
				}
			}()
			return client, nil
		}
		c, err := acronis.New(acronis.Config{BaseURL: "http://localhost", AccessToken: "token", Dial: dial})
		if err != nil {
			t.Fatal(err)
		}
		defer time.Sleep(6 * pause) // fake time; the server has noticed the end by then
		defer c.Close()
		f(t, c)
	})
}
