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
