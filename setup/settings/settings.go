// Package settings reads and checks the command line, the environment and the
// secret file.
package settings

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
)

// Settings hold what the user chose.
type Settings struct {
	// Flags and Getenv are where the settings came from. Getenv returns "" for a
	// field that the user left empty in an app's form.
	Flags  *Flags
	Getenv func(name string) string

	// Version is the version of this program.
	Version string

	// Access is what tools may do. It is the lowest level if a Problem concerns it.
	Access acronis.Access

	// TenantID is the UUID of the tenant that the user works in, or "" for the API
	// client's own.
	TenantID string

	// DataCentre is the name of the data centre, such as eu2-cloud.acronis.com.
	DataCentre string

	// Profile is the profile in use, or nil. Label is what the user calls the data
	// centre, or "".
	Profile *Profile
	Label   string

	// Client is the client of the data centre. It is nil in the demo, or if there
	// are Problems.
	Client *acronis.Client

	// Memory is how many bytes of memory the process should use at most.
	Memory int64

	// SecretFile, ExportDir, CacheDir and LogFile are absolute paths, or "" if not set.
	SecretFile, ExportDir, CacheDir, LogFile string

	// Prices is the absolute path of the price list, or "" if there is none.
	Prices string

	// Costs is the absolute path of the list of costs, or "". CostsAPI means that
	// the vendor's price lists are the costs.
	Costs    string
	CostsAPI bool

	// Invoice is what invoices for accounting software need.
	Invoice Invoice

	// Unchosen says why neither a profile nor the environment can be used; otherwise nil.
	Unchosen *Problem

	secretInFile string // the secret, if it is in a file

	// Problems say what to fix before the data centre can be used, at most one for
	// each setting.
	Problems []Problem
}

// Problem is a setting that cannot be used.
type Problem struct {
	// Setting is its name, such as ACRONIS_BASE_URL or --cache.
	Setting string

	// Text is a sentence without a full stop that begins with the setting and says
	// what is wrong and how to fix it. It never quotes the value, which may be a
	// secret in the wrong place.
	Text string
}

// Load reads the settings, with the profile that was chosen. The error is about
// --access or --log-file. Everything else that is wrong is in Problems, because
// desktop apps show the errors of tools but not why a server has exited.
func Load(f *Flags, getenv func(string) string, version string, choice Choice) (*Settings, error) {
	if _, err := acronis.ParseAccess(f.Access); err != nil && f.Access != "" {
		return nil, err
	}
	s := &Settings{Flags: f, Getenv: FilledIn(getenv), Version: version, Unchosen: choice.Problem}
	var err error
	if s.HasSecret(f.LogFile) { // the file would have that name
		return nil, errors.New("--log-file" + Misplaced)
	}
	if s.LogFile, err = s.Path(f.LogFile); err != nil {
		return nil, fmt.Errorf("--log-file %w", err)
	}
	s.ExportDir = s.folder("--export-dir", f.ExportDir, "ACRONIS_EXPORT_DIR")
	s.Prices = s.folder("--prices", f.Prices, "ACRONIS_PRICES")
	s.readInvoice()
	s.readMemory()
	lowest := "read"
	if f.Demo { // stored reports of the demo have the same ids but other figures in each run
		lowest, s.DataCentre = "delete", "the demo data centre"
		s.addProblem(choice.Problem)
	} else {
		s.CacheDir = s.folder("--cache", f.Cache, "ACRONIS_CACHE")
		s.connect(choice)
	}
	if s.Access, err = acronis.ParseAccess(cmp.Or(f.Access, s.value("ACRONIS_ACCESS"), lowest)); err != nil {
		s.refuse("ACRONIS_ACCESS", ": "+err.Error())
	}
	if len(s.Problems) > 0 {
		s.Client = nil
	}
	return s, nil
}

// Check returns the text of the Problem with one environment variable, regardless
// of the other settings, or "" if there is none.
func (s *Settings) Check(name string) string {
	alone := func(asked string) string {
		if asked != name && strings.HasPrefix(asked, "ACRONIS_") {
			return ""
		}
		return s.Getenv(asked)
	}
	of, _ := Load(&Flags{}, alone, "", Choice{}) // there are no flags that could be wrong
	return of.ProblemWith(name)
}

// Refused reports whether there is a Problem with the setting name.
func (s *Settings) Refused(name string) bool { return s.ProblemWith(name) != "" }

// ProblemWith returns the text of the Problem with the setting name, or "".
func (s *Settings) ProblemWith(name string) string {
	if i := slices.IndexFunc(s.Problems, func(p Problem) bool { return p.Setting == name }); i >= 0 {
		return s.Problems[i].Text
	}
	return ""
}

// refuse adds a Problem whose text is name followed by text, unless there is one
// with that setting.
func (s *Settings) refuse(name, text string) {
	if !s.Refused(name) {
		s.Problems = append(s.Problems, Problem{name, name + text})
	}
}

// addProblem adds a Problem, if there is one, unless there is one with that setting.
func (s *Settings) addProblem(p *Problem) {
	if p != nil && !s.Refused(p.Setting) {
		s.Problems = append(s.Problems, *p)
	}
}

// FilledIn returns a getenv for which fields that the user left empty in an app's
// form are "". Some apps send ${user_config.name} of the bundle for them.
func FilledIn(getenv func(string) string) func(string) string {
	return func(name string) string {
		value := getenv(name)
		if strings.HasPrefix(value, "${user_config.") {
			return ""
		}
		return value
	}
}

// value returns an environment variable, which must not be a placeholder.
func (s *Settings) value(name string) string {
	value := s.Getenv(name)
	if problem := placeholder(value); problem != "" {
		s.refuse(name, " "+problem)
	}
	return value
}

// credential returns an environment variable that is sent unchanged.
func (s *Settings) credential(name string) string {
	value := s.value(name)
	if hasHidden(strings.TrimSpace(value)) {
		s.refuse(name, " contains control or hidden characters; remove them")
	}
	return value
}
