package hosts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/setup/settings"
)

// absolute returns the full path of a path in the working directory.
func absolute(path string) string {
	whole, err := filepath.Abs(path)
	if err != nil {
		panic(err)
	}
	return whole
}

func TestTakesFlags(t *testing.T) {
	flags, err := settings.ParseFlags([]string{"--demo", "--yes", "--no-ask=false", "--access", "write", "--cache", "here", "--prices", "list.csv", "--costs", "api", "--invoice-days", "14", "--invoice-prefix", "true", "--invoice-tax", "false", "--export-dir", "~/sheets/${MISSING}"})
	if err != nil {
		t.Fatal(err)
	}
	s, err := settings.Load(flags, func(string) string { return "" }, "test", settings.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	var i installation
	i.takeFlags(s)
	if diff := cmp.Diff([]string{"--access", "write", "--cache", absolute("here"), "--costs", "api", "--demo", "--invoice-days", "14", "--invoice-prefix", "true", "--invoice-tax", "false", "--prices", absolute("list.csv")}, i.args); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(i.todo) != 1 || !strings.Contains(i.todo[0], "--export-dir uses the variable") {
		t.Errorf("got %q", i.todo)
	}
}

// TestTakesSettings tries each setting valid, missing, and invalid with a secret in
// it, which must not be shown.
func TestTakesSettings(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("MARKED"), 0o600); err != nil {
		t.Fatal(err)
	}
	const tenant = "ede9f834-70b3-476c-83d9-736f9f8c7dae"
	for _, test := range []struct{ name, value, want, note string }{
		{"ACRONIS_BASE_URL", "https://eu2-cloud.acronis.com/api/2", "https://eu2-cloud.acronis.com", ""},
		{"ACRONIS_BASE_URL", "", settings.FillIn, "To fill in: ACRONIS_BASE_URL is missing"},
		{"ACRONIS_BASE_URL", "https://me:MARKED@eu2-cloud.acronis.com/?t=MARKED", settings.FillIn, "To fill in: ACRONIS_BASE_URL contains a user name or password"},
		{"ACRONIS_BASE_URL", "https://eu2-cloud.acronis.com/?t=MARKED", settings.FillIn, "has a query or a fragment"},
		{"ACRONIS_BASE_URL", "https://eu2-cloud.acronis.com/MARKED", settings.FillIn, "has a path"},
		{"ACRONIS_CLIENT_ID", "", settings.FillIn, "To fill in: ACRONIS_CLIENT_ID is missing"},
		{"ACRONIS_CLIENT_ID", "MARKED", settings.FillIn, "ACRONIS_CLIENT_ID is not a UUID"},
		{"ACRONIS_TENANT_ID", "", "", ""},
		{"ACRONIS_TENANT_ID", tenant, tenant, ""},
		{"ACRONIS_TENANT_ID", "MARKED", settings.FillIn, "To fill in: ACRONIS_TENANT_ID must be a UUID"},
		{"ACRONIS_ACCESS", "write", "write", ""},
		{"ACRONIS_ACCESS", "MARKED", settings.FillIn, "access must be read, write or delete"},
		{"ACRONIS_CLIENT_SECRET_FILE", secret, secret, secret},
		{"ACRONIS_CLIENT_SECRET_FILE", "MARKED", ".acronis-client-secret", "Left out: ACRONIS_CLIENT_SECRET_FILE can't be read"},
		{"ACRONIS_ACCESS_TOKEN", "MARKED", "", "two hours"},
		{"ACRONIS_LABEL", "Europe", "Europe", ""},
		{"ACRONIS_LABEL", "${env:MARKED}", "", "Left out: ACRONIS_LABEL is a variable that was not replaced"},
		{"ACRONIS_LABEL", "{env:MARKED}", "", "Left out: ACRONIS_LABEL contains ${, {env: or {file:, which apps replace"},
		{"ACRONIS_LABEL", "a {file:MARKED}", "", "Left out: ACRONIS_LABEL contains"},
		{"ACRONIS_CLIENT_ID", "${env:MARKED}", settings.FillIn, "ACRONIS_CLIENT_ID is a variable that was not replaced"},
		{"ACRONIS_EXPORT_DIR", "sheets", absolute("sheets"), ""},
		{"ACRONIS_CACHE", "kept", absolute("kept"), ""},
		{"ACRONIS_COSTS", "api", "api", ""},
		{"ACRONIS_COSTS", "costs.csv", absolute("costs.csv"), ""},
		{"ACRONIS_PRICES", "prices.csv", absolute("prices.csv"), ""},
		{"HTTPS_PROXY", "http://proxy.example:3128/x?MARKED", "http://proxy.example:3128", ""},
		{"HTTPS_PROXY", "proxy.example:3128", "http://proxy.example:3128", ""},
		{"HTTPS_PROXY", "http://me:MARKED@proxy.example:3128", "", "Left out: HTTPS_PROXY contains a user name"},
		{"HTTPS_PROXY", "me:MARKED@proxy.example:3128", "", "Left out: HTTPS_PROXY contains a user name"},
		{"HTTPS_PROXY", "http://MARKED/%zz %", "", "Left out: HTTPS_PROXY is not a URL"},
		{"NO_PROXY", "localhost,.example", "localhost,.example", ""},
		{"SSL_CERT_FILE", "ca.pem", absolute("ca.pem"), ""},
		{"SSL_CERT_DIR", "a" + string(os.PathListSeparator) + "b", absolute("a") + string(os.PathListSeparator) + absolute("b"), ""},
	} {
		environment := map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_CLIENT_ID": tenant, test.name: test.value}
		snippet, notes := config(t, "cursor", environment)
		got := written(t, snippet).Env[test.name]
		if test.name == "ACRONIS_CLIENT_SECRET_FILE" && test.note != secret {
			got = filepath.Base(got)
		}
		if got != test.want || strings.Contains(snippet+notes, "MARKED") {
			t.Errorf("%s=%s: %q, want %q: %s%s", test.name, test.value, got, test.want, snippet, notes)
		}
		if !strings.Contains(notes, test.note) || test.note == "" && (strings.Contains(notes, "To fill in") || strings.Contains(notes, "Left out")) {
			t.Errorf("%s=%s: notes %q, want %q", test.name, test.value, notes, test.note)
		}
	}
}

