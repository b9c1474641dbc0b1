package settings

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis"
)

// load returns the settings of a command line and an environment.
func load(t *testing.T, environment map[string]string, args ...string) *Settings {
	t.Helper()
	f, err := ParseFlags(args)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Load(f, func(name string) string { return environment[name] }, "test", Choice{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// complete returns an environment with everything that is needed, changed as given.
func complete(changes ...string) map[string]string {
	m := map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_CLIENT_ID": "id", "ACRONIS_CLIENT_SECRET": "s3cr3t"}
	for i := 0; i < len(changes); i += 2 {
		m[changes[i]] = changes[i+1]
	}
	return m
}

func TestProblems(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("s3cr3t\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name        string
		environment map[string]string
		problems    map[string]string // by setting, a part of the text; empty if there are none
	}{
		{"client", complete(), nil},
		{"secret file", complete("ACRONIS_CLIENT_SECRET", "", "ACRONIS_CLIENT_SECRET_FILE", secret), nil},
		{"token", map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_ACCESS_TOKEN": "t"}, nil},
		{"nothing", nil, map[string]string{
			"ACRONIS_BASE_URL": "ACRONIS_BASE_URL is missing", "ACRONIS_CLIENT_ID": "ACRONIS_CLIENT_ID is missing",
			"ACRONIS_CLIENT_SECRET": "ACRONIS_CLIENT_SECRET (or ACRONIS_CLIENT_SECRET_FILE) is missing",
		}},
		{"http", complete("ACRONIS_BASE_URL", "http://eu2-cloud.acronis.com"), map[string]string{"ACRONIS_BASE_URL": "ACRONIS_BASE_URL must begin with https://"}},
		{"tenant", complete("ACRONIS_TENANT_ID", "Contoso"), map[string]string{"ACRONIS_TENANT_ID": "ACRONIS_TENANT_ID must be a UUID"}},
		{"both secrets", complete("ACRONIS_CLIENT_SECRET_FILE", secret), map[string]string{"ACRONIS_CLIENT_SECRET_FILE": "are both set"}},
		{"no such file", complete("ACRONIS_CLIENT_SECRET", "", "ACRONIS_CLIENT_SECRET_FILE", secret+"x"), map[string]string{"ACRONIS_CLIENT_SECRET_FILE": "can't be read"}},
		{"the secret in place of its file", complete("ACRONIS_CLIENT_SECRET", "", "ACRONIS_CLIENT_SECRET_FILE", "s3cr3t"), map[string]string{"ACRONIS_CLIENT_SECRET_FILE": "can't be read"}},
		{"token and client", complete("ACRONIS_ACCESS_TOKEN", "t"), map[string]string{"ACRONIS_ACCESS_TOKEN": "ACRONIS_ACCESS_TOKEN cannot be combined"}},
		{"byte order mark", complete("ACRONIS_CLIENT_ID", "\ufeffid", "ACRONIS_CLIENT_SECRET", "s3cr3t\u200b"), map[string]string{
			"ACRONIS_CLIENT_ID": "hidden characters", "ACRONIS_CLIENT_SECRET": "hidden characters",
		}},
		{"access", complete("ACRONIS_ACCESS", "s3cr3t"), map[string]string{"ACRONIS_ACCESS": "read, write or delete"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := load(t, test.environment)
			if (s.Client != nil) != (len(test.problems) == 0) {
				t.Errorf("the client is %v", s.Client)
			}
			left := maps.Clone(test.problems)
			for _, p := range s.Problems {
				if want, ok := left[p.Setting]; !ok || !strings.Contains(p.Text, want) || strings.Contains(p.Text, "s3cr3t") {
					t.Errorf("got %+v, want %q", p, want)
				}
				delete(left, p.Setting)
			}
			if len(left) > 0 {
				t.Errorf("no problem with %v: %v", left, s.Problems)
			}
		})
	}
}

func TestAccess(t *testing.T) {
	for _, test := range []struct {
		environment string
		args        []string
		want        acronis.Access
	}{
		{"", nil, acronis.Read},
		{"write", nil, acronis.Write},
		{"write", []string{"--access", "read"}, acronis.Read},
		{"", []string{"--demo"}, acronis.Delete},
		{"write", []string{"--demo"}, acronis.Write},
	} {
		if s := load(t, complete("ACRONIS_ACCESS", test.environment), test.args...); s.Access != test.want {
			t.Errorf("%q and %q: %v, want %v", test.environment, test.args, s.Access, test.want)
		}
	}
	f, err := ParseFlags([]string{"--access", "all"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(f, func(string) string { return "" }, "", Choice{}); err == nil {
		t.Error("an invalid flag is accepted")
	}
}

// TestPriceSettings tries the settings for prices and invoices.
func TestPriceSettings(t *testing.T) {
	s := load(t, complete("ACRONIS_PRICES", "prices.csv"), "--costs", "api")
	if filepath.Base(s.Prices) != "prices.csv" || !filepath.IsAbs(s.Prices) || !s.CostsAPI || s.Costs != "" || s.Invoice != (Invoice{Days: 30}) {
		t.Errorf("got %+v", s)
	}
	s = load(t, complete("ACRONIS_PRICES", "prices.csv"), "--prices", "other.csv", "--costs", "costs.csv",
		"--invoice-prefix", "RE-", "--invoice-account", "4400", "--invoice-tax", "19% VAT", "--invoice-days", "0")
	if filepath.Base(s.Prices) != "other.csv" || filepath.Base(s.Costs) != "costs.csv" || s.CostsAPI || s.Invoice != (Invoice{"RE-", "4400", "19% VAT", 0}) {
		t.Errorf("got %+v", s)
	}
	for flag, values := range map[string][]string{
		"--invoice-days":    {"-1", "366", "soon", "1.5"},
		"--invoice-prefix":  {"=1+1", "@x", "<prefix>", "a\nb", strings.Repeat("x", 51)},
		"--invoice-account": {"-4400"},
		"--invoice-tax":     {"+1", "a\u200bb"},
	} {
		for _, value := range values {
			if s := load(t, complete(), flag+"="+value); len(s.Problems) != 1 || s.Problems[0].Setting != flag || strings.Contains(s.Problems[0].Text, value+" ") {
				t.Errorf("%s %q: %+v", flag, value, s.Problems)
			}
		}
	}
}

func TestGiven(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("s3cr3t"), 0o600); err != nil {
		t.Fatal(err)
	}
	environment := complete("ACRONIS_CLIENT_SECRET", "", "ACRONIS_CLIENT_SECRET_FILE", secret, "ACRONIS_ACCESS", "read", "ACRONIS_TENANT_ID", "${user_config.tenant_id}")
	want := []Given{
		{Name: "--access", Flag: true},
		{Name: "--no-ask", Flag: true},
		{Name: "ACRONIS_BASE_URL", Shown: "eu2-cloud.acronis.com"},
		{Name: "ACRONIS_CLIENT_ID"},
		{Name: "ACRONIS_CLIENT_SECRET_FILE", Shown: secret},
		{Name: "ACRONIS_ACCESS", Overridden: true},
	}
	if diff := cmp.Diff(want, load(t, environment, "--access", "write", "--no-ask", "--yes").Given()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want = []Given{{Name: "ACRONIS_ACCESS"}}
	if diff := cmp.Diff(want, load(t, environment, "--demo").Given()); diff != "" {
		t.Errorf("in the demo (-want +got):\n%s", diff)
	}
}

// FuzzSettings checks that any settings are used, or refused in words without a secret.
func FuzzSettings(f *testing.F) {
	f.Add("https://eu2-cloud.acronis.com", "id", "", "", "", "")
	f.Fuzz(func(t *testing.T, base, id, token, tenant, label, file string) {
		if strings.HasPrefix(file, "/dev/") || strings.HasPrefix(file, "/proc/") {
			t.Skip() // they may not end
		}
		environment := map[string]string{
			"ACRONIS_BASE_URL": base, "ACRONIS_CLIENT_ID": id, "ACRONIS_CLIENT_SECRET": "MARKED-SECRET",
			"ACRONIS_ACCESS_TOKEN": token, "ACRONIS_TENANT_ID": tenant, "ACRONIS_LABEL": label, "ACRONIS_CLIENT_SECRET_FILE": file,
		}
		if file != "" {
			delete(environment, "ACRONIS_CLIENT_SECRET")
		}
		s := load(t, environment)
		if (len(s.Problems) == 0) != (s.Client != nil) || s.DataCentre == "" {
			t.Errorf("%v, but the client is %v at %q", s.Problems, s.Client, s.DataCentre)
		}
		for _, p := range s.Problems {
			if strings.Contains(p.Text, "MARKED") {
				t.Errorf("a secret is in %+v", p)
			}
		}
	})
}
