package hosts

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tailscale/hujson"

	"acronis-reports-mcp/setup/settings"
)

// update updates an entry. Its access level and its other flags stay, and so does
// everything that we don't know.
func (m *merge) update(entry *hujson.Object, wanted launch) error {
	now := hujson.Value{Value: entry}
	var kept launch
	if err := plain(&now, &kept); err != nil {
		return fmt.Errorf("%s can't be understood: %w", text(m.entry), err)
	}
	args, err := m.args(kept.Args, wanted.Args)
	if err != nil {
		return err
	}
	if kept.Command != wanted.Command {
		if err := setMember(entry, "command", wanted.Command, 3); err != nil {
			return err
		}
	}
	if !slices.Equal(kept.Args, args) {
		if err := setMember(entry, "args", args, 3); err != nil {
			return err
		}
	}
	if kept.Type == "" && wanted.Type != "" {
		if err := setMember(entry, "type", wanted.Type, 3); err != nil {
			return err
		}
	}
	env := m.env(kept.Env, wanted.Env)
	if len(kept.Env) == 0 && len(env) > 0 {
		return setMember(entry, "env", env, 3)
	}
	object := &hujson.Object{}
	if there, err := member(entry, "env"); err != nil {
		return err
	} else if there != nil {
		if object, err = objectOf(there, "env"); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		if value, there := kept.Env[name]; there && value == env[name] {
			continue
		}
		if err := setMember(object, name, env[name], 4); err != nil {
			return err
		}
	}
	return nil
}

// args returns the arguments of an entry, and after them those that it doesn't have.
func (m *merge) args(kept, wanted []string) ([]string, error) {
	if kept == nil {
		kept = []string{}
	}
	flags := func(args []string) (map[string]string, error) {
		given := map[string]string{}
		f, err := settings.ParseFlags(args)
		if err != nil || f.Command != "" {
			return nil, fmt.Errorf("the arguments of %s are not those of this program; correct or remove the entry first", text(m.entry))
		}
		f.Visit(func(name, value string) { given[name] = value })
		return given, nil
	}
	has, err := flags(kept)
	if err != nil {
		return nil, err
	}
	wants, err := flags(wanted)
	if err != nil {
		return nil, err
	}
	args := slices.Clone(kept)
	for _, name := range slices.Sorted(maps.Keys(wants)) {
		value, there := has[name]
		switch {
		case there && value == wants[name]:
		case name == "access" || name == "no-ask":
			m.note(accessKept)
		case !there && wants[name] == "true":
			args = append(args, "--"+name)
		case !there:
			args = append(args, "--"+name, wants[name])
		}
	}
	return args, nil
}

// env returns the environment of an entry, updated by that which is wanted.
func (m *merge) env(kept, wanted map[string]string) map[string]string {
	env := maps.Clone(kept)
	if env == nil {
		env = map[string]string{}
	}
	for name, value := range wanted {
		old, there := env[name]
		switch {
		case name == "ACRONIS_ACCESS":
			if old != value {
				m.note(accessKept)
			}
		case there && value == settings.FillIn:
		case !there && strings.HasPrefix(name, "ACRONIS_CLIENT_SECRET") && hasSecret(kept): // one of them is enough
		default:
			env[name] = value
		}
	}
	return env
}

func hasSecret(env map[string]string) bool {
	return env["ACRONIS_CLIENT_SECRET"] != "" || env["ACRONIS_CLIENT_SECRET_FILE"] != ""
}