// A secret that is in another setting, too, is neither shown nor copied.
func TestMisplacedSecretsAreLeftOut(t *testing.T) {
	for _, name := range []string{"ACRONIS_LABEL", "ACRONIS_CACHE", "ACRONIS_EXPORT_DIR", "ACRONIS_PRICES", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE"} {
		snippet, notes := config(t, "cursor", map[string]string{"ACRONIS_CLIENT_SECRET": "MARKED-SECRET", name: "xMARKED-SECRETx"})
		if strings.Contains(strings.ToUpper(snippet+notes), "MARKED") || !strings.Contains(notes, "Left out: "+name+" contains the client secret") {
			t.Errorf("%s: %s%s", name, snippet, notes)
		}
	}
	snippet, notes := config(t, "cursor", map[string]string{"ACRONIS_CLIENT_SECRET": "MARKED-SECRET"}, "--export-dir", "MARKED-SECRET")
	if strings.Contains(snippet+notes, "MARKED") || !strings.Contains(notes, "Left out: --export-dir contains the client secret") {
		t.Errorf("--export-dir: %s%s", snippet, notes)
	}
}

// An invalid flag, which may be a secret in the wrong place, is neither shown nor copied.
func TestInvalidFlagsAreLeftOut(t *testing.T) {
	for flag, value := range map[string]string{"--memory": "MARKED", "--invoice-days": "MARKED", "--invoice-prefix": "=MARKED", "--invoice-tax": "${MARKED}"} {
		snippet, notes := config(t, "cursor", nil, flag, value)
		if strings.Contains(snippet+notes, "MARKED") || strings.Contains(snippet, flag) || !strings.Contains(notes, "Left out: "+flag+" ") {
			t.Errorf("%s %s: %s%s", flag, value, snippet, notes)
		}
	}
}

// TestTakesSettingsOfTheDemo copies only the settings that the demo uses.
func TestTakesSettingsOfTheDemo(t *testing.T) {
	environment := map[string]string{"ACRONIS_BASE_URL": "https://eu2-cloud.acronis.com", "ACRONIS_CLIENT_SECRET_FILE": "x", "ACRONIS_CACHE": "kept", "ACRONIS_EXPORT_DIR": "sheets", "https_proxy": "http://x"}
	snippet, notes := config(t, "cursor", environment, "--demo")
	if diff := cmp.Diff(map[string]string{"ACRONIS_EXPORT_DIR": absolute("sheets")}, written(t, snippet).Env); diff != "" || strings.Contains(notes, "secret") {
		t.Errorf("notes %q (-want +got):\n%s", notes, diff)
	}
}
