package settings

import "strings"

// shortestMisplaced is the length from which a secret is looked for in other settings. A
// shorter one could be a part of any word.
const shortestMisplaced = 8

// Misplaced continues a sentence about a setting that contains a secret.
const Misplaced = " contains the client secret or the access token, which would be shown; remove it there"

// HasSecret reports whether a text contains the client secret or the access token that
// the user gave. That of a profile isn't known yet.
func (s *Settings) HasSecret(text string) bool {
	for _, secret := range []string{s.Getenv("ACRONIS_CLIENT_SECRET"), s.Getenv("ACRONIS_ACCESS_TOKEN"), s.secretInFile} {
		if secret = strings.TrimSpace(secret); len(secret) >= shortestMisplaced && strings.Contains(text, secret) {
			return true
		}
	}
	return false
}

// refuseSecrets refuses settings that contain a secret. Unlike the setting for a secret,
// they are shown: the label of a data centre to models, the names of files in errors.
func (s *Settings) refuseSecrets() {
	for _, name := range variables {
		if name != "ACRONIS_CLIENT_SECRET" && name != "ACRONIS_ACCESS_TOKEN" && s.HasSecret(s.Getenv(name)) {
			s.refuse(name, Misplaced)
		}
	}
	s.Flags.Visit(func(name, value string) {
		if s.HasSecret(value) {
			s.refuse("--"+name, Misplaced)
		}
	})
}
