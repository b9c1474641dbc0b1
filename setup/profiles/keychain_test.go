package profiles

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A keychain that hangs ends no call later than after 3 seconds, and keeps one
// goroutine.
func TestKeychainThatHangs(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/not/used")
	outside := keychainBusy
	defer func() { keychainBusy = outside }()
	synctest.Test(t, func(t *testing.T) {
		keychainBusy = make(chan struct{}, 1) // fake time needs channels of its own
		release, uses := make(chan struct{}), 0
		for range 3 {
			begin := time.Now()
			_, err := withKeychain(t.Context(), func() (string, error) { uses++; <-release; return "MARKED", nil })
			unusable := (*KeychainError)(nil)
			if took := time.Since(begin); took != 3*time.Second || !errors.As(err, &unusable) || !strings.Contains(err.Error(), "did not answer within 3s") {
				t.Errorf("after %v: %v", took, err)
			}
		}
		close(release)
		synctest.Wait()
		if secret, err := withKeychain(t.Context(), func() (string, error) { return "s", nil }); secret != "s" || err != nil || uses != 1 {
			t.Errorf("when it answers again: %q, %v, after %d uses", secret, err, uses)
		}
	})
}

func TestKeychainErrors(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/not/used")
	for _, test := range []struct {
		use  func() (string, error)
		want string
	}{
		{func() (string, error) { return "", errors.New("failed to unlock correct collection '/x'") }, "the keychain is locked"},
		{func() (string, error) { return "", errors.New("no such service") }, "can't be used (no such service)"},
		{func() (string, error) { panic("reply") }, "can't be used (an unexpected reply)"},
	} {
		_, err := withKeychain(t.Context(), test.use)
		unusable := (*KeychainError)(nil)
		if !errors.As(err, &unusable) || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "login --secret-file FILE") {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
	if runtime.GOOS != "linux" {
		return
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	if noBus() {
		if err := CheckKeychain(t.Context()); err == nil || !strings.Contains(err.Error(), "no D-Bus") {
			t.Errorf("without a bus: %v", err)
		}
	}
}
