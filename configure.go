package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/setup/hosts"
	"acronis-reports-mcp/setup/profiles"
)

// configure prints the configuration of an app to standard output, and what to do
// with it to standard error. With --write it puts it into the app's file instead.
func configure(ctx context.Context, e *env) error {
	set := flag.NewFlagSet("config", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	list, write := set.Bool("list", false, ""), set.Bool("write", false, "")
	yes := set.Bool("yes", e.Flags.Yes, "")
	names, err := parseMixed(set, e.Flags.Args)
	if len(names) == 1 && names[0] == "codex" {
		names[0] = "chatgpt" // they share a file
	}
	switch known := len(names) == 1 && slices.Contains(hosts.Names(), names[0]); {
	case err == nil && *list && set.NFlag() == 1 && len(names) == 0:
		return e.listHosts()
	case err != nil || !known || *list:
		return wrongUsage("config needs the name of an app: %s; or --list", strings.Join(hosts.Names(), ", "))
	case e.Unchosen != nil: // whatever else is missing depends on it
		return wrongUsage("%s", e.Unchosen.Text)
	case *write:
		return e.writeConfig(ctx, names[0], *yes)
	}
	return e.printConfig(names[0])
}

// printConfig prints the configuration of an app.
func (e *env) printConfig(name string) error {
	snippet, notes, err := hosts.Config(name, e.Settings)
	if err != nil {
		return err
	}
	fmt.Fprint(e.errw, notes)
	return write(e.out, snippet+"\n")
}

// writeConfig changes the file of an app, if the user agrees. If that can't be done,
// it prints the configuration.
func (e *env) writeConfig(ctx context.Context, name string, yes bool) error {
	change, err := hosts.Plan(name, e.Settings)
	if err != nil {
		return e.notWritten(name, err)
	}
	for _, note := range change.Notes {
		fmt.Fprintln(e.errw, note)
	}
	if change.Diff == nil {
		return e.done(change, " needs no change\n")
	}
	fmt.Fprintf(e.errw, "%s:\n%s\n", change.File, strings.Join(change.Diff, "\n"))
	if !yes {
		if err := e.agreesToWrite(ctx); err != nil {
			return err
		}
	}
	backup, err := change.Apply()
	if err != nil {
		return e.notWritten(name, err)
	}
	text := " written"
	if backup != "" {
		text += "; the old file is " + backup
	}
	return e.done(change, text+". Restart the app.\n")
}

// done says what happened to the file of an app, and what the user has to do next.
func (e *env) done(change *hosts.Change, what string) error {
	err := write(e.out, change.File+what)
	for _, next := range change.Next {
		fmt.Fprintln(e.errw, next)
	}
	return err
}

// notWritten prints the configuration, because the app's file could not be changed.
func (e *env) notWritten(name string, why error) error {
	err := e.printConfig(name)
	if err != nil && err.Error() == why.Error() { // it can't be printed for the same reason
		err = nil
	}
	return errors.Join(fmt.Errorf("nothing was written: %w", why), err)
}

// agreesToWrite asks the user on the terminal, and returns an error if nobody agrees.
func (e *env) agreesToWrite(ctx context.Context) error {
	if ask := newPrompter(e); ask != nil {
		agreed, err := ask.agrees(ctx, "Write this?")
		if agreed || errors.Is(err, errInterrupted) {
			return err
		}
	}
	return errors.New("nothing was written, because nobody agreed; on a terminal answer y, elsewhere pass --yes")
}

// listHosts prints each app, and the entries in its file.
func (e *env) listHosts() error {
	found, err := hosts.Installed(e.Settings)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, h := range found {
		state := "config prints its configuration"
		switch {
		case h.File == "":
		case h.Problem != nil:
			state = h.File + " can't be read: " + h.Problem.Error()
		case len(h.Entries) > 0:
			state = "connected in " + h.File
		case h.Installed:
			state = "installed; config --write changes " + h.File
		default:
			state = "not found; its file would be " + h.File
		}
		fmt.Fprintf(&b, "%-15s %s\n", h.Name, state)
		for _, entry := range h.Entries {
			fmt.Fprintf(&b, "%-15s %s: %s\n", "", escape.Text(entry.Name), e.summary(entry))
		}
	}
	return write(e.out, b.String())
}

// summary says what an entry connects an app with.
func (e *env) summary(entry hosts.Entry) string {
	with := "variables"
	switch {
	case entry.Demo:
		with = "the demo"
	case entry.Profile != "" && profiles.CheckName(entry.Profile) != nil:
		with = "an invalid profile"
	case entry.Profile != "" && e.lacksProfile(entry):
		with = "profile " + entry.Profile + ", which doesn't exist"
	case entry.Profile != "":
		with = "profile " + entry.Profile
	}
	text := with + ", access " + cmp.Or(entry.Access, "unknown")
	if entry.Disabled {
		text += ", disabled in the app"
	}
	return text
}

// lacksProfile reports whether the profile of an entry doesn't exist where the program
// looks for it when the app starts it.
func (e *env) lacksProfile(entry hosts.Entry) bool {
	names, err := profiles.UserFolder(func(name string) string {
		if name == "XDG_CONFIG_HOME" && entry.Home != "" {
			return entry.Home
		}
		return e.Getenv(name)
	}).Names()
	return err == nil && !slices.Contains(names, entry.Profile)
}
