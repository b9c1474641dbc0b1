// Package profiles keeps data centres with their API clients, as the command login
// stores them: the secret in the system's keychain or in a private file, the rest in
// the user's configuration folder.
//
// A secret is bound to the address of its data centre. If the address of a profile is
// changed, its secret isn't found or isn't used, so that it never reaches another
// address than the one that it was stored for.
package profiles

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/setup/settings"
)

// A Profile is a data centre and an API client.
type Profile struct {
	Name     string `json:"-"`
	BaseURL  string `json:"base_url"`  // such as https://eu2-cloud.acronis.com
	ClientID string `json:"client_id"` // of an API client of that data centre

	// SecretFile is the file that holds the secret, or "" if the keychain does.
	SecretFile string `json:"secret_file,omitempty"`
}

// Folder is the folder of the profiles, or "" if the system has no place for it.
type Folder string

// UserFolder returns the folder in the user's configuration folder, which is that of
// [os.UserConfigDir] but comes from getenv.
func UserFolder(getenv func(string) string) Folder {
	var parent string
	switch home := getenv("HOME"); {
	case runtime.GOOS == "windows":
		parent = getenv("AppData")
	case runtime.GOOS == "darwin" && home != "":
		parent = filepath.Join(home, "Library", "Application Support")
	case runtime.GOOS == "darwin":
	case filepath.IsAbs(getenv("XDG_CONFIG_HOME")): // freedesktop.org says to ignore others
		parent = getenv("XDG_CONFIG_HOME")
	case home != "":
		parent = filepath.Join(home, ".config")
	}
	if !filepath.IsAbs(parent) {
		return ""
	}
	return Folder(filepath.Join(parent, "acronis-reports-mcp", "profiles"))
}

// The name of a profile is a part of file names and of the names of servers in apps.
// Capitals would be the same file as small letters on some systems.
const (
	nameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-_"
	maxName        = 32
)

// CheckName returns an error unless a name is one for a profile. It doesn't quote the
// name, which may be a secret in the wrong place.
func CheckName(name string) error {
	if name == "" || len(name) > maxName || strings.Trim(name, nameCharacters) != "" || strings.Contains("-_", name[:1]) {
		return fmt.Errorf("the name of a profile must have 1 to %d characters from a-z, 0-9, - and _, and begin with a letter or digit", maxName)
	}
	return nil
}

const fileEnd = ".json"

func (f Folder) file(name string) string { return filepath.Join(string(f), "profile-"+name+fileEnd) }

// Names returns the names of all profiles, sorted.
func (f Folder) Names() (names []string, err error) {
	if f == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		name, ok := strings.CutPrefix(e.Name(), "profile-")
		if name, end := strings.CutSuffix(name, fileEnd); ok && end && CheckName(name) == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, err
}

// A MissingError means that there is no profile of a name.
type MissingError struct {
	Name   string
	Others []string // the names of those that there are
}

func (e *MissingError) Error() string {
	text := "there is no profile " + e.Name
	if len(e.Others) > 0 {
		return text + "; the profiles are " + strings.Join(e.Others, ", ")
	}
	return text + ", and no other one; acronis-reports-mcp login stores one"
}

// maxFile is the largest file that is read, in bytes.
const maxFile = 64 << 10

// Read returns a profile. The error is a [*MissingError] if there is none, or a
// [*store.TrustError] if another user could have changed it.
func (f Folder) Read(name string) (*Profile, error) {
	if err := CheckName(name); err != nil {
		return nil, err
	}
	names, err := f.Names()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(names, name) {
		return nil, &MissingError{name, names}
	}
	p := &Profile{Name: name}
	if err := readPrivate(f.file(name), p); err != nil {
		return nil, fmt.Errorf("profile %s can't be read: %w", name, err)
	}
	if _, err := acronis.New(acronis.Config{BaseURL: p.BaseURL, ClientID: p.ClientID, ClientSecret: "unused"}); err != nil {
		return nil, fmt.Errorf("profile %s can't be used: %s; to store it again: %s", name, strings.ReplaceAll(err.Error(), "\n", "; "), p.again())
	}
	return p, nil
}

// readPrivate decodes the JSON in a file that nobody but the user can change or read.
func readPrivate(path string, into any) error {
	if err := store.CheckPrivate(path); err != nil {
		return err
	}
	raw, err := os.ReadFile(path)
	if err == nil && len(raw) > maxFile {
		err = errors.New("it is larger than 64 KB")
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("%s is not valid JSON", path) // the cause may quote a secret
	}
	return nil
}

// ErrNoFolder means that the user has no configuration folder.
var ErrNoFolder = errors.New("there is no configuration folder, because HOME (on Windows: AppData) is not set")

// Write stores a profile without its secret, and replaces one of the same name.
func (f Folder) Write(p *Profile) error {
	if f == "" {
		return ErrNoFolder
	}
	if err := CheckName(p.Name); err != nil {
		return err
	}
	raw, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	return replacePrivate(f.file(p.Name), append(raw, '\n'))
}

// CheckWritable returns an error unless profiles can be written.
func (f Folder) CheckWritable() error {
	probe := filepath.Join(string(f), "probe")
	if err := replacePrivate(probe, nil); err != nil {
		return fmt.Errorf("profiles can't be written: %w", err)
	}
	return remove(probe)
}

// Remove removes a profile, but not its secret.
func (f Folder) Remove(p *Profile) error { return remove(f.file(p.Name)) }

// origin returns the address of the data centre in one spelling.
func (p *Profile) origin() string {
	u, err := url.Parse(strings.TrimSpace(p.BaseURL))
	if err != nil {
		return p.BaseURL
	}
	return u.Scheme + "://" + strings.ToLower(u.Host)
}

// Address returns the address of a data centre as a profile has it. The https:// may be
// missing. The error continues a sentence that begins with the address.
func Address(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text != "" && !strings.Contains(text, "://") {
		text = "https://" + text
	}
	_, err := acronis.New(acronis.Config{BaseURL: text, ClientID: "unused", ClientSecret: "unused"})
	if fault := (*acronis.ConfigError)(nil); errors.As(err, &fault) {
		return "", errors.New(fault.Problem)
	}
	if err != nil {
		return "", err
	}
	origin := (&Profile{BaseURL: text}).origin()
	if u, err := url.Parse(origin); err != nil || !strings.ContainsAny(u.Hostname(), ".:") && u.Hostname() != "localhost" {
		return "", errors.New("must be a whole address, such as https://eu2-cloud.acronis.com")
	}
	return origin, nil
}

// Setting returns the profile for [settings.Load].
func (p *Profile) Setting() *settings.Profile {
	return &settings.Profile{Name: p.Name, BaseURL: p.BaseURL, ClientID: p.ClientID, SecretPlace: p.Place(), Secret: p.Secret}
}
