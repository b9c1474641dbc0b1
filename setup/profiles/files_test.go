package profiles

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"acronis-reports-mcp/figures/store"
)

// A file that another user could have changed or can read is not used.
func TestFilesOfOthersAreRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes don't say who can write")
	}
	folder, p := profileIn(t, inFile(t))
	for _, path := range []string{folder.file("europe"), p.SecretFile} {
		use := func() error {
			got, err := folder.Read("europe")
			if err == nil {
				_, err = got.Secret(t.Context())
			}
			return err
		}
		for _, mode := range []os.FileMode{0o644, 0o620, 0o602} {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
			trust := (*store.TrustError)(nil)
			if err := use(); !errors.As(err, &trust) || strings.Contains(err.Error(), "MARKED") || trust.Path != path {
				t.Errorf("mode %v of %s: %v", mode, path, err)
			}
		}
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
		above := filepath.Dir(path)
		if err := os.Chmod(above, 0o777); err != nil { // others could replace the file
			t.Fatal(err)
		}
		trust := (*store.TrustError)(nil)
		if err := use(); !errors.As(err, &trust) || trust.Path != above {
			t.Errorf("in a folder of everybody, %s: %v", path, err)
		}
		if err := os.Chmod(above, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(path, 54321, -1); err == nil { // only root can
			if err := use(); !errors.As(err, &trust) || trust.Path != path {
				t.Errorf("%s of another user: %v", path, err)
			}
			if err := os.Chown(path, os.Getuid(), -1); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Rename(path, path+".moved"); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path+".moved", path); err != nil {
			t.Fatal(err)
		}
		if err := use(); err == nil {
			t.Errorf("%s is a link, but used", path)
		}
		if err := os.Rename(path+".moved", path); err != nil {
			t.Fatal(err)
		}
		if err := use(); err != nil {
			t.Error(err)
		}
	}
}

// While a profile and its secret are replaced, there is the old one or the new one.
func TestReplacedInOneStep(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a file can't be replaced there while it is read")
	}
	folder, p := profileIn(t, nil)
	p.SecretFile = folder.SecretFile(p.Name)
	store := func(client, secret string) {
		p.ClientID = client
		if err := errors.Join(folder.StoreSecret(t.Context(), p, secret), folder.Write(p)); err != nil {
			t.Fatal(err)
		}
	}
	store("one", "MARKED-ONE")
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			got, err := folder.Read("europe")
			if err != nil || got.ClientID != "one" && got.ClientID != "two" {
				t.Errorf("the profile is %+v, %v", got, err)
				return
			}
			if secret, err := got.Secret(t.Context()); err != nil || secret != "MARKED-ONE" && secret != "MARKED-TWO" {
				t.Errorf("the secret is %q, %v", secret, err)
				return
			}
			select {
			case <-stop:
				return
			default:
			}
		}
	}()
	for range 20 {
		store("two", "MARKED-TWO")
		store("one", "MARKED-ONE")
	}
	close(stop)
	<-stopped
}

// A secret file never replaces another file.
func TestSecretFileReplacesNothing(t *testing.T) {
	folder, p := profileIn(t, inFile(t))
	if err := folder.StoreSecret(t.Context(), p, "MARKED-OTHER"); !errors.Is(err, os.ErrExist) {
		t.Errorf("got %v", err)
	}
	if secret, err := p.Secret(t.Context()); err != nil || secret != "MARKED-SECRET" {
		t.Errorf("got %q, %v", secret, err)
	}
	if err := os.WriteFile(p.SecretFile, []byte(`{"base_url":"https://elsewhere.example","secret":"x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := p.RemoveSecret(t.Context()); err == nil {
		t.Error("a file of another profile is removed")
	}
}

// No secret is stored where another user could replace the file.
func TestNoSecretInAFolderOfOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes don't say who can write")
	}
	folder, p := profileIn(t, nil)
	shared := t.TempDir()
	if err := os.Chmod(shared, 0o777); err != nil {
		t.Fatal(err)
	}
	p.SecretFile = filepath.Join(shared, "secret")
	trust := (*store.TrustError)(nil)
	if err := folder.StoreSecret(t.Context(), p, "MARKED-SECRET"); !errors.As(err, &trust) || trust.Path != shared {
		t.Errorf("stored: %v", err)
	}
	if left, err := os.ReadDir(shared); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
