package profiles

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"acronis-reports-mcp/setup/settings"
)

// MaxSecret is the longest secret that is stored, in bytes: the limit of Windows, on
// every system.
const MaxSecret = 2560

// secretFile is the content of a file that holds a secret.
type secretFile struct {
	BaseURL string `json:"base_url"` // the address that the secret is for
	Secret  string `json:"secret"`
}

// Place says where the secret is.
func (p *Profile) Place() string {
	if p.SecretFile != "" {
		return p.SecretFile
	}
	return "the keychain"
}

// account is the name of the secret in the keychain. It contains the address, which
// binds the secret to it.
func (p *Profile) account() string { return p.Name + " " + p.origin() }

// again says how to store a profile again.
func (p *Profile) again() string { return "acronis-reports-mcp login --profile " + p.Name }

// Secret reads the secret of the profile. The error says what to do, and never
// contains the secret.
func (p *Profile) Secret(ctx context.Context) (string, error) {
	if p.SecretFile == "" {
		secret, err := getFromKeychain(ctx, p.account())
		if errors.Is(err, errNotStored) {
			err = fmt.Errorf("the keychain has no secret of the profile %s for %s, and a secret is used only for the address that it was stored for; to store it: %s",
				p.Name, p.origin(), p.again())
		}
		return secret, err
	}
	var kept secretFile
	if err := readPrivate(p.SecretFile, &kept); err != nil {
		return "", fmt.Errorf("the secret of the profile %s can't be read: %w; to store it again: %s", p.Name, err, p.again())
	}
	if kept.BaseURL != p.origin() {
		return "", fmt.Errorf("the secret of the profile %s in %s was not stored for %s, so it was not used; to store it: %s",
			p.Name, p.SecretFile, p.origin(), p.again())
	}
	if CheckSecret(kept.Secret) != nil {
		return "", fmt.Errorf("%s has no secret of the profile %s; to store it: %s", p.SecretFile, p.Name, p.again())
	}
	return kept.Secret, nil
}

// SecretFile returns the file for the secret of a profile without a keychain, or "".
func (f Folder) SecretFile(name string) string {
	if f == "" {
		return ""
	}
	return filepath.Join(string(f), "secret-"+name+fileEnd)
}

// StoreSecret stores the secret of a profile, in the keychain or in a file. It replaces
// a secret in the keychain and in [Folder.SecretFile], but no other file.
func (f Folder) StoreSecret(ctx context.Context, p *Profile, secret string) error {
	if err := CheckSecret(secret); err != nil {
		return err
	}
	if p.SecretFile == "" {
		return putIntoKeychain(ctx, p.account(), secret)
	}
	raw, err := json.Marshal(secretFile{p.origin(), secret})
	if err != nil {
		return err
	}
	if raw = append(raw, '\n'); p.SecretFile == f.SecretFile(p.Name) {
		return replacePrivate(p.SecretFile, raw)
	}
	return writePrivate(p.SecretFile, raw)
}

// SamePlace reports whether the secrets of two profiles replace each other.
func (p *Profile) SamePlace(other *Profile) bool {
	return p.SecretFile == other.SecretFile && (p.SecretFile != "" || p.account() == other.account())
}

// CheckSecret returns an error unless a secret can be stored on every system.
func CheckSecret(secret string) error {
	switch {
	case strings.TrimSpace(secret) == "":
		return errors.New("the secret is empty")
	case len(secret) > MaxSecret:
		return fmt.Errorf("the secret has %d bytes; at most %d can be stored", len(secret), MaxSecret)
	}
	return nil
}

// RemoveLeft removes the secret in [Folder.SecretFile] that a login left which was killed
// before it stored the profile. It reports whether there was one.
func (f Folder) RemoveLeft(name string) (found bool, err error) {
	if f == "" || CheckName(name) != nil {
		return false, nil
	}
	err = remove(f.SecretFile(name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return true, err
}

// RemoveSecret removes the secret of the profile, and what a crash left beside its file.
// It is no error if none is found. A file is removed only if it holds the secret of this
// profile.
func (p *Profile) RemoveSecret(ctx context.Context) (found bool, err error) {
	if p.SecretFile == "" {
		err := removeFromKeychain(ctx, p.account())
		if errors.Is(err, errNotStored) {
			return false, nil
		}
		return true, err
	}
	var kept secretFile
	if err := readPrivate(p.SecretFile, &kept); errors.Is(err, fs.ErrNotExist) {
		return false, settings.RemovePartials(p.SecretFile)
	} else if err != nil {
		return true, err
	}
	if kept.BaseURL != p.origin() {
		return true, fmt.Errorf("%s doesn't hold the secret of this profile", p.SecretFile)
	}
	return true, remove(p.SecretFile)
}
