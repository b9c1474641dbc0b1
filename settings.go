package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/tools"
)

// flags are the flags of a command line, and what follows them.
type flags struct {
	*flag.FlagSet

	demo, noAsk, yes, version bool
	access, exportDir, cache  string
	logLevel, logFile         string

	command string // "" serves
	rest    []string
}

func parseFlags(args []string) (*flags, error) {
	f := &flags{FlagSet: flag.NewFlagSet("acronis-reports-mcp", flag.ContinueOnError)}
	f.SetOutput(io.Discard)
	f.BoolVar(&f.demo, "demo", false, "")
	f.StringVar(&f.access, "access", "", "")
	f.BoolVar(&f.noAsk, "no-ask", false, "")
	f.BoolVar(&f.yes, "yes", false, "")
	f.StringVar(&f.exportDir, "export-dir", "", "")
	f.StringVar(&f.cache, "cache", "", "")
	f.StringVar(&f.logLevel, "log-level", "", "")
	f.StringVar(&f.logFile, "log-file", "", "")
	f.BoolVar(&f.version, "version", false, "")
	err := f.Parse(args)
	if f.NArg() > 0 {
		f.command, f.rest = f.Arg(0), f.Args()[1:]
	}
	return f, err
}

// log is the level of the log.
func (f *flags) log() string {
	if f.command == "" {
		return cmp.Or(f.logLevel, "info")
	}
	return cmp.Or(f.logLevel, "warn")
}

// logTo is the file of the log, "" for none. The command config writes no file:
// the one that is named is the server's.
func (f *flags) logTo() string {
	if f.command == "config" {
		return ""
	}
	return f.logFile
}

// options are what the tools work with, but for the data centre. The error is of
// a wrong flag; a wrong setting becomes a problem of connect's.
func (f *flags) options(getenv func(string) string) (tools.Options, error) {
	if _, err := acronis.ParseAccess(f.access); err != nil && f.access != "" {
		return tools.Options{}, err
	}
	level, _ := acronis.ParseAccess(f.level(getenv))
	files := &tools.Files{Folder: cmp.Or(f.cache, getenv("ACRONIS_CACHE"))}
	if f.demo { // whose stored reports have the same ids in each run, and other figures
		files.Folder = ""
	}
	return tools.Options{
		Version: programVersion(), Access: level, NoAsk: f.noAsk, Demo: f.demo, Files: files,
		ExportDir: absolute(cmp.Or(f.exportDir, getenv("ACRONIS_EXPORT_DIR"))),
	}, nil
}

// level is the access level, as it was written.
func (f *flags) level(getenv func(string) string) string {
	lowest := "read"
	if f.demo {
		lowest = "delete"
	}
	return cmp.Or(f.access, getenv("ACRONIS_ACCESS"), lowest)
}

// connect adds the data centre, or the problem that keeps it away: a desktop app
// shows what a tool says, but not why a server exited.
func (f *flags) connect(o *tools.Options, getenv func(string) string) (disconnect func(), err error) {
	center := func() {}
	if f.demo {
		dc := simulator.New()
		center = dc.Close
		o.DataCentre = "the demo data centre"
		o.Client, err = acronis.New(acronis.Config{
			BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret,
			Version: o.Version, Dial: dc.DialContext,
		})
	} else {
		err = configure(o, getenv)
	}
	if _, wrong := acronis.ParseAccess(f.level(getenv)); wrong != nil {
		o.Client, err = nil, errors.Join(err, fmt.Errorf("ACRONIS_ACCESS: %w", wrong))
	}
	if err != nil {
		o.Problem = problem(err)
		return center, err
	}
	return func() { o.Client.Close(); center() }, nil
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
	var wrong []error
	if file := getenv("ACRONIS_CLIENT_SECRET_FILE"); file != "" {
		secret, err := os.ReadFile(file)
		switch {
		case cfg.ClientSecret != "":
			wrong = append(wrong, errors.New("ACRONIS_CLIENT_SECRET_FILE is set beside ACRONIS_CLIENT_SECRET; give the one or the other"))
		case err != nil:
			wrong = append(wrong, fmt.Errorf("ACRONIS_CLIENT_SECRET_FILE can't be read: %w", withoutPath(err)))
			secret = []byte("not read") // it is not missing besides
			fallthrough
		default:
			cfg.ClientSecret = string(secret)
		}
	}
	if id := getenv("ACRONIS_TENANT_ID"); id != "" {
		var ok bool
		if o.TenantID, ok = acronis.ParseUUID(id); !ok {
			wrong = append(wrong, errors.New("ACRONIS_TENANT_ID must be a UUID"))
		}
	}
	client, err := acronis.New(cfg)
	if err := errors.Join(append(wrong, err)...); err != nil {
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
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []string
		for _, fault := range joined.Unwrap() {
			all = append(all, faults(fault)...)
		}
		return all
	}
	if f, ok := err.(*acronis.ConfigError); ok {
		return []string{settings[f.Field] + " " + f.Problem}
	}
	return []string{err.Error()}
}

// problem says what is wrong with the settings to whoever has to mend them.
func problem(err error) string {
	return "This server can't reach Acronis until the person mends its settings, in the environment it is started with: " +
		strings.Join(faults(err), ". ") + ". To try it on made-up data, start it with --demo."
}
