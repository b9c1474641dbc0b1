package settings

import (
	"cmp"
	"errors"

	"acronis-reports-mcp/acronis"
)

// connect makes the client and sets the name of the data centre.
func (s *Settings) connect(choice Choice) {
	s.Profile = choice.Profile
	s.Label = cmp.Or(s.value("ACRONIS_LABEL"), s.Profile.label())
	s.DataCentre = cmp.Or(s.Label, "the Acronis data centre")
	s.value("ACRONIS_PROFILE")
	if id := s.value("ACRONIS_TENANT_ID"); id != "" {
		var ok bool
		if s.TenantID, ok = acronis.ParseUUID(id); !ok {
			s.refuse("ACRONIS_TENANT_ID", " must be a UUID")
		}
	}
	if choice.Problem != nil {
		s.addProblem(choice.Problem)
		return
	}
	client, err := acronis.New(s.config())
	s.refuseConfig(err)
	if s.refuseSecrets(); s.HasSecret(s.Label) {
		s.Label, s.DataCentre = "", "the Acronis data centre"
	}
	if len(s.Problems) > 0 {
		s.addProblem(choice.Hint)
		return
	}
	s.Client, s.DataCentre = client, client.Host()
	if s.Label != "" {
		s.DataCentre = s.Label + " (" + client.Host() + ")"
	}
}

// config returns the configuration of the client: that of the profile, or else that
// in the environment.
func (s *Settings) config() acronis.Config {
	if p := s.Profile; p != nil {
		return acronis.Config{BaseURL: p.BaseURL, ClientID: p.ClientID, LoadSecret: p.Secret, Version: s.Version}
	}
	return acronis.Config{
		BaseURL:      s.value("ACRONIS_BASE_URL"),
		ClientID:     s.credential("ACRONIS_CLIENT_ID"),
		ClientSecret: s.secret(),
		AccessToken:  s.value("ACRONIS_ACCESS_TOKEN"),
		Version:      s.Version,
	}
}

// secret returns the API client's secret, from the environment or from a file.
func (s *Settings) secret() string {
	const name = "ACRONIS_CLIENT_SECRET_FILE"
	secret, file := s.credential("ACRONIS_CLIENT_SECRET"), s.Getenv(name)
	switch {
	case file == "":
		return secret
	case secret != "":
		s.refuse(name, " and ACRONIS_CLIENT_SECRET are both set; set only one of them")
		return secret
	}
	path, err := s.Path(file)
	if err != nil {
		s.refuse(name, " "+err.Error())
		return "not read" // so that it isn't reported as missing, too
	}
	s.SecretFile = path
	secret, problem := readSecret(path)
	if problem != "" {
		s.refuse(name, " "+problem)
		return "not read"
	}
	s.secretInFile = secret
	return secret
}

// names maps the fields of [acronis.Config] to the variables that the user knows.
var names = map[string]string{
	"BaseURL":      "ACRONIS_BASE_URL",
	"ClientID":     "ACRONIS_CLIENT_ID",
	"ClientSecret": "ACRONIS_CLIENT_SECRET",
	"AccessToken":  "ACRONIS_ACCESS_TOKEN",
}

// refuseConfig adds a Problem for each error that [acronis.New] joined.
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
