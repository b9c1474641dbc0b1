package settings

import (
	"cmp"
	"flag"
	"io"
)

// Flags are the flags of a command line, and what follows them.
type Flags struct {
	Demo, NoAsk, Yes, Version bool
	Access, ExportDir, Cache  string
	LogLevel, LogFile         string

	// Command is the first word after the flags; "" serves MCP. Args follow it.
	Command string
	Args    []string

	set *flag.FlagSet
}

// ParseFlags reads a command line. The error is [flag.ErrHelp] if it asks for help.
func ParseFlags(args []string) (*Flags, error) {
	set := flag.NewFlagSet("acronis-reports-mcp", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	f := &Flags{set: set}
	set.BoolVar(&f.Demo, "demo", false, "")
	set.StringVar(&f.Access, "access", "", "")
	set.BoolVar(&f.NoAsk, "no-ask", false, "")
	set.BoolVar(&f.Yes, "yes", false, "")
	set.StringVar(&f.ExportDir, "export-dir", "", "")
	set.StringVar(&f.Cache, "cache", "", "")
	set.StringVar(&f.LogLevel, "log-level", "", "")
	set.StringVar(&f.LogFile, "log-file", "", "")
	set.BoolVar(&f.Version, "version", false, "")
	err := set.Parse(args)
	if set.NArg() > 0 {
		f.Command, f.Args = set.Arg(0), set.Args()[1:]
	}
	f.LogLevel = cmp.Or(f.LogLevel, f.defaultLevel())
	return f, err
}

// defaultLevel is quieter for commands, whose standard error a user reads.
func (f *Flags) defaultLevel() string {
	if f.Command == "" {
		return "info"
	}
	return "warn"
}

// Visit calls fn with each flag that was given, in the order of their names.
func (f *Flags) Visit(fn func(name, value string)) {
	if f.set != nil {
		f.set.Visit(func(given *flag.Flag) { fn(given.Name, given.Value.String()) })
	}
}
