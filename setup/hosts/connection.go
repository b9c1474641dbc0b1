package hosts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/setup/settings"
)

// sameConnection returns an error if an entry has a profile or an API client of its own
// beside the one that is wanted. The server would refuse both together.
func (m *merge) sameConnection(kept launch) error {
	f, err := settings.ParseFlags(kept.args)
	if err != nil {
		return nil // see args
	}
	profile := cmp.Or(f.Profile, kept.env["ACRONIS_PROFILE"])
	if profile != "" && profile != m.profile {
		return fmt.Errorf("%s has %s, and you gave %s; remove the entry first, or give this data centre a label with ACRONIS_LABEL", text(m.entry), profileShown(profile), m.given())
	}
	if m.profile == "" {
		return nil
	}
	there := slices.DeleteFunc(slices.Clone(settings.Connection), func(name string) bool { return kept.env[name] == "" })
	if len(there) > 0 {
		return fmt.Errorf("%s has %s, which are not combined with a profile; remove them from it, or remove the entry", text(m.entry), strings.Join(there, ", "))
	}
	return nil
}

// profileShown names a profile that an entry has, unless it may be a secret in the wrong
// place.
func profileShown(name string) string {
	if len(name) > 32 || !bare(name) || strings.ToLower(name) != name {
		return "another profile"
	}
	return "--profile " + name
}

// given says with what the user asked to connect the host.
func (m *merge) given() string {
	switch {
	case m.profile != "":
		return "--profile " + m.profile
	case slices.Contains(m.launch.args, "--demo"):
		return "--demo"
	}
	return "variables of the environment"
}
