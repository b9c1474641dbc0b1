package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A secret that the user also put into another setting is not shown, wherever the secret
// itself is.
func TestSecretsInOtherSettings(t *testing.T) {
	const secret = "MARKED-SECRET"
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, connection := range [][]string{
		{"ACRONIS_CLIENT_SECRET", secret}, {"ACRONIS_CLIENT_SECRET", "", "ACRONIS_CLIENT_SECRET_FILE", file},
		{"ACRONIS_CLIENT_SECRET", "", "ACRONIS_CLIENT_ID", "", "ACRONIS_ACCESS_TOKEN", secret},
	} {
		for _, name := range []string{"ACRONIS_LABEL", "ACRONIS_CACHE", "ACRONIS_EXPORT_DIR", "ACRONIS_PRICES", "ACRONIS_COSTS", "ACRONIS_TENANT_ID"} {
			s := load(t, complete(append(connection, name, "x"+secret)...))
			if !s.Refused(name) || s.Client != nil || strings.Contains(s.DataCentre+s.Label, secret) {
				t.Errorf("%s beside %s: %+v, named %s", name, connection[len(connection)-2], s.Problems, s.DataCentre)
			}
			for _, p := range s.Problems {
				if strings.Contains(p.Text, "MARKED") {
					t.Errorf("shown: %s", p.Text)
				}
			}
		}
	}
	getenv := func(name string) string { return complete("ACRONIS_CLIENT_SECRET", secret)[name] }
	for _, flag := range []string{"--cache", "--export-dir", "--prices", "--costs", "--invoice-prefix"} {
		f, err := ParseFlags([]string{flag, secret})
		if err != nil {
			t.Fatal(err)
		}
		if s, err := Load(f, getenv, "test", Choice{}); err != nil || !s.Refused(flag) {
			t.Errorf("%s: %v", flag, err)
		}
	}
	f, err := ParseFlags([]string{"--log-file", secret})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(f, getenv, "test", Choice{}); err == nil || strings.Contains(err.Error(), "MARKED") {
		t.Errorf("--log-file: %v", err)
	}
	if s := load(t, complete("ACRONIS_CLIENT_SECRET", "short", "ACRONIS_LABEL", "shortest")); len(s.Problems) != 0 {
		t.Errorf("a short secret: %+v", s.Problems)
	}
}
