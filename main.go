// Command acronis-reports-mcp is an MCP server for the usage reports of Acronis
// Cyber Protect Cloud. See README.md.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	stdlog "log"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/rs/zerolog"
	"github.com/rs/zerolog/diode"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
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
	getenv = chosen(getenv)
	fail := func(status int, err error) int {
		fmt.Fprintln(errw, "acronis-reports-mcp:", err)
		return status
	}
	flags := flag.NewFlagSet("acronis-reports-mcp", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	var (
		demo     = flags.Bool("demo", false, "")
		access   = flags.String("access", "", "")
		noAsk    = flags.Bool("no-ask", false, "")
		yes      = flags.Bool("yes", false, "")
		export   = flags.String("export-dir", "", "")
		cache    = flags.String("cache", "", "")
		logLevel = flags.String("log-level", "", "")
		logFile  = flags.String("log-file", "", "")
		version  = flags.Bool("version", false, "")
	)
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(out, usage)
		return 0
	case err != nil:
		return fail(2, fmt.Errorf("%w; --help shows what there is", err))
	case *version:
		fmt.Fprintln(out, programVersion())
		return 0
	}
	command, rest := "", flags.Args()
	if len(rest) > 0 {
		command, rest = rest[0], rest[1:]
	}

	defaultLevel := "info"
	if command != "" {
		defaultLevel = "warn"
	}
	logTo := *logFile
	if command == "config" {
		logTo = "" // it writes no file, and the log's is the server's
	}
	log, closeLog, err := newLog(cmp.Or(*logLevel, defaultLevel), logTo, errw)
	if err != nil {
		return fail(2, err)
	}
	defer closeLog()

	defaultAccess := "read"
	if *demo {
		defaultAccess = "delete"
	}
	level, accessErr := tools.ParseAccess(cmp.Or(*access, getenv("ACRONIS_ACCESS"), defaultAccess))
	if accessErr != nil && *access != "" {
		return fail(2, accessErr)
	}
	files := &tools.Files{Folder: cmp.Or(*cache, getenv("ACRONIS_CACHE"))}
	if *demo { // whose stored reports have the same ids in each run, and other figures
		files.Folder = ""
	}
	defer func() {
		if err := files.Close(); err != nil {
			log.Warn().Err(err).Msg("the temporary folder stays")
		}
	}()
	o := tools.Options{
		Version: programVersion(), Log: log, Access: level, NoAsk: *noAsk, Demo: *demo,
		Files: files, ExportDir: cmp.Or(*export, getenv("ACRONIS_EXPORT_DIR")),
	}
	if *demo {
		center := simulator.New()
		defer center.Close()
		o.Client, err = acronis.New(acronis.Config{
			BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret,
			Version: o.Version, Dial: center.DialContext,
		})
		o.DataCentre = "the demo data centre"
	} else {
		err = configure(&o, getenv)
	}
	if accessErr != nil {
		o.Client, err = nil, fmt.Errorf("ACRONIS_ACCESS: %w", accessErr)
	}
	if err != nil {
		// A desktop app shows what a tool says, but not why a server exited.
		o.Problem = problem(err)
		if command == "" {
			log.Warn().Msg(o.Problem)
		}
	} else {
		defer o.Client.Close()
	}
	if f, loose := secretFile(getenv("ACRONIS_CLIENT_SECRET_FILE")); loose && !*demo && command != "doctor" { // which tells it itself
		log.Warn().Msg("ACRONIS_CLIENT_SECRET_FILE: " + f.Detail + ": " + f.Advice)
	}
	s := &stdio.Server{MCP: tools.NewServer(o), Log: slog.Default()}

	switch command {
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
		return listTools(ctx, s, rest, out, fail)
	case "call":
		return callTools(ctx, s, rest, person{in, errw, *yes}, out, fail)
	case "doctor":
		return doctor(ctx, o, flags, getenv, err, rest, out, fail)
	case "config":
		return printConfig(flags, getenv, rest, out, errw, fail)
	}
	return fail(2, fmt.Errorf("there is no command %q; --help shows what there is", command))
}

