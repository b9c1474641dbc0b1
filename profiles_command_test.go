package main

import (
	"os"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/setup/profiles"
)

func TestLogoutAndProfiles(t *testing.T) {
	settings := withProfile(t, "default", nil)
	folder := folderOf(settings)
	if err := folder.Write(&profiles.Profile{Name: "us", BaseURL: "https://us-cloud.acronis.com", ClientID: simulator.ClientID}); err != nil {
		t.Fatal(err)
	}
	p, err := folder.Read("default")
	if err != nil {
		t.Fatal(err)
	}
	status, out, errs := runProgram(settings, "", "profiles")
	for _, want := range []string{"default  " + p.BaseURL, "us       https://us-cloud.acronis.com", "client id " + simulator.ClientID, "secret in " + p.SecretFile, "secret in the keychain"} {
		if status != 0 || !strings.Contains(out, want) {
			t.Errorf("%q is not in %s%s", want, out, errs)
		}
	}
	status, out, errs = runProgram(settings, "", "logout")
	if status != 0 || !strings.Contains(out, "The API client "+simulator.ClientID+" still exists") || !strings.Contains(out, p.BaseURL+", then Settings, API clients") {
		t.Errorf("status %d, %s%s", status, out, errs)
	}
	if _, err := os.Stat(p.SecretFile); err == nil {
		t.Error("the secret is still there")
	}
	if status, _, errs := runProgram(settings, "", "logout"); status != 1 || !strings.Contains(errs, "there is no profile default; the profiles are us") {
		t.Errorf("status %d, %s", status, errs)
	}
	if _, out, errs := runProgram(newHome(t), "", "profiles"); out != "" || !strings.Contains(errs, "acronis-reports-mcp login") {
		t.Errorf("without profiles: %s%s", out, errs)
	}
}
