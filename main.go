// Command acronis-reports-mcp is an MCP server for the usage reports of Acronis
// Cyber Protect Cloud. See README.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"syscall"
	"time"

	"github.com/rs/zerolog"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/setup/doctor"
	"acronis-reports-mcp/setup/profiles"
	"acronis-reports-mcp/setup/settings"
	"acronis-reports-mcp/stdio"
	"acronis-reports-mcp/tools"
)

const usage = `acronis-reports-mcp is an MCP server for the usage reports of Acronis Cyber Protect
Cloud.

Usage:
  acronis-reports-mcp login [--profile NAME] [--secret-file FILE]
                                               ask for data centre and API client, try them,
                                               and store them as a profile: the secret in the
                                               system's keychain, or in a new private file
  acronis-reports-mcp logout [--profile NAME]  remove a profile and its secret
  acronis-reports-mcp profiles                 list the profiles
  acronis-reports-mcp [flags]                  serve MCP on standard input and output
  acronis-reports-mcp [flags] tools [--json]   list the tools
  acronis-reports-mcp [flags] call TOOL [key=value … | JSON | -]
                                               call a tool; - reads JSON from standard input.
                                               Separate several calls with +; they share
                                               one session
  acronis-reports-mcp [flags] doctor [--json]  check settings, folders, network, token and rights
  acronis-reports-mcp [flags] dataset --out DIR --months FIRST..LAST [--tenant T]
                              [--create] [--no-names]
                                               keep a folder of months for database engines,
                                               such as --months 2024-01..2026-10. With --create
                                               and --access write it creates reports that are
                                               missing; --no-names leaves out names
  acronis-reports-mcp [flags] config APP       print the configuration that connects an app with
                                               these flags and settings. APP is claude-desktop,
                                               claude-code, vscode, cursor, windsurf, goose,
                                               chatgpt, gemini, opencode, cline, copilot or
                                               generic
  acronis-reports-mcp [flags] config APP --write [--yes]
                                               put it into the app's file: show what changes,
                                               ask, and keep a copy of the old file
  acronis-reports-mcp config --list            list the apps, whether they are installed, and what
                                               they are connected with
  acronis-reports-mcp [flags] prices init [--month M]
                                               print the beginning of a price list: a row for
                                               each distinct line of a month
  acronis-reports-mcp [flags] prices check FILE [--month M]
                                               report what is wrong with a price list

Flags:
  --demo             use a simulated data centre: no account, no network
  --profile NAME     use the data centre and the API client that login has stored
  --access LEVEL     what tools may do: read (default), write or delete. The default
                     with --demo is delete
  --no-ask           do not ask for confirmation
  --yes              only for call, config and login: confirm in advance
  --export-dir DIR   the folder that export_usage writes to. Without it, exporting is off
  --cache DIR        keep downloaded reports in this folder. Without it, they are removed
                     when the program ends. Ignored with --demo
  --prices FILE      your price list, for price_usage and invoices
  --costs api|FILE   what usage costs you: api for the vendor's price lists, or a file in
                     the format of --prices
  --invoice-prefix, --invoice-account, --invoice-tax TEXT
                     for invoices of export_usage in the layouts xero and quickbooks: what
                     their numbers begin with, and the codes of account and tax
  --invoice-days N   the days until they are due, 30 by default
  --memory MIB       how much memory the program should use at most, 512 by default
  --log-level LEVEL  debug, info, warn or error. The default is info for the server and
                     warn for commands
  --log-file FILE    append the log to this file instead of standard error
  --version          print the version
  --help             print this help

Environment variables:
  ACRONIS_BASE_URL            the data centre, such as https://eu2-cloud.acronis.com
  ACRONIS_CLIENT_ID           the id of an API client of that data centre
  ACRONIS_CLIENT_SECRET       its secret
  ACRONIS_CLIENT_SECRET_FILE  a file that holds the secret, instead of the secret itself
  ACRONIS_ACCESS_TOKEN        a ready access token, instead of client id and secret
  ACRONIS_PROFILE             the same as --profile, instead of all above
  ACRONIS_TENANT_ID           the tenant you work in, if it is not the API client's own
  ACRONIS_LABEL               a name for this data centre, if you connect several
  ACRONIS_ACCESS              the same as --access
  ACRONIS_EXPORT_DIR          the same as --export-dir
  ACRONIS_CACHE               the same as --cache
  ACRONIS_PRICES              the same as --prices
  ACRONIS_COSTS               the same as --costs
  ACRONIS_MEMORY              the same as --memory

Exit status: 0 done; 1 a tool, a check or the program failed; 2 wrong usage; 75 a
report is not ready yet: try again later.
`

func main() {
	ctx := untilSignal()
	out, err := stdio.TakeStdout()
	if err != nil {
		os.Exit(exitStatus(fmt.Errorf("no standard output: %w", err), os.Stderr))
	}
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdin, out, os.Stderr))
}

// untilSignal returns a context that the first SIGTERM, SIGHUP or interrupt
// cancels. A second one ends the program immediately.
func untilSignal() context.Context {
	signal.Ignore(syscall.SIGPIPE) // a closed standard error must not end a session
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGHUP, os.Interrupt)
	context.AfterFunc(ctx, stop)
	return ctx
}