// newLog makes the one log of the program and points slog's at it.
// Lines are written in the background, and dropped when nobody takes them: a
// host that doesn't read standard error must not bring calls to a stop.
func newLog(level, file string, errw io.Writer) (log zerolog.Logger, closeLog func(), err error) {
	l, err := zerolog.ParseLevel(level)
	if err != nil || !slices.Contains([]string{"debug", "info", "warn", "error"}, level) {
		return log, nil, fmt.Errorf("--log-level must be debug, info, warn or error, not %q", level)
	}
	w := errw
	if file != "" {
		if w, err = os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err != nil {
			return log, nil, fmt.Errorf("--log-file: %w", err)
		}
	} else if terminal(errw) {
		w = zerolog.ConsoleWriter{Out: w, TimeFormat: "15:04:05"}
	}
	background := diode.NewWriter(w, 1000, 0, func(missed int) {
		fmt.Fprintf(w, `{"level":"warn","message":"%d log lines dropped"}`+"\n", missed)
	})
	closeLog = func() {
		written := make(chan struct{})
		go func() { defer close(written); _ = background.Close() }()
		select {
		case <-written:
		case <-time.After(time.Second): // nobody reads
		}
	}
	log = zerolog.New(visible{background}).Level(l).With().Timestamp().Logger()
	slog.SetDefault(slog.New(zerolog.NewSlogHandler(log)))
	stdlog.SetOutput(io.Discard) // net/http quotes there what a server sent out of turn
	return log, closeLog, nil
}

// visible writes log lines with nothing hidden in them.
type visible struct{ w io.Writer }

func (v visible) Write(line []byte) (int, error) {
	_, err := io.WriteString(v.w, tools.CleanLog(string(line)))
	return len(line), err
}

// lockedWriter is a writer for several goroutines. It hides Close: what is
// written to stays open.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// chosen leaves out what a person left empty in an app's form: apps pass that
// on as an empty text or as the bundle's own ${user_config.name}.
func chosen(getenv func(string) string) func(string) string {
	return func(name string) string {
		value := getenv(name)
		if strings.HasPrefix(value, "${user_config.") {
			return ""
		}
		return value
	}
}

// configure makes the client and names the data centre, from the settings.
func configure(o *tools.Options, getenv func(string) string) error {
	o.DataCentre = cmp.Or(getenv("ACRONIS_LABEL"), "the Acronis data centre")
	cfg := acronis.Config{
		BaseURL:      getenv("ACRONIS_BASE_URL"),
		ClientID:     getenv("ACRONIS_CLIENT_ID"),
		ClientSecret: getenv("ACRONIS_CLIENT_SECRET"),
		AccessToken:  getenv("ACRONIS_ACCESS_TOKEN"),
		Version:      o.Version,
	}
	if file := getenv("ACRONIS_CLIENT_SECRET_FILE"); file != "" {
		if cfg.ClientSecret != "" {
			return errors.New("ACRONIS_CLIENT_SECRET_FILE is set beside ACRONIS_CLIENT_SECRET; give the one or the other")
		}
		secret, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("ACRONIS_CLIENT_SECRET_FILE can't be read: %w", withoutPath(err))
		}
		cfg.ClientSecret = string(secret)
	}
	if id := getenv("ACRONIS_TENANT_ID"); id != "" {
		var ok bool
		if o.TenantID, ok = tools.ParseID(id); !ok {
			return errors.New("ACRONIS_TENANT_ID must be a UUID")
		}
	}
	client, err := acronis.New(cfg)
	if err != nil {
		return err
	}
	o.Client, o.DataCentre = client, client.Host()
	if label := getenv("ACRONIS_LABEL"); label != "" {
		o.DataCentre = label + " (" + client.Host() + ")"
	}
	return nil
}

// settings name the fields of a configuration as the user knows them.
var settings = map[string]string{
	"BaseURL":      "ACRONIS_BASE_URL",
	"ClientID":     "ACRONIS_CLIENT_ID",
	"ClientSecret": "ACRONIS_CLIENT_SECRET (or ACRONIS_CLIENT_SECRET_FILE)",
	"AccessToken":  "ACRONIS_ACCESS_TOKEN",
}

// faults puts wrong settings into words, one for each.
func faults(err error) []string {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []string{err.Error()}
	}
	var all []string
	for _, fault := range joined.Unwrap() {
		var f *acronis.ConfigError
		if errors.As(fault, &f) {
			all = append(all, settings[f.Field]+" "+f.Problem)
		}
	}
	return all
}

// problem says what is wrong with the settings to whoever has to mend them.
func problem(err error) string {
	return "This server can't reach Acronis until the person mends its settings, in the environment it is started with: " +
		strings.Join(faults(err), ". ") + ". To try it on made-up data, start it with --demo."
}

func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

func terminal(stream any) bool {
	if l, ok := stream.(*lockedWriter); ok {
		stream = l.w
	}
	f, ok := stream.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}
