package acronis_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis"
)

func TestBaseURL(t *testing.T) {
	const missing, wrong = "is missing", "is not a URL"
	for _, test := range []struct{ url, host, problem string }{
		{"https://eu2-cloud.acronis.com", "eu2-cloud.acronis.com", ""},
		{"https://eu2-cloud.acronis.com/", "eu2-cloud.acronis.com", ""},
		{" https://eu2-cloud.acronis.com/api/2 ", "eu2-cloud.acronis.com", ""},
		{"https://eu2-cloud.acronis.com/api/2/", "eu2-cloud.acronis.com", ""},
		{"https://eu2-cloud.acronis.com:8443", "eu2-cloud.acronis.com:8443", ""},
		{"http://localhost:8080", "localhost:8080", ""},
		{"http://127.0.0.9", "127.0.0.9", ""},
		{"http://[::1]:8080", "[::1]:8080", ""},
		{"", "", missing},
		{"  ", "", missing},
		{"eu2-cloud.acronis.com", "", wrong},
		{"eu2-cloud.acronis.com:443", "", wrong},
		{"https://", "", wrong},
		{"https://%zz", "", wrong},
		{"http://eu2-cloud.acronis.com", "", "must begin with https://"},
		{"http://localhost.example.com", "", "must begin with https://"},
		{"ftp://localhost", "", "must begin with https://"},
		{"https://me:hunter2@eu2-cloud.acronis.com", "", "contains a user name or password"},
		{"https://eu2-cloud.acronis.com/mc", "", "has a path"},
		{"https://eu2-cloud.acronis.com/api/1", "", "has a path"},
		{"https://eu2-cloud.acronis.com?a=hunter2", "", "has a query or a fragment"},
		{"https://eu2-cloud.acronis.com#hunter2", "", "has a query or a fragment"},
	} {
		c, err := acronis.New(acronis.Config{BaseURL: test.url, AccessToken: "t"})
		if test.problem == "" {
			if err != nil {
				t.Errorf("%q: %v", test.url, err)
			} else if c.Host() != test.host {
				t.Errorf("%q: host %q, want %q", test.url, c.Host(), test.host)
			}
			continue
		}
		if err == nil || !strings.HasPrefix(err.Error(), "BaseURL "+test.problem) {
			t.Errorf("%q: got %v, want BaseURL %s …", test.url, err, test.problem)
			continue
		}
		for _, part := range []string{"https://eu2-cloud.acronis.com"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q: %q doesn't say what is right", test.url, err)
			}
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %q repeats a secret", test.url, err)
		}
	}
}

func TestCredentials(t *testing.T) {
	const url = "https://eu2-cloud.acronis.com"
	for _, test := range []struct {
		name   string
		cfg    acronis.Config
		faults []string // field and the first words of its problem
	}{
		{"client", acronis.Config{BaseURL: url, ClientID: "id", ClientSecret: "secret"}, nil},
		{"token", acronis.Config{BaseURL: url, AccessToken: "t"}, nil},
		{"nothing", acronis.Config{}, []string{"BaseURL is missing", "ClientID is missing", "ClientSecret is missing"}},
		{"no secret", acronis.Config{BaseURL: url, ClientID: "id"}, []string{"ClientSecret is missing"}},
		{"no id", acronis.Config{BaseURL: url, ClientSecret: "secret"}, []string{"ClientID is missing"}},
		{"blank secret", acronis.Config{BaseURL: url, ClientID: "id", ClientSecret: " \n"}, []string{"ClientSecret is missing"}},
		{"pasted pair", acronis.Config{BaseURL: url, ClientID: "id:hunter2", ClientSecret: "hunter2"}, []string{"ClientID contains a colon"}},
		{"both", acronis.Config{BaseURL: url, ClientID: "id", ClientSecret: "hunter2", AccessToken: "t"}, []string{"AccessToken cannot be combined"}},
		{"header", acronis.Config{BaseURL: url, AccessToken: "Bearer hunter2"}, []string{"AccessToken contains blanks"}},
		{"control", acronis.Config{BaseURL: url, AccessToken: "hunter2\r\nX: y"}, []string{"AccessToken contains blanks"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := acronis.New(test.cfg)
			var got []string
			if err != nil {
				for i, line := range strings.Split(err.Error(), "\n") {
					if i < len(test.faults) && strings.HasPrefix(line, test.faults[i]) {
						line = test.faults[i]
					}
					got = append(got, line)
				}
				if strings.Contains(err.Error(), "hunter2") {
					t.Errorf("%q repeats a secret", err)
				}
			}
			if diff := cmp.Diff(test.faults, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}
