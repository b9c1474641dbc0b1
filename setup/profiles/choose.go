package profiles

import (
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/setup/settings"
)

// Choose returns the profile that the flags or the environment name, or the only one
// if a user is at the terminal. A profile is never combined with variables of
// [settings.Connection]. It doesn't read the secret.
func (f Folder) Choose(flags *settings.Flags, getenv func(string) string, atTerminal bool) settings.Choice {
	getenv = settings.FilledIn(getenv)
	given := slices.DeleteFunc(slices.Clone(settings.Connection), func(name string) bool { return getenv(name) == "" })
	setting, name := "--profile", flags.Profile
	if name == "" {
		setting, name = "ACRONIS_PROFILE", getenv("ACRONIS_PROFILE")
	}
	switch {
	case flags.Demo && flags.Profile != "":
		return problem("--profile", " and --demo are both set; the demo has its own data centre, so leave out one of them")
	case flags.Demo:
		return settings.Choice{}
	case name != "" && len(given) > 0:
		if CheckName(name) == nil { // otherwise it may be a secret in the wrong place
			name = " " + name
		} else {
			name = ""
		}
		return problem(setting, "%s and %s are both set; a profile has its own data centre and API client, so leave out one or the other", name, strings.Join(given, ", "))
	case name != "":
		return f.named(setting, name)
	case len(given) > 0:
		return f.beside(given)
	}
	return f.only(atTerminal)
}

func problem(setting, format string, a ...any) settings.Choice {
	return settings.Choice{Problem: &settings.Problem{Setting: setting, Text: setting + fmt.Sprintf(format, a...)}}
}

// named returns the profile of a name.
func (f Folder) named(setting, name string) settings.Choice {
	p, err := f.Read(name)
	if err != nil {
		return problem(setting, ": %v", err)
	}
	return settings.Choice{Profile: p.Setting()}
}

// beside returns no profile, because the environment names a data centre or an API
// client. If it is incomplete, there is a hint at the profiles.
func (f Folder) beside(given []string) settings.Choice {
	if complete(given) {
		return settings.Choice{}
	}
	names, err := f.Names()
	if err != nil || len(names) == 0 {
		return settings.Choice{}
	}
	verb := "are"
	if len(names) == 1 {
		verb = "is"
	}
	hint := problem("--profile", " is not given either: %s, which %s not used beside %s; complete the variables, or leave them out and give --profile",
		listed(names), verb, strings.Join(given, ", ")).Problem
	return settings.Choice{Hint: hint}
}

// complete reports whether variables are all that a connection needs.
func complete(given []string) bool {
	has := func(name string) bool { return slices.Contains(given, name) }
	client := has("ACRONIS_CLIENT_ID") && (has("ACRONIS_CLIENT_SECRET") || has("ACRONIS_CLIENT_SECRET_FILE"))
	return has("ACRONIS_BASE_URL") && (client || has("ACRONIS_ACCESS_TOKEN"))
}

// only returns the only profile if a user is at the terminal. A host gets an error,
// because a profile that is stored later must not change what its server does.
func (f Folder) only(atTerminal bool) settings.Choice {
	names, err := f.Names()
	switch {
	case err != nil:
		return problem("--profile", " is missing, and the profiles can't be listed: %v", settings.WithoutPath(err))
	case len(names) == 0:
		return settings.Choice{Hint: problem("--profile", " is not given either; acronis-reports-mcp login asks for these settings and stores them in a profile").Problem}
	case len(names) == 1 && atTerminal:
		return f.named("--profile", names[0])
	case len(names) == 1:
		return problem("--profile", " is missing: %s; add --profile %s to the arguments of this server, or set ACRONIS_BASE_URL, ACRONIS_CLIENT_ID and ACRONIS_CLIENT_SECRET_FILE", listed(names), names[0])
	}
	return problem("--profile", " is missing: %s; add --profile NAME with one of these names", listed(names))
}

// listed says which profiles there are.
func listed(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return "there is the profile " + names[0]
	}
	return "there are the profiles " + strings.Join(names[:last], ", ") + " and " + names[last]
}