// run is the whole program. It returns the exit status.
func run(ctx context.Context, args []string, getenv func(string) string, in io.Reader, out, errw io.Writer) int {
	errw = &lockedWriter{w: errw} // shared with the log
	return exitStatus(perform(ctx, args, getenv, in, out, errw), errw)
}

// commands holds the commands by name. Without a command the program serves MCP.
var commands = map[string]func(context.Context, *env) error{
	"":        serve,
	"tools":   listTools,
	"call":    callTools,
	"doctor":  diagnose,
	"config":  configure,
	"dataset": keepDataset,
	"prices":  managePrices,

	"login":    login,
	"logout":   logout,
	"profiles": listProfiles,
}

// env is what a command works with.
type env struct {
	*settings.Settings
	in        io.Reader
	out, errw io.Writer
	log       zerolog.Logger
	server    *stdio.Server
	options   tools.Options // of the server
}

// perform runs the command that args name, and cleans up after it.
func perform(ctx context.Context, args []string, getenv func(string) string, in io.Reader, out, errw io.Writer) error {
	f, err := settings.ParseFlags(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return write(out, usage)
	case err != nil:
		return wrongUsage("%w; --help lists the flags", err)
	case f.Version:
		return write(out, programVersion()+"\n")
	}
	do, ok := commands[f.Command]
	if !ok {
		return wrongUsage("there is no command %q; --help lists the commands", f.Command)
	}
	s, err := settings.Load(f, getenv, programVersion(), chooseProfile(f, getenv, in, out))
	if err != nil {
		return wrongUsage("%w", err)
	}
	logFile := s.LogFile
	if f.Command == "config" { // config writes no file. --log-file is for the server that it describes
		logFile = ""
	}
	limitMemory(s.Memory, getenv)
	log, closeLog, err := newLog(f.LogLevel, logFile, errw)
	if err != nil {
		return wrongUsage("%w", err)
	}
	defer closeLog()
	disconnect, err := connectDemo(s)
	if err != nil {
		return err
	}
	defer disconnect()
	o := options(s, log)
	defer func() {
		if err := o.Files.Close(); err != nil {
			log.Warn().Err(err).Msg("the temporary folder could not be removed")
		}
	}()
	if mode, loose := settings.ReadableByOthers(s.SecretFile); loose && f.Command != "doctor" { // doctor reports it
		log.Warn().Msgf("ACRONIS_CLIENT_SECRET_FILE can be read by other users of this machine (mode %v). To fix it: chmod 600 %s", mode, s.SecretFile)
	}
	server := &stdio.Server{MCP: tools.NewServer(o), Log: slog.New(zerolog.NewSlogHandler(log))}
	return do(ctx, &env{s, in, out, errw, log, server, o})
}

// chooseProfile returns the profile to work with. A user is at the terminal if the
// command reads from it; a server must also write to it, which no host can offer.
func chooseProfile(f *settings.Flags, getenv func(string) string, in io.Reader, out io.Writer) settings.Choice {
	if slices.Contains([]string{"login", "logout", "profiles"}, f.Command) {
		return settings.Choice{} // they work with profiles, not with the data centre of one
	}
	atTerminal := terminal(in) && (f.Command != "" || terminal(out))
	return profiles.UserFolder(getenv).Choose(f, getenv, atTerminal)
}

// serve serves MCP until the client ends the session or a signal arrives.
func serve(ctx context.Context, e *env) error {
	defer removeStaleLater()()
	if len(e.Problems) > 0 {
		e.log.Warn().Msg(explain(e.Problems))
	}
	if terminal(e.in) {
		fmt.Fprintln(e.errw, "Waiting for an MCP client on standard input. Press Ctrl-C to stop. For other uses, see --help.")
	}
	switch err := e.server.Serve(ctx, e.in, e.out); {
	case errors.Is(err, stdio.ErrPeerGone): // how most sessions end
		e.log.Debug().Err(err).Msg("session ended")
	case err != nil:
		e.log.Error().Err(err).Msg("session failed")
		return exitError{status: statusFailed}
	}
	return nil
}

// removeStaleLater removes what killed processes left, but not before the first
// answer: after a second, or when the function that it returns is called.
func removeStaleLater() (now func()) {
	timer := time.AfterFunc(time.Second, store.RemoveStale)
	return func() {
		if timer.Stop() {
			store.RemoveStale()
		}
	}
}

// diagnose runs the checks of doctor and prints a line for each.
func diagnose(ctx context.Context, e *env) error {
	args := e.Flags.Args
	asJSON := slices.Equal(args, []string{"--json"})
	if len(args) > 0 && !asJSON {
		return wrongUsage("doctor takes no arguments but --json")
	}
	report := doctor.Examine(ctx, e.Settings)
	print := report.Print
	if asJSON {
		print = func(out io.Writer) error { return printJSON(out, report) }
	}
	err := print(e.out)
	if err == nil && !report.OK {
		return exitError{status: 1}
	}
	return err
}

func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
