// Package settings turns a command line, the environment and the files they
// name into what the program works with.
package settings

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
)

// Settings are what the program works with.
type Settings struct {
	// Flags and Getenv are where the settings came from. What a user left empty
	// in an app's form is "" to Getenv.
	Flags  *Flags
	Getenv func(name string) string

	// Version is this program's.
	Version string

	// Access is how far tools may go; the lowest level if a Problem is about it.
	Access acronis.Access

	// TenantID is the tenant that the user works in; "" means the API client's own.
	TenantID string

	// DataCentre names the place asked, such as eu2-cloud.acronis.com.
	DataCentre string

	// Client reaches the data centre; nil in the demo, and where there are Problems.
	Client *acronis.Client

	// SecretFile, ExportDir, CacheDir and LogFile are absolute paths; "" means none.
	SecretFile, ExportDir, CacheDir, LogFile string

	// Problems are what keeps the data centre away, one for each fault.
	Problems []Problem
}

// Problem is one setting that can't be used.
type Problem struct {
	// Setting is its name, such as ACRONIS_BASE_URL or --cache.
	Setting string

	// Text is a sentence without a full stop that names the setting and says what
	// is wrong and what is right. It never quotes the value, which may be a secret
	// in the wrong place.
	Text string
}

// Load reads the settings. The error is of --access or --log-file; what else is
// wrong is in Problems, because a desktop app shows what a tool says, but not why
// a server exited.
func Load(f *Flags, getenv func(string) string, version string) (*Settings, error) {
	if _, err := acronis.ParseAccess(f.Access); err != nil && f.Access != "" {
		return nil, err
	}
	s := &Settings{Flags: f, Getenv: filledIn(getenv), Version: version}
	var err error
	if s.LogFile, err = s.Path(f.LogFile); err != nil {
		return nil, fmt.Errorf("--log-file %w", err)
	}
	s.ExportDir = s.folder("--export-dir", f.ExportDir, "ACRONIS_EXPORT_DIR")
	lowest := "read"
	if f.Demo { // its stored reports have the same ids in each run, but other figures: none is kept
		lowest, s.DataCentre = "delete", "the demo data centre"
	} else {
		s.CacheDir = s.folder("--cache", f.Cache, "ACRONIS_CACHE")
		s.connect()
	}
	if s.Access, err = acronis.ParseAccess(cmp.Or(f.Access, s.value("ACRONIS_ACCESS"), lowest)); err != nil {
		s.refuse("ACRONIS_ACCESS", ": "+err.Error())
	}
	if len(s.Problems) > 0 {
		s.Client = nil
	}
	return s, nil
}

// Check returns what is wrong with one variable, whatever the other settings
// are; "" if nothing is.
func (s *Settings) Check(name string) string {
	alone := func(asked string) string {
		if asked != name && strings.HasPrefix(asked, "ACRONIS_") {
			return ""
		}
		return s.Getenv(asked)
	}
	of, _ := Load(&Flags{}, alone, "") // there is no flag to be wrong
	if i := slices.IndexFunc(of.Problems, func(p Problem) bool { return p.Setting == name }); i >= 0 {
		return of.Problems[i].Text
	}
	return ""
}

// Refused reports whether there is a Problem with a setting.
func (s *Settings) Refused(name string) bool {
	return slices.ContainsFunc(s.Problems, func(p Problem) bool { return p.Setting == name })
}

// refuse adds a Problem: what follows the name in its text. The first with a
// setting is the only one.
func (s *Settings) refuse(name, text string) {
	if !s.Refused(name) {
		s.Problems = append(s.Problems, Problem{name, name + text})
	}
}

// filledIn leaves out what a user left empty in an app's form: apps pass that on
// as an empty text or as the bundle's own ${user_config.name}.
func filledIn(getenv func(string) string) func(string) string {
	return func(name string) string {
		value := getenv(name)
		if strings.HasPrefix(value, "${user_config.") {
			return ""
		}
		return value
	}
}

// value is a variable of the environment, which must not be a placeholder.
func (s *Settings) value(name string) string {
	value := s.Getenv(name)
	if problem := placeholder(value); problem != "" {
		s.refuse(name, " "+problem)
	}
	return value
}

// credential is a variable of the environment that is sent as it is.
func (s *Settings) credential(name string) string {
	value := s.value(name)
	if hasHidden(strings.TrimSpace(value)) {
		s.refuse(name, " has control or hidden characters inside; give it without them")
	}
	return value
}

// connect makes the client and names the data centre.
func (s *Settings) connect() {
	label := s.value("ACRONIS_LABEL")
	s.DataCentre = cmp.Or(label, "the Acronis data centre")
	cfg := acronis.Config{
		BaseURL:      s.value("ACRONIS_BASE_URL"),
		ClientID:     s.credential("ACRONIS_CLIENT_ID"),
		ClientSecret: s.secret(),
		AccessToken:  s.value("ACRONIS_ACCESS_TOKEN"),
		Version:      s.Version,
	}
	if id := s.value("ACRONIS_TENANT_ID"); id != "" {
		var ok bool
		if s.TenantID, ok = acronis.ParseUUID(id); !ok {
			s.refuse("ACRONIS_TENANT_ID", " must be a UUID")
		}
	}
	client, err := acronis.New(cfg)
	s.refuseConfig(err)
	if len(s.Problems) > 0 {
		return
	}
	s.Client, s.DataCentre = client, client.Host()
	if label != "" {
		s.DataCentre = label + " (" + client.Host() + ")"
	}
}

// secret is the API client's secret, from the environment or from a file.
func (s *Settings) secret() string {
	const name = "ACRONIS_CLIENT_SECRET_FILE"
	secret, file := s.credential("ACRONIS_CLIENT_SECRET"), s.Getenv(name)
	switch {
	case file == "":
		return secret
	case secret != "":
		s.refuse(name, " is set beside ACRONIS_CLIENT_SECRET; give the one or the other")
		return secret
	}
	path, err := s.Path(file)
	if err != nil {
		s.refuse(name, " "+err.Error())
		return "not read" // it is not missing besides
	}
	s.SecretFile = path
	secret, problem := readSecret(path)
	if problem != "" {
		s.refuse(name, " "+problem)
		return "not read"
	}
	return secret
}

// names are the settings behind the fields of a configuration, as the user knows them.
var names = map[string]string{
	"BaseURL":      "ACRONIS_BASE_URL",
	"ClientID":     "ACRONIS_CLIENT_ID",
	"ClientSecret": "ACRONIS_CLIENT_SECRET",
	"AccessToken":  "ACRONIS_ACCESS_TOKEN",
}

// refuseConfig adds the faults that [acronis.New] joined.
func (s *Settings) refuseConfig(err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, fault := range joined.Unwrap() {
			s.refuseConfig(fault)
		}
		return
	}
	f := (*acronis.ConfigError)(nil)
	switch {
	case !errors.As(err, &f):
	case f.Field == "ClientSecret":
		s.refuse(names[f.Field], " (or ACRONIS_CLIENT_SECRET_FILE) "+f.Problem)
	default:
		s.refuse(names[f.Field], " "+f.Problem)
	}
}
