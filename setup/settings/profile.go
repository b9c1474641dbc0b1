package settings

import (
	"context"
	"strings"
)

// DefaultProfile is the name of the profile that is used without a name.
const DefaultProfile = "default"

// A Profile is a data centre and an API client that the user has stored.
type Profile struct {
	Name, BaseURL, ClientID string

	// SecretPlace says where the secret is: "the keychain", or a file.
	SecretPlace string

	// Secret reads the secret, within seconds.
	Secret func(context.Context) (string, error)
}

// label returns the profile's name as a label of its data centre. The default profile
// needs none.
func (p *Profile) label() string {
	if p == nil || p.Name == DefaultProfile {
		return ""
	}
	return p.Name
}

// Reword returns a text that names the profile instead of the variables of the
// environment that it replaces.
func (p *Profile) Reword(text string) string {
	return strings.NewReplacer(
		"ACRONIS_CLIENT_ID and ACRONIS_CLIENT_SECRET (or ACRONIS_CLIENT_SECRET_FILE)",
		"the client id and the secret of the profile "+p.Name+" (to store them again: acronis-reports-mcp login --profile "+p.Name+")",
		"ACRONIS_CLIENT_ID and the secret",
		"the client id and the secret of the profile "+p.Name+" (to store them again: acronis-reports-mcp login --profile "+p.Name+")",
		"the API client of ACRONIS_CLIENT_ID", "the API client of the profile "+p.Name,
		"the address in ACRONIS_BASE_URL", "the address of the profile "+p.Name,
		"ACRONIS_BASE_URL", "the address of the profile "+p.Name,
	).Replace(text)
}

// A Choice is the profile that the user wants, or why there is none. Without either,
// the environment counts.
type Choice struct {
	Profile *Profile
	Problem *Problem // why neither a profile nor the environment can be used
	Hint    *Problem // what to add if the environment is incomplete
}

// Connection lists the variables that a profile replaces. They are never combined
// with one.
var Connection = []string{
	"ACRONIS_BASE_URL", "ACRONIS_CLIENT_ID", "ACRONIS_CLIENT_SECRET", "ACRONIS_CLIENT_SECRET_FILE", "ACRONIS_ACCESS_TOKEN",
}
