package hosts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/setup/settings"
)

// sameConnection returns an error if an entry connects something else than what is
// wanted. The server would refuse both together, or an old secret would go to a new
// address.
func (m *merge) sameConnection(kept launch) error {
	f, err := settings.ParseFlags(kept.args)
	if err != nil {
		return nil // see args
	}
	profile := cmp.Or(f.Profile, kept.env["ACRONIS_PROFILE"])
	if profile != "" && profile != m.profile {
		return m.another(profileShown(profile), m.given())
	}
	if f.Demo && !m.demo() {
		return m.another("--demo", m.given())
	}
	there := slices.DeleteFunc(slices.Clone(settings.Connection), func(name string) bool { return kept.env[name] == "" })
	if len(there) > 0 && m.demo() {
		return m.another(strings.Join(there, ", "), m.given())
	}
	if len(there) > 0 && m.profile != "" {
		return fmt.Errorf("%s has %s, which are not combined with a profile; remove them from it, or remove the entry", text(m.entry), strings.Join(there, ", "))
	}
	return m.sameClient(kept.env)
}

// sameClient returns an error if an entry has another address, client or secret.
func (m *merge) sameClient(kept map[string]string) error {
	for _, name := range []string{"ACRONIS_BASE_URL", "ACRONIS_CLIENT_ID"} {
		old, wanted := kept[name], m.launch.env[name]
		if u := parseAddress(old); name == "ACRONIS_BASE_URL" && u != nil {
			old = origin(u)
		}
		if open := []string{"", settings.FillIn}; !slices.Contains(open, old) && !slices.Contains(open, wanted) && !strings.EqualFold(old, wanted) {
			return m.another("another "+name, "this one")
		}
	}
	for _, name := range []string{"ACRONIS_ACCESS_TOKEN", "ACRONIS_CLIENT_SECRET"} {
		if m.secretGiven && kept[name] != "" && kept[name] != m.launch.env[name] {
			return m.another(name, "ACRONIS_CLIENT_SECRET_FILE")
		}
	}
	return nil
}

func (m *merge) another(has, given string) error {
	return fmt.Errorf("%s has %s, and you gave %s; remove the entry first, or give this data centre a label with ACRONIS_LABEL", text(m.entry), has, given)
}

func (m *merge) demo() bool { return slices.Contains(m.launch.args, "--demo") }

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
	case m.demo():
		return "--demo"
	}
	return "variables of the environment"
}
