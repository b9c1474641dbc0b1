package settings

import (
	"cmp"
	"errors"
	"flag"
	"io"
	"slices"
	"strings"
)

// Flags hold a parsed command line.
type Flags struct {
	Demo, NoAsk, Yes, Version bool
	Access, ExportDir, Cache  string
	LogLevel, LogFile         string
	Prices, Costs, Memory     string
	Profile                   string

	// What the lines of xero and quickbooks begin with or contain.
	InvoicePrefix, InvoiceAccount, InvoiceTax, InvoiceDays string

	// Command is the first word after the flags, or "" to serve MCP. Args are the
	// words after it.
	Command string
	Args    []string

	set *flag.FlagSet
}

// ParseFlags parses a command line. It returns [flag.ErrHelp] for --help, also after a
// command.
func ParseFlags(args []string) (*Flags, error) {
	set := flag.NewFlagSet("acronis-reports-mcp", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	f := &Flags{set: set}
	set.BoolVar(&f.Demo, "demo", false, "")
	set.StringVar(&f.Profile, "profile", "", "")
	set.StringVar(&f.Access, "access", "", "")
	set.BoolVar(&f.NoAsk, "no-ask", false, "")
	set.BoolVar(&f.Yes, "yes", false, "")
	set.StringVar(&f.ExportDir, "export-dir", "", "")
	set.StringVar(&f.Cache, "cache", "", "")
	set.StringVar(&f.Prices, "prices", "", "")
	set.StringVar(&f.Costs, "costs", "", "")
	set.StringVar(&f.Memory, "memory", "", "")
	set.StringVar(&f.InvoicePrefix, "invoice-prefix", "", "")
	set.StringVar(&f.InvoiceAccount, "invoice-account", "", "")
	set.StringVar(&f.InvoiceTax, "invoice-tax", "", "")
	set.StringVar(&f.InvoiceDays, "invoice-days", "", "")
	set.StringVar(&f.LogLevel, "log-level", "", "")
	set.StringVar(&f.LogFile, "log-file", "", "")
	set.BoolVar(&f.Version, "version", false, "")
	err := set.Parse(args)
	if set.NArg() > 0 {
		f.Command = set.Arg(0)
		var problem error
		f.Args, problem = f.takeProfile(set.Args()[1:])
		err = cmp.Or(err, problem)
		if f.Command == "" { // not the same as no command: flags behind it would be ignored
			err = cmp.Or(err, errors.New("an argument is empty, and is neither a flag nor a command"))
		}
		if err == nil && slices.ContainsFunc(f.Args, asksForHelp) {
			err = flag.ErrHelp
		}
	}
	f.LogLevel = cmp.Or(f.LogLevel, f.defaultLevel())
	return f, err
}

func asksForHelp(arg string) bool { return arg == "--help" || arg == "-help" || arg == "-h" }

// takeProfile takes --profile from the words after the command, too, where users who
// know other programs expect it, and returns the other words.
func (f *Flags) takeProfile(args []string) (others []string, err error) {
	for i := 0; i < len(args); i++ {
		name, value, assigned := strings.Cut(args[i], "=")
		if name != "--profile" && name != "-profile" {
			others = append(others, args[i])
			continue
		}
		if !assigned {
			if i++; i == len(args) {
				return others, errors.New("flag needs an argument: -profile")
			}
			value = args[i]
		}
		err = cmp.Or(err, f.set.Set("profile", value))
	}
	return others, err
}

// defaultLevel returns the default of --log-level. Commands log less, because the
// user reads their standard error.
func (f *Flags) defaultLevel() string {
	if f.Command == "" {
		return "info"
	}
	return "warn"
}

// Visit calls fn for each flag that was given, in alphabetical order.
func (f *Flags) Visit(fn func(name, value string)) {
	if f.set != nil {
		f.set.Visit(func(given *flag.Flag) { fn(given.Name, given.Value.String()) })
	}
}

// IsSwitch reports whether a flag has no value but true and false.
func (f *Flags) IsSwitch(name string) bool {
	if f.set == nil {
		return false
	}
	given := f.set.Lookup(name)
	if given == nil {
		return false
	}
	value, ok := given.Value.(interface{ IsBoolFlag() bool })
	return ok && value.IsBoolFlag()
}
