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

// takeSettings puts the settings into the environment of the server. A value
// that it would refuse may be a secret in the wrong place: it stays out.
func (i *installation) takeSettings(s *settings.Settings) {
	i.env = map[string]string{}
	needed, wanted := []string{"ACRONIS_ACCESS"}, []string{"ACRONIS_EXPORT_DIR"}
	if !s.Flags.Demo {
		needed = append(needed, "ACRONIS_BASE_URL", "ACRONIS_CLIENT_ID", "ACRONIS_TENANT_ID")
		// Apps with a window don't inherit what a shell has set.
		wanted = append(wanted, "ACRONIS_CACHE", "ACRONIS_LABEL", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
	}
	for _, name := range needed {
		value, problem := taken(s, name)
		if problem != "" {
			value = settings.FillIn
			i.todo = append(i.todo, "Still to fill in: "+problem+".")
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
	if s.Flags.Demo {
		return
	}
	if s.Getenv("ACRONIS_ACCESS_TOKEN") != "" {
		i.todo = append(i.todo, "Left out: ACRONIS_ACCESS_TOKEN, which lives about two hours; the snippet uses an API client instead.")
	}
	i.takeSecretFile(s)
}

// takeSecretFile names the file that holds the secret, if there is such a file, else where to put it.
func (i *installation) takeSecretFile(s *settings.Settings) {
	file, problem := taken(s, "ACRONIS_CLIENT_SECRET_FILE")
	if problem != "" {
		i.todo = append(i.todo, "Left out: "+problem+".")
	}
	if problem != "" || file == "" {
		file = filepath.Join(i.home, ".acronis-client-secret")
	}
	i.secretFile = file
}

// taken is a variable as the server is to get it, or what the server, or an app
// on the way to it, would refuse in it. The value is never in the problem.
func taken(s *settings.Settings, name string) (value, problem string) {
	if problem := s.Check(name); problem != "" {
		return "", problem
	}
	value, problem = portable(s, name, cmp.Or(s.Getenv(name), s.Getenv(strings.ToLower(name))))
	if problem == "" && expands(value) {
		return "", name + expanded
	}
	return value, problem
}

// portable is a value as it holds in any folder, and with nothing in it that
// needs no showing.
func portable(s *settings.Settings, name, value string) (string, string) {
	if value == "" {
		return "", ""
	}
	switch name {
	case "ACRONIS_CLIENT_ID":
		if _, ok := acronis.ParseUUID(value); !ok { // the server takes it, but it may be the secret
			return "", name + " is no UUID, as the ids of API clients are"
		}
	case "ACRONIS_BASE_URL":
		return origin(parseAddress(value)), ""
	case "HTTPS_PROXY":
		switch u := parseAddress(value); {
		case u == nil:
			return "", "HTTPS_PROXY, which is no URL"
		case u.User != nil:
			return "", "HTTPS_PROXY, which holds a user name or password"
		default:
			return origin(u), ""
		}
	case "ACRONIS_EXPORT_DIR", "ACRONIS_CACHE", "ACRONIS_CLIENT_SECRET_FILE", "SSL_CERT_FILE", "SSL_CERT_DIR":
		return paths(s, name, value)
	}
	return value, ""
}

// paths are a file or folder, or several as PATH has them.
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

// expanded ends what is said of a value that apps would change.
const expanded = " has ${ inside, which apps replace by something else"

func expands(value string) bool { return strings.Contains(value, "${") }

// parseAddress reads a URL, or a host as proxies are often given; nil if it is neither.
func parseAddress(value string) *url.URL {
	for _, s := range []string{value, "http://" + value} {
		if u, err := url.Parse(strings.TrimSpace(s)); err == nil && u.Host != "" {
			return u
		}
	}
	return nil
}

// takeFlags keeps the flags of this run that a server takes too. An app starts
// it in another folder, so files and folders get their whole path.
func (i *installation) takeFlags(s *settings.Settings) {
	i.args = []string{}
	s.Flags.Visit(func(name, value string) {
		var err error
		if slices.Contains([]string{"export-dir", "cache", "log-file"}, name) {
			value, err = s.Path(value)
		}
		switch {
		case name == "yes" || value == "false":
		case value == "true":
			i.args = append(i.args, "--"+name)
		case err != nil:
			i.todo = append(i.todo, "Left out: --"+name+" "+err.Error()+".")
		case expands(value):
			i.todo = append(i.todo, "Left out: --"+name+expanded+".")
		default:
			i.args = append(i.args, "--"+name, value)
		}
	})
}
