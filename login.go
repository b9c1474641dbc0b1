package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/setup/profiles"
	"acronis-reports-mcp/setup/settings"
)

// login asks for a data centre and an API client, tries them, and only then stores
// them as a profile.
func login(ctx context.Context, e *env) error {
	set := flag.NewFlagSet("login", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	secretFile := set.String("secret-file", "", "")
	yes := set.Bool("yes", e.Flags.Yes, "")
	others, err := parseMixed(set, e.Flags.Args)
	if err != nil || len(others) > 0 || e.Flags.Demo {
		return wrongUsage("login takes --profile NAME, --secret-file FILE and --yes, and no --demo")
	}
	l := &loggingIn{env: e, folder: profiles.UserFolder(e.Getenv), ask: newPrompter(e), yes: *yes}
	l.profile.Name = e.profileName()
	if l.profile.SecretFile, err = e.newSecretFile(*secretFile); err != nil {
		return wrongUsage("%w", err)
	}
	if err := profiles.CheckName(l.profile.Name); err != nil {
		return wrongUsage("--profile: %w", err)
	}
	for _, step := range []func(context.Context) error{l.agreeToReplace, l.choosePlace, l.askClient, l.tryUntilAccepted, l.store} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("%w; nothing was stored", err)
		}
	}
	return l.printNext()
}

// profileName returns the name of the profile that a command is about.
func (e *env) profileName() string {
	return cmp.Or(e.Flags.Profile, e.Getenv("ACRONIS_PROFILE"), settings.DefaultProfile)
}

// newSecretFile returns the path of a file for the secret, which must not exist yet.
func (e *env) newSecretFile(given string) (string, error) {
	path, err := e.Path(given)
	switch {
	case err != nil:
		return "", fmt.Errorf("--secret-file %w", err)
	case path != "" && !settings.Exists(filepath.Dir(path)):
		return "", errors.New("--secret-file names a file in a folder that does not exist")
	case path != "" && settings.SameFile(filepath.Dir(path), string(profiles.UserFolder(e.Getenv))):
		return "", errors.New("--secret-file names a file in the folder of the profiles; choose another folder")
	case path != "" && settings.Exists(path):
		return "", errors.New("--secret-file names a file that exists; login replaces no file, so give the name of a new one")
	}
	return path, nil
}

// loggingIn is a login that is under way.
type loggingIn struct {
	*env
	folder  profiles.Folder
	ask     *prompter // nil without a terminal
	yes     bool
	old     *profiles.Profile // that is replaced, if it can be read
	unread  error             // why it can't be read
	profile profiles.Profile
	secret  string
}

// agreeToReplace asks the user whether to replace a profile of the same name.
func (l *loggingIn) agreeToReplace(ctx context.Context) error {
	if l.folder == "" {
		return profiles.ErrNoFolder
	}
	names, err := l.folder.Names()
	if err != nil || !slices.Contains(names, l.profile.Name) {
		return err
	}
	what := "the profile " + l.profile.Name
	if l.old, l.unread = l.folder.Read(l.profile.Name); l.unread == nil {
		what += fmt.Sprintf(" (%s, client id %s)", l.old.BaseURL, l.old.ClientID)
	}
	switch {
	case l.yes:
		return nil
	case l.ask == nil:
		return fmt.Errorf("%s exists; to replace it, add --yes, or choose another name with --profile", what)
	}
	agreed, err := l.ask.agrees(ctx, escape.Text("There is "+what+" already. Replace it?"))
	if err == nil && !agreed {
		err = errors.New("it is not to be replaced; --profile NAME stores another profile")
	}
	return err
}

// choosePlace decides where the secret will be: in the keychain, or if that doesn't
// answer, in a file that the user agrees to.
func (l *loggingIn) choosePlace(ctx context.Context) error {
	if l.profile.SecretFile != "" {
		return nil
	}
	err := profiles.CheckKeychain(ctx)
	if err == nil || l.ask == nil || ctx.Err() != nil {
		return err
	}
	file := l.folder.SecretFile(l.profile.Name)
	if file == "" {
		return err
	}
	fmt.Fprintf(l.errw, "No secret can be stored in the keychain: %v.\n", err)
	agreed, askErr := l.ask.agrees(ctx, "Store it in "+file+" instead, a file that only you and programs that you start can read?")
	switch {
	case askErr != nil:
		return askErr
	case !agreed:
		return errors.New("the secret has no place; --secret-file FILE names another file")
	}
	l.profile.SecretFile = file
	return nil
}

