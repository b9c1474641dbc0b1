package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// centreCommand is the first argument that makes this program the data centre.
const centreCommand = "data-centre"

// guideID is the id of the report of the vendor's guide, which single calls get.
const guideID = "20dffb36-d77b-45c6-b2fa-39276e98d5fc"

// startCentre starts a data centre in a process of its own, and returns its URL. It
// ends with ctx, or when stop is called.
func (b *bench) startCentre(ctx context.Context, w world, sheet string) (url string, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return "", nil, err
	}
	cmd := exec.CommandContext(ctx, self, centreCommand,
		"-tenants", strconv.Itoa(w.tenants), "-months", strconv.Itoa(w.months), "-large", strconv.Itoa(w.large), "-sheet", sheet)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe() // the data centre ends when it is closed
	if err != nil {
		return "", nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() { in.Close(); cmd.Wait() }
	if _, err := fmt.Fscanln(out, &url); err != nil {
		stop()
		return "", nil, fmt.Errorf("the data centre doesn't start: %w", err)
	}
	return url, stop, nil
}

// serveCentre is the data centre. It ends when standard input does.
func serveCentre(args []string) error {
	var w world
	f := flag.NewFlagSet(centreCommand, flag.ExitOnError)
	f.IntVar(&w.tenants, "tenants", 0, "")
	f.IntVar(&w.months, "months", 0, "")
	f.IntVar(&w.large, "large", 0, "")
	sheet := f.String("sheet", "", "")
	f.Parse(args) // exits if it fails
	c := &centre{world: w, sheet: *sheet}
	if err := c.prepare(); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go http.Serve(l, c.routes())
	fmt.Println("http://" + l.Addr().String())
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// centre answers requests from memory, so that it takes little time from those it
// measures.
type centre struct {
	world
	sheet   string
	size    int64
	guide   []byte
	tenants []string // their JSON
	index   map[string]int
}

func (c *centre) prepare() (err error) {
	c.index = make(map[string]int, c.world.tenants)
	for i := range c.world.tenants {
		c.tenants = append(c.tenants, tenantJSON(i))
		c.index[tenantID(i)] = i
	}
	if c.guide, err = os.ReadFile("acronis/testdata/guide-report.json"); err != nil {
		return fmt.Errorf("run it in the folder of go.mod: %w", err)
	}
	if c.sheet == "" {
		return nil
	}
	info, err := os.Stat(c.sheet)
	if err != nil {
		return err
	}
	c.size = info.Size()
	return nil
}

func (c *centre) routes() http.Handler {
	mux := http.NewServeMux()
	get := func(path string, reply func(*http.Request) (string, error)) {
		mux.HandleFunc("GET /api/2"+path, func(w http.ResponseWriter, r *http.Request) {
			body, err := reply(r)
			if err != nil {
				http.Error(w, err.Error(), http.StatusNotFound)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, body)
		})
	}
	mux.HandleFunc("POST /api/2/idp/token", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"access_token":"an-access-token-of-this-measurement","token_type":"bearer","expires_in":7200}`)
	})
	mux.HandleFunc("GET /api/2/reports/{id}/stored/{file}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/csv")
		w.Header().Set("Content-Encoding", "gzip")
		http.ServeFile(w, r, c.sheet)
	})
	get("/clients/{id}", func(r *http.Request) (string, error) {
		return fmt.Sprintf(`{"client_id":%q,"tenant_id":%q}`, r.PathValue("id"), tenantID(0)), nil
	})
	get("/reports/{id}", c.report)
	get("/reports/{id}/stored", c.stored)
	get("/tenants", c.tenantPage)
	get("/tenants/{id}", func(r *http.Request) (string, error) {
		i, ok := c.index[r.PathValue("id")]
		if !ok {
			return "", errors.New("no such tenant")
		}
		return c.tenants[i], nil
	})
	get("/tenants/{id}/reports", func(*http.Request) (string, error) {
		var ids []string
		for back := range c.months {
			ids = append(ids, strconv.Quote(reportID(back)))
		}
		for i := range c.large {
			ids = append(ids, strconv.Quote(largeID(i)))
		}
		return items(ids), nil
	})
	empty := func(*http.Request) (string, error) { return items(nil), nil }
	get("/tenants/{id}/usages", empty)
	get("/tenants/{id}/offering_items", empty)
	get("/applications", empty)
	get("/infra", func(r *http.Request) (string, error) {
		var list []string
		for id := range strings.SplitSeq(r.URL.Query().Get("uuids"), ",") {
			list = append(list, fmt.Sprintf(`{"id":%q,"owner_tenant_id":%q,"platform_owned":true,"name":"Storage %s"}`, id, tenantID(0), id[24:]))
		}
		return items(list), nil
	})
	return mux
}

func items(list []string) string { return `{"items":[` + strings.Join(list, ",") + `]}` }

// monthOf returns the month of the report that a request names.
func (c *centre) monthOf(r *http.Request) (back int, err error) {
	for back := range c.months {
		if reportID(back) == r.PathValue("id") {
			return back, nil
		}
	}
	return 0, errors.New("no such report")
}

func (c *centre) report(r *http.Request) (string, error) {
	if r.PathValue("id") == guideID {
		return string(c.guide), nil
	}
	if c.large > 0 && strings.HasPrefix(r.PathValue("id"), largePrefix) {
		return largeJSON(r.PathValue("id")), nil
	}
	back, err := c.monthOf(r)
	return reportJSON(back), err
}

func (c *centre) stored(r *http.Request) (string, error) {
	back, err := c.monthOf(r)
	return items([]string{storedJSON(back, c.size)}), err
}

// tenantPage answers GET /tenants. A cursor is the index of the next tenant.
func (c *centre) tenantPage(r *http.Request) (string, error) {
	q := r.URL.Query()
	if uuids := q.Get("uuids"); uuids != "" {
		var list []string
		for id := range strings.SplitSeq(uuids, ",") {
			if i, ok := c.index[id]; ok {
				list = append(list, c.tenants[i])
			}
		}
		return items(list), nil
	}
	begin, _ := strconv.Atoi(q.Get("after"))
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil {
		limit = 5000
	}
	end := min(begin+limit, len(c.tenants))
	if begin > end {
		return "", errors.New("no such page")
	}
	page := strings.TrimSuffix(items(c.tenants[begin:end]), "}")
	if end < len(c.tenants) {
		page += fmt.Sprintf(`,"paging":{"cursors":{"after":"%d"}}`, end)
	}
	return page + "}", nil
}
