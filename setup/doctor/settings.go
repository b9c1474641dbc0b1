package doctor

import (
	"acronis-reports-mcp/setup/settings"
)

// settingsFindings tells which settings there are and where each came from, with
// no value that is secret or could be one in the wrong place.
func settingsFindings(s *settings.Settings) []Finding {
	var findings []Finding
	for _, given := range s.Given() {
		findings = append(findings, named(given.Name, ok("%s", origin(given))))
	}
	if mode, loose := settings.ReadableByOthers(s.SecretFile); loose {
		findings = append(findings, named("secret file", warn("chmod 600 "+s.SecretFile, "others on this machine may read it: its mode is %v", mode)))
	}
	switch {
	case len(s.Problems) == 0 && s.Flags.Demo:
		return append(findings, named("settings", ok("--demo: made-up data in memory, no account; access %s", s.Access)))
	case len(s.Problems) == 0:
		return append(findings, named("settings", ok("complete; access %s", s.Access)))
	}
	for _, p := range s.Problems {
		findings = append(findings, named("settings", fail("mend it in the environment that the app starts this server with", "%s", p.Text)))
	}
	return findings
}

// origin says where a setting came from, and what it is where that may be shown.
func origin(given settings.Given) string {
	switch {
	case given.Flag:
		return "from the command line"
	case given.Overridden:
		return "from the environment, but the command line goes first"
	case given.Shown == "":
		return "from the environment, not shown"
	case given.Name == "ACRONIS_CLIENT_SECRET_FILE":
		return "from the environment: " + given.Shown + "; the secret is in that file"
	}
	return "from the environment: " + given.Shown
}
