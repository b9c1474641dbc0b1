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

// fillIn stands for what the person has to give. No server starts to work with it.
const fillIn = "FILL-ME-IN"

// takeSettings puts the settings into the environment of the server. A value
// that it would refuse may be a secret in the wrong place: it stays out.
func (i *installation) takeSettings(getenv func(string) string, demo bool) {
	i.env = map[string]string{}
	needed, wanted := []string{"ACRONIS_ACCESS"}, []string{"ACRONIS_EXPORT_DIR"}
	if !demo {
		needed = append(needed, "ACRONIS_BASE_URL", "ACRONIS_CLIENT_ID", "ACRONIS_TENANT_ID")
		// Apps with a window don't inherit what a shell has set.
		wanted = append(wanted, "ACRONIS_CACHE", "ACRONIS_LABEL", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
	}
	for _, name := range needed {
		value := getenv(name)
		if problem := refusal(name, value); problem != "" {
			i.env[name] = fillIn
			i.todo = append(i.todo, "Still to fill in: "+problem+".")
		} else if value != "" {
			i.env[name] = spelled(name, value)
		}
	}
	for _, name := range wanted {
		value := cmp.Or(getenv(name), getenv(strings.ToLower(name)))
		if problem := refusal(name, value); problem != "" {
			i.todo = append(i.todo, "Left out: "+problem+".")
		} else if value != "" {
			i.env[name] = spelled(name, value)
		}
	}
	if demo {
		return
	}
	if getenv("ACRONIS_ACCESS_TOKEN") != "" {
		i.todo = append(i.todo, "Left out: ACRONIS_ACCESS_TOKEN, which lives about two hours; the snippet uses an API client instead.")
	}
	i.takeSecretFile(getenv("ACRONIS_CLIENT_SECRET_FILE"))
}

// takeSecretFile names the file that holds the secret, if there is such a file, else where to put it.
func (i *installation) takeSecretFile(file string) {
	const name = "ACRONIS_CLIENT_SECRET_FILE"
	i.secretFile = filepath.Join(i.home, ".acronis-client-secret")
	if file == "" {
		return
	}
	if problem := refusal(name, file); problem != "" {
		i.todo = append(i.todo, "Left out: "+problem+".")
		return
	}
	i.secretFile = spelled(name, file)
}

// refusal is what the server, or an app on the way to it, would make a problem
// of in one setting. It never has the value in it.
func refusal(name, value string) string {
	if expands(value) {
		return name + expanded
	}
	switch name {
	case "ACRONIS_CLIENT_ID":
		if _, ok := acronis.ParseUUID(value); !ok && value != "" { // the server takes it, but it may be the secret
			return name + " is no UUID, as the ids of API clients are"
		}
	case "HTTPS_PROXY":
		return proxyRefusal(value)
	}
	return settings.Check(name, value)
}

// expanded ends what is said of a value that apps would change.
const expanded = " has ${ inside, which apps replace by something else"

func expands(value string) bool { return strings.Contains(value, "${") }

// spelled is a setting as it holds in any folder, and with nothing in it that needs no showing.
func spelled(name, value string) string {
	switch name {
	case "ACRONIS_BASE_URL", "HTTPS_PROXY":
		u := parseAddress(value)
		return u.Scheme + "://" + u.Host
	case "ACRONIS_EXPORT_DIR", "ACRONIS_CACHE", "ACRONIS_CLIENT_SECRET_FILE", "SSL_CERT_FILE":
		return settings.Absolute(value)
	case "SSL_CERT_DIR":
		folders := filepath.SplitList(value)
		for i, folder := range folders {
			folders[i] = settings.Absolute(folder)
		}
		return strings.Join(folders, string(os.PathListSeparator))
	}
	return value
}

// parseAddress reads a URL, or a host as proxies are often given; nil if it is neither.
func parseAddress(value string) *url.URL {
	for _, s := range []string{value, "http://" + value} {
		if u, err := url.Parse(strings.TrimSpace(s)); err == nil && u.Host != "" {
			return u
		}
	}
	return nil
}

func proxyRefusal(value string) string {
	switch u := parseAddress(value); {
	case value == "":
	case u == nil:
		return "HTTPS_PROXY, which is no URL"
	case u.User != nil:
		return "HTTPS_PROXY, which holds a user name or password"
	}
	return ""
}

// takeFlags keeps the flags of this run that a server takes too. An app starts
// it in another folder, so files and folders get their whole path.
func (i *installation) takeFlags(flags *settings.Flags) {
	i.args = []string{}
	flags.Visit(func(name, value string) {
		if slices.Contains([]string{"export-dir", "cache", "log-file"}, name) {
			value = settings.Absolute(value)
		}
		switch {
		case name == "yes" || value == "false":
		case value == "true":
			i.args = append(i.args, "--"+name)
		case expands(value):
			i.todo = append(i.todo, "Left out: --"+name+expanded+".")
		default:
			i.args = append(i.args, "--"+name, value)
		}
	})
}
