package hosts

import (
	"cmp"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/setup/settings"
)

// takeSettings copies the settings into the environment of the server, without those
// that it would refuse: they may be a secret in the wrong place.
func (i *installation) takeSettings(s *settings.Settings) {
	i.env = map[string]string{}
	needed, wanted := []string{"ACRONIS_ACCESS"}, []string{"ACRONIS_MEMORY", "ACRONIS_EXPORT_DIR", "ACRONIS_PRICES", "ACRONIS_COSTS"}
	if !s.Flags.Demo && i.profile == "" {
		needed = append(needed, "ACRONIS_BASE_URL", "ACRONIS_CLIENT_ID")
	}
	if !s.Flags.Demo {
		needed = append(needed, "ACRONIS_TENANT_ID")
		wanted = append(wanted, "ACRONIS_CACHE", "ACRONIS_LABEL")
		wanted = append(wanted, ofNetwork...)
	}
	if i.profile != "" && i.goos == "linux" {
		wanted = append(wanted, "XDG_CONFIG_HOME") // has the profiles
	}
	for _, name := range needed {
		value, problem := taken(s, name)
		if problem != "" {
			value = settings.FillIn
			i.todo = append(i.todo, "To fill in: "+problem+".")
		}
		if value != "" {
			i.env[name] = value
		}
	}
	for _, name := range wanted {
		value, problem := taken(s, name)
		if problem != "" {
			i.todo = append(i.todo, "Left out: "+problem+".")
		} else if value != "" {
			i.env[name] = value
		}
	}
	if s.Flags.Demo || i.profile != "" {
		return
	}
	if s.Getenv("ACRONIS_ACCESS_TOKEN") != "" {
		i.todo = append(i.todo, "Left out: ACRONIS_ACCESS_TOKEN, because access tokens expire after about two hours. The configuration uses an API client.")
	}
	i.takeSecretFile(s)
}

// ofNetwork are variables that are not of this program, and that it needs where the
// user has set them.
var ofNetwork = []string{"HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"}

// networkNote says why variables of ofNetwork are in the environment, or "".
func (i installation) networkNote() string {
	included := slices.DeleteFunc(slices.Clone(ofNetwork), func(name string) bool { return i.env[name] == "" })
	if len(included) == 0 {
		return ""
	}
	return "Included, because apps started from a desktop don't inherit the variables of a shell: " + strings.Join(included, ", ") + "."
}

// takeProfile sets the profile, or passes on the hint at those that there are.
func (i *installation) takeProfile(s *settings.Settings) {
	if s.Profile != nil {
		i.profile = s.Profile.Name
		return
	}
	for _, p := range s.Problems {
		if p.Setting == "--profile" {
			i.todo = append(i.todo, p.Text+".")
		}
	}
}

// takeSecretFile sets the file that holds the secret, or will hold it.
func (i *installation) takeSecretFile(s *settings.Settings) {
	file, problem := taken(s, "ACRONIS_CLIENT_SECRET_FILE")
	if problem != "" {
		i.todo = append(i.todo, "Left out: "+problem+".")
	}
	if i.secretGiven = problem == "" && file != ""; !i.secretGiven {
		file = filepath.Join(i.home, ".acronis-client-secret")
	}
	i.secretFile = file
}

// taken returns a variable for the environment of the server, or why it is left out.
// The problem never contains the value.
func taken(s *settings.Settings, name string) (value, problem string) {
	if problem := s.Check(name); problem != "" {
		return "", problem
	}
	value = cmp.Or(s.Getenv(name), s.Getenv(strings.ToLower(name)))
	if s.HasSecret(value) {
		return "", name + settings.Misplaced
	}
	value, problem = portable(s, name, value)
	if problem == "" && expands(value) {
		return "", name + expanded
	}
	return value, problem
}

// portable returns a value that means the same in any folder, without parts that
// the server does not need.
func portable(s *settings.Settings, name, value string) (string, string) {
	if value == "" {
		return "", ""
	}
	switch name {
	case "ACRONIS_CLIENT_ID":
		if _, ok := acronis.ParseUUID(value); !ok { // it may be the secret
			return "", name + " is not a UUID"
		}
	case "ACRONIS_BASE_URL":
		return origin(parseAddress(value)), ""
	case "HTTPS_PROXY":
		switch u := parseAddress(value); {
		case u == nil:
			return "", "HTTPS_PROXY is not a URL"
		case u.User != nil:
			return "", "HTTPS_PROXY contains a user name or password"
		default:
			return origin(u), ""
		}
	case "ACRONIS_COSTS":
		if s.CostsAPI {
			return value, ""
		}
		return paths(s, name, value)
	case "ACRONIS_EXPORT_DIR", "ACRONIS_CACHE", "ACRONIS_PRICES", "ACRONIS_CLIENT_SECRET_FILE", "SSL_CERT_FILE", "SSL_CERT_DIR":
		return paths(s, name, value)
	}
	return value, ""
}

// paths returns the full paths of a file or folder, or of a list of folders.
func paths(s *settings.Settings, name, value string) (string, string) {
	list := []string{value}
	if name == "SSL_CERT_DIR" {
		list = filepath.SplitList(value)
	}
	for i, path := range list {
		whole, err := s.Path(path)
		if err != nil {
			return "", name + " " + err.Error()
		}
		list[i] = whole
	}
	return strings.Join(list, string(os.PathListSeparator)), ""
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// expanded continues a sentence about a value that apps would change.
const expanded = " contains ${, {env: or {file:, which apps replace"

// expands reports whether an app would change a value. opencode looks for braces alone.
func expands(value string) bool {
	return strings.Contains(value, "${") || strings.Contains(value, "{env:") || strings.Contains(value, "{file:")
}

// parseAddress parses a URL, or a host without http:// as is usual for proxies. It
// returns nil if value is neither.
func parseAddress(value string) *url.URL {
	for _, s := range []string{value, "http://" + value} {
		if u, err := url.Parse(strings.TrimSpace(s)); err == nil && u.Host != "" {
			return u
		}
	}
	return nil
}

// takeFlags copies the flags that a server takes, too. An app starts it in another
// folder, so files and folders get their full path.
func (i *installation) takeFlags(s *settings.Settings) {
	i.args = []string{}
	if i.profile != "" {
		i.args = append(i.args, "--profile", i.profile)
	}
	s.Flags.Visit(func(name, value string) {
		var err error
		if slices.Contains([]string{"export-dir", "cache", "log-file", "prices"}, name) || name == "costs" && !s.CostsAPI {
			value, err = s.Path(value)
		}
		switch {
		case name == "yes" || name == "profile" || s.Flags.IsSwitch(name) && value == "false":
		case s.Flags.IsSwitch(name):
			i.args = append(i.args, "--"+name)
		case err != nil:
			i.todo = append(i.todo, "Left out: --"+name+" "+err.Error()+".")
		case s.Refused("--" + name): // the value may be a secret in the wrong place
			i.todo = append(i.todo, "Left out: "+s.ProblemWith("--"+name)+".")
		case s.HasSecret(value):
			i.todo = append(i.todo, "Left out: --"+name+settings.Misplaced+".")
		case expands(value):
			i.todo = append(i.todo, "Left out: --"+name+expanded+".")
		default:
			i.args = append(i.args, "--"+name, value)
		}
	})
}
