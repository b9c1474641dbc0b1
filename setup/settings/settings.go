// Package settings turns a command line, the environment and the files they
// name into what the program works with.
package settings

import (
	"cmp"
	"errors"
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

	// ExportDir and CacheDir are absolute paths; "" means none.
	ExportDir, CacheDir string

	// Problems are what keeps the data centre away, one for each fault.
	Problems []Problem
}

// Problem is one setting that can't be used.
type Problem struct {
	// Setting is its name in the environment, such as ACRONIS_BASE_URL.
	Setting string

	// Text is a sentence without a full stop that names the setting and says what
	// is wrong and what is right. It never quotes the value, which may be a secret
	// in the wrong place.
	Text string
}

// Load reads the settings. The error is of a flag; what is wrong in the
// environment or in a file is in Problems, because a desktop app shows what a
// tool says, but not why a server exited.
func Load(f *Flags, getenv func(string) string, version string) (*Settings, error) {
	if _, err := acronis.ParseAccess(f.Access); err != nil && f.Access != "" {
		return nil, err
	}
	s := &Settings{Flags: f, Getenv: filledIn(getenv), Version: version}
	s.ExportDir = Absolute(cmp.Or(f.ExportDir, s.Getenv("ACRONIS_EXPORT_DIR")))
	lowest := "read"
	if f.Demo { // its stored reports have the same ids in each run, but other figures: none is kept
		lowest, s.DataCentre = "delete", "the demo data centre"
	} else {
		s.CacheDir = Absolute(cmp.Or(f.Cache, s.Getenv("ACRONIS_CACHE")))
		s.connect()
	}
	var err error
	if s.Access, err = acronis.ParseAccess(cmp.Or(f.Access, s.Getenv("ACRONIS_ACCESS"), lowest)); err != nil {
		s.Client = nil
		s.Problems = append(s.Problems, Problem{"ACRONIS_ACCESS", "ACRONIS_ACCESS: " + err.Error()})
	}
	return s, nil
}

// Check returns what is wrong with one setting, whatever the others are; "" if
// nothing is.
func Check(name, value string) string {
	alone := func(asked string) string {
		if asked == name {
			return value
		}
		return ""
	}
	s, _ := Load(&Flags{}, alone, "") // there is no flag to be wrong
	if i := slices.IndexFunc(s.Problems, func(p Problem) bool { return p.Setting == name }); i >= 0 {
		return s.Problems[i].Text
	}
	return ""
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

// connect makes the client and names the data centre.
func (s *Settings) connect() {
	label := s.Getenv("ACRONIS_LABEL")
	s.DataCentre = cmp.Or(label, "the Acronis data centre")
	cfg := acronis.Config{
		BaseURL:      s.Getenv("ACRONIS_BASE_URL"),
		ClientID:     s.Getenv("ACRONIS_CLIENT_ID"),
		ClientSecret: s.secret(),
		AccessToken:  s.Getenv("ACRONIS_ACCESS_TOKEN"),
		Version:      s.Version,
	}
	if id := s.Getenv("ACRONIS_TENANT_ID"); id != "" {
		var ok bool
		if s.TenantID, ok = acronis.ParseUUID(id); !ok {
			s.Problems = append(s.Problems, Problem{"ACRONIS_TENANT_ID", "ACRONIS_TENANT_ID must be a UUID"})
		}
	}
	client, err := acronis.New(cfg)
	s.Problems = append(s.Problems, configProblems(err)...)
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
	secret, file := s.Getenv("ACRONIS_CLIENT_SECRET"), s.Getenv("ACRONIS_CLIENT_SECRET_FILE")
	wrong := func(text string) {
		s.Problems = append(s.Problems, Problem{"ACRONIS_CLIENT_SECRET_FILE", "ACRONIS_CLIENT_SECRET_FILE " + text})
	}
	switch {
	case file == "":
		return secret
	case secret != "":
		wrong("is set beside ACRONIS_CLIENT_SECRET; give the one or the other")
		return secret
	}
	secret, problem := readSecret(file)
	if problem != "" {
		wrong(problem)
		return "not read" // it is not missing besides
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

// configProblems are the faults that [acronis.New] joined.
func configProblems(err error) (problems []Problem) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, fault := range joined.Unwrap() {
			problems = append(problems, configProblems(fault)...)
		}
		return problems
	}
	if f := (*acronis.ConfigError)(nil); errors.As(err, &f) {
		name := names[f.Field]
		text := name
		if f.Field == "ClientSecret" {
			text += " (or ACRONIS_CLIENT_SECRET_FILE)"
		}
		return []Problem{{name, text + " " + f.Problem}}
	}
	return nil
}
