package profiles

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/zalando/go-keyring"
)

const (
	// service is the name of this program in the keychain.
	service = "acronis-reports-mcp"

	// keychainTimeout is how long the keychain may take. It may wait for a user who
	// isn't there, for example to unlock it.
	keychainTimeout = 3 * time.Second
)

// errNotStored means that the keychain answers, but has no such secret.
var errNotStored = errors.New("the keychain has no such secret")

// A KeychainError means that the keychain of this system can't be used.
type KeychainError struct {
	Problem string // such as "the keychain did not answer within 3 seconds"
	Advice  string // what the user can do
}

func (e *KeychainError) Error() string { return e.Problem + "; " + e.Advice }

func getFromKeychain(ctx context.Context, account string) (secret string, err error) {
	return withKeychain(ctx, func() (string, error) { return keyring.Get(service, account) })
}

func putIntoKeychain(ctx context.Context, account, secret string) error {
	_, err := withKeychain(ctx, func() (string, error) { return "", keyring.Set(service, account, secret) })
	return err
}

func removeFromKeychain(ctx context.Context, account string) error {
	_, err := withKeychain(ctx, func() (string, error) { return "", keyring.Delete(service, account) })
	return err
}

// CheckKeychain returns a [*KeychainError] unless the keychain answers. It reads a
// secret that doesn't exist.
func CheckKeychain(ctx context.Context) error {
	_, err := getFromKeychain(ctx, "no profile")
	if errors.Is(err, errNotStored) {
		return nil
	}
	return err
}

// keychainBusy has an element while the keychain is used, so that one that hangs keeps
// one goroutine only.
var keychainBusy = make(chan struct{}, 1)

// withKeychain returns what use returns, which uses the keychain, but gives up after
// keychainTimeout. The error is errNotStored, a [*KeychainError], or that of ctx.
func withKeychain(ctx context.Context, use func() (string, error)) (string, error) {
	if noBus() {
		return "", &KeychainError{"this session has no D-Bus, and so no keychain", "start the program in a desktop session, or " + fileAdvice}
	}
	timeout := time.NewTimer(keychainTimeout)
	defer timeout.Stop()
	slow := &KeychainError{fmt.Sprintf("the keychain did not answer within %v", keychainTimeout), "unlock it and try again, or " + fileAdvice}
	busy := keychainBusy // tests replace it while a use ends
	select {
	case busy <- struct{}{}:
	case <-timeout.C:
		return "", slow
	case <-ctx.Done():
		return "", ctx.Err()
	}
	type result struct {
		secret string
		err    error
	}
	done := make(chan result, 1)
	go func() {
		defer func() { <-busy }()
		defer func() { // the library panics at replies that it doesn't expect
			if recover() != nil {
				done <- result{err: errors.New("an unexpected reply")}
			}
		}()
		secret, err := use()
		done <- result{secret, err}
	}()
	select {
	case r := <-done:
		return r.secret, explainKeychain(r.err)
	case <-timeout.C:
		return "", slow
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

const fileAdvice = "store the secret in a private file: acronis-reports-mcp login --secret-file FILE"

// explainKeychain returns what an error of the keychain means.
func explainKeychain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return errNotStored
	case strings.Contains(err.Error(), "unlock"):
		return &KeychainError{"the keychain is locked", "unlock it and try again, or " + fileAdvice}
	}
	return &KeychainError{fmt.Sprintf("the keychain can't be used (%v)", err), "check the keychain of this session, or " + fileAdvice}
}

// noBus reports whether this session has no D-Bus, on which the keychain of Linux is.
// Without this check the library would start one, and leave it running.
func noBus() bool {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); runtime.GOOS != "linux" || address != "" && address != "autolaunch:" {
		return false
	}
	for _, name := range []string{"bus", "dbus-session"} {
		if _, err := os.Stat(fmt.Sprintf("/run/user/%d/%s", os.Getuid(), name)); err == nil {
			return false
		}
	}
	return true
}
