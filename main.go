// Command acronis-reports-mcp is an MCP server for the usage reports of Acronis
// Cyber Protect Cloud. See README.md.
package main

import (
	"context"
	"encoding/json"
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

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
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
	signal.Ignore(syscall.SIGPIPE) // a broken standard error must not end a session
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGHUP, os.Interrupt)
	context.AfterFunc(ctx, stop) // a second signal ends at once
	out, err := stdio.TakeStdout()
	if err != nil {
		fmt.Fprintln(os.Stderr, "acronis-reports-mcp: no standard output:", err)
		os.Exit(1)
	}
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdin, out, os.Stderr))
}

// run is the whole program; it returns the exit status.
func run(ctx context.Context, args []string, getenv func(string) string, in io.Reader, out, errw io.Writer) int {
	errw = &lockedWriter{w: errw} // the log writes at the same time
	fail := func(status int, err error) int {
		fmt.Fprintln(errw, "acronis-reports-mcp:", err)
		return status
	}
	show := func(text string) int {
		if _, err := io.WriteString(out, text); err != nil {
			return fail(1, err)
		}
		return 0
	}
	f, err := settings.ParseFlags(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return show(usage)
	case err != nil:
		return fail(2, fmt.Errorf("%w; --help shows what there is", err))
	case f.Version:
		return show(programVersion() + "\n")
	}
	logFile := f.LogFile
	if f.Command == "config" { // which writes no file: the one that is named is the server's
		logFile = ""
	}
	log, closeLog, err := newLog(f.LogLevel, logFile, errw)
	if err != nil {
		return fail(2, err)
	}
	defer closeLog()
	set, err := settings.Load(f, getenv, programVersion())
	if err != nil {
		return fail(2, err)
	}
	disconnect, err := connectDemo(set)
	if err != nil {
		return fail(1, err)
	}
	defer disconnect()
	o := options(set, log)
	defer func() {
		if err := o.Files.Close(); err != nil {
			log.Warn().Err(err).Msg("the temporary folder stays")
		}
	}()
	if o.Problem != "" && f.Command == "" {
		log.Warn().Msg(o.Problem)
	}
	file := set.Getenv("ACRONIS_CLIENT_SECRET_FILE")
	if mode, loose := settings.ReadableByOthers(file); loose && !f.Demo && f.Command != "doctor" { // which tells it itself
		log.Warn().Msgf("ACRONIS_CLIENT_SECRET_FILE: others on this machine may read it: its mode is %v: chmod 600 %s", mode, file)
	}
	s := &stdio.Server{MCP: tools.NewServer(o), Log: slog.Default()}

	switch f.Command {
	case "":
		if terminal(in) {
			fmt.Fprintln(errw, "Waiting for an MCP client on standard input. --help shows other uses; Ctrl-C ends.")
		}
		if err := s.Serve(ctx, in, out); err != nil {
			log.Error().Err(err).Msg("the session broke off")
			return 1
		}
		return 0
	case "tools":
		return listTools(ctx, s, f.Args, out, fail)
	case "call":
		return callTools(ctx, s, f.Args, person{in, errw, f.Yes}, out, fail)
	case "doctor":
		return diagnose(ctx, set, out, fail)
	case "config":
		return printConfig(set, out, errw, fail)
	}
	return fail(2, fmt.Errorf("there is no command %q; --help shows what there is", f.Command))
}

// printConfig prints what connects an app: the snippet to standard output, what
// to do with it to standard error.
func printConfig(s *settings.Settings, out, errw io.Writer, fail func(int, error) int) int {
	if len(s.Flags.Args) != 1 || !slices.Contains(hosts.Names(), s.Flags.Args[0]) {
		return fail(2, errors.New("config needs one of "+strings.Join(hosts.Names(), ", ")))
	}
	snippet, notes, err := hosts.Config(s.Flags.Args[0], s)
	if err != nil {
		return fail(1, err)
	}
	fmt.Fprint(errw, notes)
	if _, err := fmt.Fprintln(out, snippet); err != nil {
		return fail(1, err)
	}
	return 0
}

// diagnose makes doctor's checks and prints a line for each. The exit status is 0,
// or 1 if a check failed.
func diagnose(ctx context.Context, s *settings.Settings, out io.Writer, fail func(int, error) int) int {
	asJSON := slices.Equal(s.Flags.Args, []string{"--json"})
	if len(s.Flags.Args) > 0 && !asJSON {
		return fail(2, errors.New("doctor takes nothing but --json"))
	}
	report := doctor.Examine(ctx, s)
	var err error
	if asJSON {
		var raw []byte
		if raw, err = json.Marshal(report); err == nil {
			err = printJSON(out, raw)
		}
	} else {
		err = report.Print(out)
	}
	if err != nil {
		return fail(1, err)
	}
	if !report.OK {
		return 1
	}
	return 0
}

// connectDemo connects the demo to a data centre in memory.
func connectDemo(s *settings.Settings) (disconnect func(), err error) {
	switch {
	case len(s.Problems) > 0:
		return func() {}, nil
	case !s.Flags.Demo:
		return s.Client.Close, nil
	}
	dc := simulator.New()
	s.Client, err = acronis.New(acronis.Config{
		BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret,
		Version: s.Version, Dial: dc.DialContext,
	})
	return func() { s.Client.Close(); dc.Close() }, err
}

// options are what the tools work with.
func options(s *settings.Settings, log zerolog.Logger) tools.Options {
	o := tools.Options{
		Client: s.Client, DataCentre: s.DataCentre, TenantID: s.TenantID,
		Access: s.Access, NoAsk: s.Flags.NoAsk, Demo: s.Flags.Demo,
		Files: &store.Files{Folder: s.CacheDir}, ExportDir: s.ExportDir,
		Version: s.Version, Log: log,
	}
	if len(s.Problems) > 0 {
		var texts []string
		for _, p := range s.Problems {
			texts = append(texts, p.Text)
		}
		o.Problem = "This server can't reach Acronis until the person mends its settings, in the environment it is started with: " +
			strings.Join(texts, ". ") + ". To try it on made-up data, start it with --demo."
	}
	return o
}

func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
