package doctor

import (
	"acronis-reports-mcp/setup/settings"
)

// settingsFindings lists the settings, where each came from, and what is wrong with
// them. It shows no value that is secret or may be a secret in the wrong place.
func settingsFindings(s *settings.Settings) []Finding {
	var findings []Finding
	for _, given := range s.Given() {
		findings = append(findings, named(given.Name, ok("%s", origin(given))))
	}
	if p := s.Profile; p != nil {
		findings = append(findings, named("profile", ok("%s: the data centre %s; the secret is in %s", p.Name, p.BaseURL, p.SecretPlace)))
	}
	if mode, loose := settings.ReadableByOthers(s.SecretFile); loose {
		findings = append(findings, named("secret file", warn("run: chmod 600 "+s.SecretFile, "other users of this machine can read it (mode %v)", mode)))
	}
	switch {
	case len(s.Problems) == 0 && s.Flags.Demo:
		return append(findings, named("settings", ok("--demo: a simulated data centre; access %s", s.Access)))
	case len(s.Problems) == 0:
		return append(findings, named("settings", ok("complete; access %s", s.Access)))
	}
	return append(findings, problemFindings(s.Problems)...)
}

// problemFindings returns a finding for each problem. The last setting has the advice for
// all; what is said about profiles contains its own.
func problemFindings(problems []settings.Problem) (findings []Finding) {
	last, count := -1, 0
	for i, p := range problems {
		findings = append(findings, named("settings", fail("", "%s", p.Text)))
		if p.Setting != "--profile" {
			last, count = i, count+1
		}
	}
	switch {
	case count == 1:
		findings[last].Advice = "correct this setting where the server is started, such as in the app's configuration"
	case count > 1:
		findings[last].Advice = "correct these settings where the server is started, such as in the app's configuration"
	}
	return findings
}

// origin says where a setting came from, and its value if that may be shown.
func origin(given settings.Given) string {
	switch {
	case given.Flag:
		return "from the command line"
	case given.Overridden:
		return "from the environment, but a flag takes precedence"
	case given.Shown == "":
		return "from the environment, not shown"
	case given.Name == "ACRONIS_CLIENT_SECRET_FILE":
		return "from the environment: " + given.Shown + ", which holds the secret"
	}
	return "from the environment: " + given.Shown
}
