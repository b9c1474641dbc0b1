package profiles

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zalando/go-keyring"
)

const address = "https://eu2-cloud.acronis.com"

// profileIn returns a profile that is stored in a new folder, with its secret.
func profileIn(t *testing.T, change func(*Profile)) (Folder, *Profile) {
	t.Helper()
	keyring.MockInit()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/not/used")
	folder := Folder(filepath.Join(t.TempDir(), "profiles"))
	p := &Profile{Name: "europe", BaseURL: address, ClientID: "id"}
	if change != nil {
		change(p)
	}
	if err := folder.Write(p); err != nil {
		t.Fatal(err)
	}
	if err := folder.StoreSecret(t.Context(), p, "MARKED-SECRET"); err != nil {
		t.Fatal(err)
	}
	return folder, p
}

func inFile(t *testing.T) func(*Profile) {
	return func(p *Profile) { p.SecretFile = filepath.Join(t.TempDir(), "secret") }
}

func TestStoreAndRemove(t *testing.T) {
	for name, change := range map[string]func(*Profile){"keychain": nil, "file": inFile(t)} {
		t.Run(name, func(t *testing.T) {
			folder, p := profileIn(t, change)
			got, err := folder.Read("europe")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(p, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if secret, err := got.Secret(t.Context()); err != nil || secret != "MARKED-SECRET" {
				t.Errorf("the secret is %q, %v", secret, err)
			}
			if runtime.GOOS != "windows" {
				for path, want := range map[string]os.FileMode{string(folder): 0o700, folder.file("europe"): 0o600} {
					if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
						t.Errorf("%s: %v, %v; want mode %v", path, info.Mode(), err, want)
					}
				}
			}
			p.ClientID = "another"
			if err := folder.Write(p); err != nil {
				t.Fatal(err)
			}
			if entries, err := os.ReadDir(string(folder)); err != nil || len(entries) != 1 {
				t.Errorf("the folder has %v, %v; want the profile alone", entries, err)
			}
			for _, want := range []bool{true, false} {
				if found, err := p.RemoveSecret(t.Context()); found != want || err != nil {
					t.Errorf("found %v, %v; want %v", found, err, want)
				}
			}
			if err := folder.Remove(p); err != nil {
				t.Error(err)
			}
			missing := (*MissingError)(nil)
			if _, err := folder.Read("europe"); !errors.As(err, &missing) {
				t.Errorf("after removal: %v", err)
			}
			if secret, err := got.Secret(t.Context()); err == nil || secret != "" {
				t.Errorf("the secret is still %q", secret)
			}
		})
	}
}

// A secret is never used for another address than the one that it was stored for.
func TestSecretIsBoundToItsAddress(t *testing.T) {
	for name, change := range map[string]func(*Profile){"keychain": nil, "file": inFile(t)} {
		t.Run(name, func(t *testing.T) {
			folder, _ := profileIn(t, change)
			for _, other := range []string{"https://eu2-cloud.acronis.com.example.com", "https://eu2-cloud.acronis.com:444", "https://us-cloud.acronis.com", "http://localhost"} {
				p, err := folder.Read("europe")
				if err != nil {
					t.Fatal(err)
				}
				p.BaseURL = other
				secret, err := p.Secret(t.Context())
				if err == nil || secret != "" || !strings.Contains(err.Error(), other) || !strings.Contains(err.Error(), "login --profile europe") {
					t.Errorf("%s gets %q, %v", other, secret, err)
				}
			}
			p, err := folder.Read("europe")
			if err != nil {
				t.Fatal(err)
			}
			for _, same := range []string{address + "/", address + "/api/2", "https://EU2-cloud.acronis.com"} {
				p.BaseURL = same
				if secret, err := p.Secret(t.Context()); err != nil || secret != "MARKED-SECRET" {
					t.Errorf("%s, which is the same: %q, %v", same, secret, err)
				}
			}
		})
	}
}

func TestDamagedProfiles(t *testing.T) {
	folder, _ := profileIn(t, nil)
	for content, want := range map[string]string{
		"":                                  "not valid JSON",
		`{"base_url":"MARKED`:               "not valid JSON",
		`{}`:                                "BaseURL is missing",
		`{"base_url":"ftp://x"}`:            "BaseURL must begin with https://",
		strings.Repeat(" ", maxFile) + "{}": "larger than 64 KB",
	} {
		if err := os.WriteFile(folder.file("europe"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if p, err := folder.Read("europe"); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "MARKED") {
			t.Errorf("%.30q: %+v, %v; want %q", content, p, err, want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, name := range []string{"a", "europe-2", "0_x", strings.Repeat("x", 32)} {
		if err := CheckName(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"", "US", "a b", "../x", "a/b", "a.b", "-x", "_", "ü", strings.Repeat("x", 33)} {
		if err := CheckName(name); err == nil {
			t.Errorf("%q is accepted", name)
		}
	}
	if names, err := Folder("").Names(); err != nil || names != nil {
		t.Errorf("without a folder: %v, %v", names, err)
	}
	home := filepath.Join(t.TempDir(), "home")
	settings := map[string]string{"HOME": home, "AppData": home, "XDG_CONFIG_HOME": "relative"}
	folder := UserFolder(func(name string) string { return settings[name] })
	delete(settings, "XDG_CONFIG_HOME")
	if want := UserFolder(func(name string) string { return settings[name] }); folder != want {
		t.Errorf("a relative XDG_CONFIG_HOME: the folder is %q, want %q", folder, want)
	}
	if err := Folder("").Write(&Profile{Name: "a"}); err == nil {
		t.Error("written without a folder")
	}
}

func TestSecretsThatAreTooLong(t *testing.T) {
	folder, p := profileIn(t, nil)
	if err := folder.StoreSecret(t.Context(), p, strings.Repeat("x", MaxSecret)); err != nil {
		t.Error(err)
	}
	for _, secret := range []string{strings.Repeat("x", MaxSecret+1), "", " \n"} {
		if err := folder.StoreSecret(t.Context(), p, secret); err == nil || strings.Contains(err.Error(), "xx") {
			t.Errorf("%d bytes: %v", len(secret), err)
		}
	}
}