// askClient gets the data centre and the API client: from the user, or without a
// terminal from the environment and the secret from standard input.
func (l *loggingIn) askClient(ctx context.Context) (err error) {
	address, id := l.Getenv("ACRONIS_BASE_URL"), l.Getenv("ACRONIS_CLIENT_ID")
	if l.ask != nil {
		return l.askUser(ctx, address, id)
	}
	var ok bool
	if l.profile.BaseURL, err = profiles.Address(address); err != nil {
		return fmt.Errorf("without a terminal, ACRONIS_BASE_URL says which data centre; it %w", err)
	}
	if l.profile.ClientID, ok = acronis.ParseUUID(id); !ok {
		return errors.New("without a terminal, ACRONIS_CLIENT_ID says which API client: it must be its id, a UUID")
	}
	secret, problem := settings.ReadSecret(l.in)
	if problem != "" {
		return errors.New("without a terminal, the secret comes from standard input, which " + problem)
	}
	l.secret = secret
	return profiles.CheckSecret(secret)
}

// askUser gets them from the user. Valid values of the environment, or else those of
// the profile that is replaced, are offered as defaults.
func (l *loggingIn) askUser(ctx context.Context, address, id string) (err error) {
	old := cmp.Or(l.old, &profiles.Profile{})
	address, _ = profiles.Address(address) // what isn't valid may be a secret, and is not shown
	if l.profile.BaseURL, err = l.ask.dataCentre(ctx, cmp.Or(address, old.BaseURL)); err != nil {
		return err
	}
	id, _ = acronis.ParseUUID(id)
	if l.profile.ClientID, err = l.ask.clientID(ctx, cmp.Or(id, old.ClientID)); err != nil {
		return err
	}
	l.secret, err = l.ask.secret(ctx)
	return err
}

// store stores the secret and the profile, and removes the secret that they replace. If
// it fails, the old profile has its secret as before.
func (l *loggingIn) store(ctx context.Context) error {
	if err := l.folder.CheckWritable(); err != nil {
		return err
	}
	moved := l.old != nil && !l.old.SamePlace(&l.profile)
	undo := func() error { _, err := l.profile.RemoveSecret(ctx); return err }
	if l.old != nil && !moved {
		if before, err := l.old.Secret(ctx); err == nil {
			undo = func() error { return l.folder.StoreSecret(ctx, l.old, before) }
		}
	}
	if err := l.folder.StoreSecret(ctx, &l.profile, l.secret); err != nil {
		return err
	}
	if err := l.folder.Write(&l.profile); err != nil {
		return errors.Join(err, undo())
	}
	if moved {
		if _, err := l.old.RemoveSecret(ctx); err != nil {
			fmt.Fprintf(l.errw, "The secret that was stored before is still there: %v\n", err)
		}
	}
	if l.unread != nil {
		fmt.Fprintf(l.errw, "A secret that was stored before may still be there, because the old profile could not be read: %s\n", escape.Text(l.unread.Error()))
	}
	return nil
}

// printNext says what was stored, and what to do next.
func (l *loggingIn) printNext() error {
	for _, name := range settings.Connection {
		if l.Getenv(name) != "" {
			fmt.Fprintf(l.errw, "%s is set in this environment. Unset it: a profile is never combined with it.\n", name)
		}
	}
	return write(l.out, fmt.Sprintf(`The profile %[1]s is stored, and its secret is in %[2]s. Next:

  %[3]s config APP --write --profile %[1]s
      connects an app; %[3]s config --list lists the apps
  %[3]s doctor --profile %[1]s
      checks everything up to the first report
`, l.profile.Name, l.profile.Place(), toType()))
}

// toType returns what the user types to start this program: the same word as before,
// which is a path unless the program is installed.
func toType() string {
	if len(os.Args) == 0 || os.Args[0] == "" || strings.ContainsAny(os.Args[0], " '\"") {
		return "acronis-reports-mcp"
	}
	return os.Args[0]
}
