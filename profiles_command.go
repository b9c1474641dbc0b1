package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/setup/hosts"
	"acronis-reports-mcp/setup/profiles"
)

// logout removes a profile and its secret.
func logout(ctx context.Context, e *env) error {
	if len(e.Flags.Args) > 0 {
		return wrongUsage("logout takes no arguments but --profile NAME")
	}
	folder := profiles.UserFolder(e.Getenv)
	p, err := folder.Read(e.profileName())
	if missing := (*profiles.MissingError)(nil); errors.As(err, &missing) {
		return removeLeft(e, folder, missing)
	}
	if err != nil {
		return err
	}
	found, err := p.RemoveSecret(ctx)
	if unusable := (*profiles.KeychainError)(nil); errors.As(err, &unusable) {
		err = errors.New(unusable.Problem + "; when it answers, log out again")
	}
	if err != nil {
		return fmt.Errorf("nothing was removed, because the secret of the profile %s is in %s: %w", p.Name, p.Place(), err)
	}
	if err := folder.Remove(p); err != nil {
		return err
	}
	removed := "and its secret are removed from this machine"
	if !found {
		removed = "is removed from this machine. No secret of it was found in " + p.Place()
	}
	return write(e.out, escape.Lines(fmt.Sprintf(`The profile %s %s.
The API client %s still exists, and its secret still works elsewhere. To disable it, open
the management portal at %s, then Settings, API clients.
`, p.Name, removed, p.ClientID, p.BaseURL)+e.stillNamed(p.Name)))
}

// removeLeft removes what a login left that was killed before it stored the profile.
func removeLeft(e *env, folder profiles.Folder, missing *profiles.MissingError) error {
	found, err := folder.RemoveLeft(missing.Name)
	switch {
	case err != nil:
		return fmt.Errorf("%w; its secret in %s can't be removed: %w", missing, folder.SecretFile(missing.Name), err)
	case !found:
		return missing
	}
	return write(e.out, fmt.Sprintf("There is no profile %s. A secret of it, which an interrupted login had left in %s, is removed.\n", missing.Name, folder.SecretFile(missing.Name)))
}

// stillNamed returns a line for each app whose file names a profile that was removed. What
// can't be read is left out, because the profile is removed in any case.
func (e *env) stillNamed(profile string) string {
	found, _ := hosts.Installed(e.Settings)
	var b strings.Builder
	for _, h := range found {
		for _, entry := range h.Entries {
			if entry.Profile == profile {
				fmt.Fprintf(&b, "%s still starts this program with the profile: remove %s from %s.\n", h.Name, entry.Name, h.File)
			}
		}
	}
	return b.String()
}

// listProfiles prints the profiles, and where their secrets are. It reads no secret.
func listProfiles(_ context.Context, e *env) error {
	if len(e.Flags.Args) > 0 {
		return wrongUsage("profiles takes no arguments")
	}
	folder := profiles.UserFolder(e.Getenv)
	names, err := folder.Names()
	if err != nil {
		return err
	}
	if len(names) == 0 {
		fmt.Fprintln(e.errw, "There are no profiles. To store one: acronis-reports-mcp login")
		return nil
	}
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, name := range names {
		p, err := folder.Read(name)
		if err != nil {
			fmt.Fprintf(table, "%s\t%v\n", name, err)
			continue
		}
		fmt.Fprintf(table, "%s\t%s\tclient id %s\tsecret in %s\n", name, p.BaseURL, p.ClientID, p.Place())
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return write(e.out, escape.Lines(b.String()))
}
