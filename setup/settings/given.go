package settings

import (
	"slices"
)

// variables lists the environment variables in the order of [Settings.Given].
var variables = []string{
	"ACRONIS_BASE_URL", "ACRONIS_CLIENT_ID", "ACRONIS_CLIENT_SECRET", "ACRONIS_CLIENT_SECRET_FILE",
	"ACRONIS_ACCESS_TOKEN", "ACRONIS_TENANT_ID", "ACRONIS_LABEL", "ACRONIS_ACCESS", "ACRONIS_EXPORT_DIR", "ACRONIS_CACHE", "ACRONIS_PRICES", "ACRONIS_COSTS",
	"ACRONIS_MEMORY", "ACRONIS_PROFILE",
}

// variableOf maps flags to the variables that they override.
var variableOf = map[string]string{
	"access": "ACRONIS_ACCESS", "export-dir": "ACRONIS_EXPORT_DIR", "cache": "ACRONIS_CACHE", "no-ask": "",
	"prices": "ACRONIS_PRICES", "costs": "ACRONIS_COSTS", "invoice-prefix": "", "invoice-account": "", "invoice-tax": "", "invoice-days": "", "memory": "ACRONIS_MEMORY",
	"profile": "ACRONIS_PROFILE",
}

// Given is a setting that the user gave and that is used.
type Given struct {
	Name       string // such as --access or ACRONIS_ACCESS
	Flag       bool   // given on the command line
	Overridden bool   // given in the environment, but a flag takes precedence
	Shown      string // the value, or "" if it is secret or may be a secret in the wrong place
}

// Given returns the settings in use: flags first, then variables.
func (s *Settings) Given() (given []Given) {
	var overridden, inDemo []string
	s.Flags.Visit(func(name, _ string) {
		variable, ok := variableOf[name]
		if !ok {
			return
		}
		overridden = append(overridden, variable)
		if !s.Refused("--" + name) {
			given = append(given, Given{Name: "--" + name, Flag: true})
		}
	})
	for _, variable := range variableOf {
		inDemo = append(inDemo, variable)
	}
	for _, name := range variables {
		if s.Getenv(name) == "" || s.Refused(name) || s.Flags.Demo && !slices.Contains(inDemo, name) {
			continue
		}
		given = append(given, Given{Name: name, Overridden: slices.Contains(overridden, name), Shown: s.shown(name)})
	}
	return given
}

// shown returns the value of a setting if it certainly is no secret.
func (s *Settings) shown(name string) string {
	switch {
	case name == "ACRONIS_CLIENT_SECRET_FILE" && Exists(s.SecretFile): // otherwise it may be the secret itself
		return s.SecretFile
	case name == "ACRONIS_BASE_URL" && s.Client != nil:
		return s.Client.Host()
	}
	return ""
}
