package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// echoServer responds to a request with the credentials that it received.
type echoServer func(w http.ResponseWriter, r *http.Request, credentials string)

var echoes = map[string]echoServer{
	"text": func(w http.ResponseWriter, r *http.Request, credentials string) {
		w.Header().Set("WWW-Authenticate", credentials)
		w.WriteHeader(http.StatusBadRequest)
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintln(w, credentials, r.URL, r.Header, string(body))
	},
	"envelope": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		w.WriteHeader(http.StatusForbidden)
		_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{
			"code": credentials, "message": credentials, "details": map[string]any{"sent": credentials}, "data": []string{credentials},
		}})
	},
	"token error": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		w.WriteHeader(http.StatusUnauthorized)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid " + credentials, "error_description": strings.Repeat("x", 490) + credentials})
	},
	"redirect": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		w.Header().Set("Location", "https://me:"+url.PathEscape(credentials)+"@example.com/"+url.PathEscape(credentials)+"?token="+url.QueryEscape(credentials))
		w.WriteHeader(http.StatusFound)
	},
	"encoded": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, encodings(credentials), encodings(strings.TrimPrefix(credentials, markedID+":")))
	},
	"after many blanks": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, strings.Repeat(" ", 64<<10-20), credentials)
	},
	"not a number": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		quoted, _ := json.Marshal(credentials)
		fmt.Fprintf(w, `{"access_token":%s,"expires_on":%[1]s,"tenant_id":%[1]s,"id":%[1]s,"version":%[1]s,"items":[{"id":%[1]s,"name":%[1]s,"value":%[1]s}]}`, quoted)
	},
	"not HTTP": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(conn, "%s\r\n\r\n", credentials)
		conn.Close()
	},
	"out of turn": func(w http.ResponseWriter, _ *http.Request, credentials string) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(conn, "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 %s\r\n\r\n", credentials)
		conn.Close()
	},
}

// repeater is a simulator that accepts the marked credentials.
type repeater struct {
	settings map[string]string
	token    atomic.Int32
	answers  echoServer // to all but token requests; nil passes them on
	tokens   echoServer // to token requests
}

// repeating starts a data centre that puts the credentials into every reply, as
// unknown fields and in names.
func repeating(t *testing.T) *repeater { return repeatingFor(t, markedID) }

// repeatingFor does the same with another client id.
func repeatingFor(t *testing.T, id string) *repeater {
	t.Helper()
	center := simulator.New()
	t.Cleanup(center.Close)
	base, err := center.Listen()
	if err != nil {
		t.Fatal(err)
	}
	target, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, base+"/api/2/idp/token", strings.NewReader("grant_type=client_credentials"))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(simulator.ClientID, simulator.ClientSecret)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var inner struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&inner); err != nil {
		t.Fatal(err)
	}

	r := &repeater{}
	pass := &httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(target)
			p.Out.URL.Path = strings.ReplaceAll(p.Out.URL.Path, id, simulator.ClientID)
			p.Out.URL.RawPath = ""
			p.Out.Header.Set("Echo", p.In.Header.Get("Authorization"))
			p.Out.Header.Set("Authorization", "Bearer "+inner.Token)
		},
		ModifyResponse: func(r *http.Response) error { return markAnswer(r, id) },
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/2/idp/token", func(w http.ResponseWriter, request *http.Request) {
		if r.tokens != nil {
			r.tokens(w, request, id+":"+markedSecret)
			return
		}
		if sent, secret, _ := request.BasicAuth(); sent != id || secret != markedSecret {
			echoes["text"](w, request, secret)
			return
		}
		fmt.Fprintf(w, `{"access_token":"MARKED-TOKEN-0123-%d","expires_in":7200}`, r.token.Add(1))
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, request *http.Request) {
		bearer, ok := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer ")
		switch {
		case !ok:
			w.WriteHeader(http.StatusUnauthorized)
		case r.answers != nil:
			r.answers(w, request, bearer)
		case !strings.HasPrefix(bearer, "MARKED-TOKEN"):
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, bearer)
		default:
			pass.ServeHTTP(w, request)
		}
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	r.settings = map[string]string{"ACRONIS_BASE_URL": s.URL, "ACRONIS_CLIENT_ID": id, "ACRONIS_CLIENT_SECRET": markedSecret, "ACRONIS_ACCESS": "delete"}
	return r
}

// markAnswer puts the token of a request into all objects of its reply.
func markAnswer(response *http.Response, id string) error {
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "application/json") {
		return markFile(response, body)
	}
	body = bytes.ReplaceAll(body, []byte(simulator.ClientID), []byte(id)) // with the id that was requested
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	mark(value, response.Request.Header.Get("Echo"))
	marked, err := json.Marshal(value)
	marked = bytes.ReplaceAll(marked, []byte("MARKED-TOKEN"), []byte(`\u004d\u0041RKED-TOKEN`)) // which JSON allows, too
	response.Body = io.NopCloser(bytes.NewReader(marked))
	response.ContentLength = int64(len(marked))
	response.Header.Set("Content-Length", fmt.Sprint(len(marked)))
	return err
}

// markFile puts the credentials into the names of a stored report.
func markFile(response *http.Response, body []byte) error {
	if z, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
		if body, err = io.ReadAll(z); err != nil {
			return err
		}
	}
	token := strings.TrimPrefix(response.Request.Header.Get("Echo"), "Bearer ")
	secrets := token + " " + markedSecret
	for encoding, encoded := range encodings(markedSecret) {
		secrets += " " + encoding + " " + encoded
	}
	for _, name := range []string{"Contoso Ltd", "Wingtip Toys", "SIM-SEAT", "pck_per_gigabyte"} {
		marked := `"` + strings.ReplaceAll(name+" "+secrets, `"`, `""`) + `"`
		body = bytes.ReplaceAll(body, []byte(","+name+","), []byte(","+marked+","))
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write(body)
	if err := errors.Join(err, z.Close()); err != nil {
		return err
	}
	response.Header.Del("Content-Encoding")
	response.Header.Set("Content-Length", fmt.Sprint(packed.Len()))
	response.ContentLength, response.Body = int64(packed.Len()), io.NopCloser(&packed)
	return nil
}

// encodings returns a secret in several encodings.
func encodings(secret string) map[string]string {
	return map[string]string{
		"base64": base64.StdEncoding.EncodeToString([]byte(secret)), "base64url": base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"hex": hex.EncodeToString([]byte(secret)), "HEX": fmt.Sprintf("%X", secret),
		"html": html.EscapeString(secret), "query": url.QueryEscape(secret), "query, lower": strings.NewReplacer("%2F", "%2f", "%2B", "%2b", "%3C", "%3c", "%26", "%26").Replace(url.QueryEscape(secret)), "query, twice": url.QueryEscape(url.QueryEscape(secret)),
	}
}

func mark(value any, authorization string) {
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			mark(v, authorization)
		}
	case map[string]any:
		for _, v := range value {
			mark(v, authorization)
		}
		token := strings.TrimPrefix(authorization, "Bearer ")
		if name, ok := value["name"].(string); ok {
			value["name"] = name + authorization
		}
		value["authorization"] = authorization
		for encoding, encoded := range encodings(token) {
			value[encoding] = encoded
		}
	}
}
