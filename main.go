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
	"strings"
	"syscall"

	"github.com/rs/zerolog"

	"acronis-reports-mcp/setup/doctor"
	"acronis-reports-mcp/setup/hosts"
	"acronis-reports-mcp/setup/settings"
	"acronis-reports-mcp/stdio"
	"acronis-reports-mcp/tools"
)

const usage = `acronis-reports-mcp: Acronis Cyber Protect Cloud usage reports as an MCP server.

Usage:
  acronis-reports-mcp [flags]                  serve MCP on standard input and output
  acronis-reports-mcp [flags] tools [--json]   list the tools
  acronis-reports-mcp [flags] call TOOL [key=value … | JSON | -]
                                               call one tool; - reads JSON from standard input;
                                               several calls, separated by +, share a session
  acronis-reports-mcp [flags] doctor [--json]  check settings, network, token and rights
  acronis-reports-mcp [flags] config APP       print what connects an app, with these flags:
                                               claude-desktop, claude-code, vscode, cursor,
                                               windsurf, goose, chatgpt or generic

Flags:
  --demo             use made-up data in memory: no account, no network
  --access LEVEL     what tools may do: read (default), write or delete; demo: delete
  --no-ask           do without asking what needs a person's consent
  --yes              call only: the consent is given
  --export-dir DIR   the folder that export_usage writes to; without it, it doesn't
  --cache DIR        keep downloaded reports in DIR, not just until the program ends;
                     not of the demo
  --log-level LEVEL  debug, info, warn or error (default info; for call and tools: warn)
  --log-file FILE    append the log to FILE instead of standard error
  --version          print the version
  --help             print this

Settings, from the environment:
  ACRONIS_BASE_URL            your data centre, such as https://eu2-cloud.acronis.com
  ACRONIS_CLIENT_ID           an API client of that data centre …
  ACRONIS_CLIENT_SECRET       … and its secret,
  ACRONIS_CLIENT_SECRET_FILE  or a file that holds the secret;
  ACRONIS_ACCESS_TOKEN        or, instead of all three, a ready access token
  ACRONIS_TENANT_ID           the tenant you work in, if not the API client's own
  ACRONIS_LABEL               a name for this data centre, where you have several
  ACRONIS_ACCESS              the same as --access
  ACRONIS_EXPORT_DIR          the same as --export-dir
  ACRONIS_CACHE               the same as --cache

Exit status: 0 done, 1 the tool or a check failed, 2 wrong usage, 75 not ready
yet: try later.
`

func main() {
	ctx := untilSignal()
	out, err := stdio.TakeStdout()
	if err != nil {
		os.Exit(exitStatus(fmt.Errorf("no standard output: %w", err), os.Stderr))
	}
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdin, out, os.Stderr))
}

// untilSignal is a context that the first signal to end cancels. A second one
// ends the program at once.
func untilSignal() context.Context {
	signal.Ignore(syscall.SIGPIPE) // a broken standard error must not end a session
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGHUP, os.Interrupt)
	context.AfterFunc(ctx, stop)
	return ctx
}

// run is the whole program; it returns the exit status.
func run(ctx context.Context, args []string, getenv func(string) string, in io.Reader, out, errw io.Writer) int {
	errw = &lockedWriter{w: errw} // the log writes at the same time
	return exitStatus(perform(ctx, args, getenv, in, out, errw), errw)
}

// commands are what the program does, by the first word after the flags.
var commands = map[string]func(context.Context, *env) error{
	"":       serve,
	"tools":  listTools,
	"call":   callTools,
	"doctor": diagnose,
	"config": printConfig,
}

// env is what a command works with.
type env struct {
	*settings.Settings
	in        io.Reader
	out, errw io.Writer
	log       zerolog.Logger
	server    *stdio.Server
}

// perform runs the command of a command line. It ends with what the log and the
// demo need.
func perform(ctx context.Context, args []string, getenv func(string) string, in io.Reader, out, errw io.Writer) error {
	f, err := settings.ParseFlags(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return write(out, usage)
	case err != nil:
		return wrongUsage("%w; --help shows what there is", err)
	case f.Version:
		return write(out, programVersion()+"\n")
	}
	do, ok := commands[f.Command]
	if !ok {
		return wrongUsage("there is no command %q; --help shows what there is", f.Command)
	}
	s, err := settings.Load(f, getenv, programVersion())
	if err != nil {
		return wrongUsage("%w", err)
	}
	logFile := s.LogFile
	if f.Command == "config" { // which writes no file: the one that is named is the server's
		logFile = ""
	}
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
			log.Warn().Err(err).Msg("the temporary folder stays")
		}
	}()
	if mode, loose := settings.ReadableByOthers(s.SecretFile); loose && f.Command != "doctor" { // which tells it itself
		log.Warn().Msgf("ACRONIS_CLIENT_SECRET_FILE: others on this machine may read it: its mode is %v: chmod 600 %s", mode, s.SecretFile)
	}
	server := &stdio.Server{MCP: tools.NewServer(o), Log: slog.New(zerolog.NewSlogHandler(log))}
	return do(ctx, &env{s, in, out, errw, log, server})
}

// serve serves MCP until the client or a signal ends it.
func serve(ctx context.Context, e *env) error {
	if len(e.Problems) > 0 {
		e.log.Warn().Msg(explain(e.Problems))
	}
	if terminal(e.in) {
		fmt.Fprintln(e.errw, "Waiting for an MCP client on standard input. --help shows other uses; Ctrl-C ends.")
	}
	switch err := e.server.Serve(ctx, e.in, e.out); {
	case errors.Is(err, stdio.ErrPeerGone): // a client may exit when it likes
		e.log.Debug().Err(err).Msg("the session has ended")
	case err != nil:
		e.log.Error().Err(err).Msg("the session broke off")
		return exitError{status: statusFailed}
	}
	return nil
}

// printConfig prints what connects an app: the snippet to standard output, what
// to do with it to standard error.
func printConfig(_ context.Context, e *env) error {
	args := e.Flags.Args
	if len(args) != 1 || !slices.Contains(hosts.Names(), args[0]) {
		return wrongUsage("config needs one of %s", strings.Join(hosts.Names(), ", "))
	}
	snippet, notes, err := hosts.Config(args[0], e.Settings)
	if err != nil {
		return err
	}
	fmt.Fprint(e.errw, notes)
	return write(e.out, snippet+"\n")
}

// diagnose makes doctor's checks and prints a line for each.
func diagnose(ctx context.Context, e *env) error {
	args := e.Flags.Args
	asJSON := slices.Equal(args, []string{"--json"})
	if len(args) > 0 && !asJSON {
		return wrongUsage("doctor takes nothing but --json")
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
