package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"acronis-reports-mcp/setup/doctor"
	"acronis-reports-mcp/setup/settings"
)

// secretAttempts is how often the user may type the secret.
const secretAttempts = 3

// tryUntilAccepted tries what the user gave. If the data centre refuses it, the user may
// correct the secret.
func (l *loggingIn) tryUntilAccepted(ctx context.Context) error {
	for attempt := 1; ; attempt++ {
		err := l.try(ctx)
		refused := (*doctor.CredentialsError)(nil)
		if !errors.As(err, &refused) || l.ask == nil || attempt == secretAttempts {
			return err
		}
		fmt.Fprintf(l.errw, "%v.\nIf the secret was wrong, type it again. Ctrl-C stops.\n", err)
		if l.secret, err = l.ask.secret(ctx); err != nil {
			return err
		}
	}
}

// try connects with what the user gave, and shows whose it is.
func (l *loggingIn) try(ctx context.Context) error {
	given := l.profile.Setting()
	given.Secret = func(context.Context) (string, error) { return l.secret, nil }
	s, err := settings.Load(&settings.Flags{}, withoutSettings(l.Getenv), l.Version, settings.Choice{Profile: given})
	if err != nil {
		return err
	}
	if s.Client == nil {
		return errors.New(explain(s.Problems))
	}
	defer s.Client.Close()
	fmt.Fprintln(l.errw, "Trying …")
	who, err := doctor.Identify(ctx, s)
	if err != nil {
		return err
	}
	fmt.Fprintf(l.errw, `
Data centre  %s
Tenant       %s
Reports      %s
Roles        the API doesn't show the roles of an API client
Access       read, the default: tools change nothing in the data centre

An API client whose role is readonly_admin is enough for that. With a higher role, everybody who gets
the secret can do what the role allows.

`, s.Client.Host(), who.Tenant, who.Reports)
	return nil
}

// withoutSettings returns getenv without the settings of the program, which are not
// those of the login.
func withoutSettings(getenv func(string) string) func(string) string {
	return func(name string) string {
		if strings.HasPrefix(name, "ACRONIS_") {
			return ""
		}
		return getenv(name)
	}
}
