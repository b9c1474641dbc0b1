package hosts

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"acronis-reports-mcp/setup/settings"
)

// A shape says how an app names the parts of an entry.
type shape struct {
	command, args, env string // without args, the command is a list that has them
}

// A launch is how an entry starts a program.
type launch struct {
	kind    string // the transport, or ""
	remote  bool   // it has an address
	command string
	args    []string
	env     map[string]string
}

// read returns how an entry starts a program.
func (s shape) read(entry *node) (launch, error) {
	var l launch
	for _, m := range entry.members {
		ok := true
		switch m.name {
		case "type":
			l.kind = m.value.text
		case "url", "uri", "httpUrl", "serverUrl":
			l.remote = true
		case s.command:
			if m.value.kind == list {
				l.args, ok = m.value.texts()
				if ok = ok && s.args == "" && len(l.args) > 0; ok {
					l.command, l.args = l.args[0], l.args[1:]
				}
			} else {
				l.command, ok = m.value.text, m.value.kind == word && s.args != ""
			}
		case s.args:
			l.args, ok = m.value.texts()
		case s.env:
			l.env, ok = m.value.variables()
		}
		if !ok && m.value.kind != null {
			return l, fmt.Errorf("%s is %s, which can't be understood", text(m.name), m.value.kind)
		}
	}
	return l, nil
}

// variables returns the members of an object that have no parts.
func (n *node) variables() (map[string]string, bool) {
	env := map[string]string{}
	for _, m := range n.members {
		if m.value.kind != word && m.value.kind != other {
			return nil, false
		}
		env[m.name] = m.value.text
	}
	return env, n.kind == object
}

// update updates an entry. Its access level and its other flags stay, and so does
// everything that we don't know.
func (m *merge) update(d *document, entry *node, path []string) error {
	kept, err := m.host.shape.read(entry)
	if err != nil {
		return err
	}
	if err := cmp.Or(m.startsProgram(kept), m.sameConnection(kept)); err != nil {
		return err
	}
	added, err := m.args(kept.args, m.launch.args)
	if err != nil {
		return err
	}
	if err := m.setCommand(d, path, kept, added); err != nil {
		return err
	}
	if kept.kind == "" && m.launch.kind != "" {
		if err := d.set(m.launch.kind, append(path, "type")...); err != nil {
			return err
		}
	}
	return m.setEnv(d, path, kept)
}

// startsProgram returns an error if an entry has an address instead of a program.
func (m *merge) startsProgram(kept launch) error {
	if known := []string{"", "stdio", "local", m.launch.kind}; !slices.Contains(known, kept.kind) || kept.command == "" && kept.remote {
		return fmt.Errorf("%s starts no program; remove the entry first", text(m.entry))
	}
	return nil
}

// setEnv sets the variables of the environment.
func (m *merge) setEnv(d *document, path []string, kept launch) error {
	env := m.env(kept.env, m.launch.env)
	if len(kept.env) == 0 && len(env) > 0 {
		return d.set(variables(env), append(path, m.host.shape.env)...)
	}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		if value, there := kept.env[name]; there && value == env[name] {
			continue
		}
		if err := d.set(env[name], append(path, m.host.shape.env, name)...); err != nil {
			return err
		}
	}
	return nil
}

// setCommand sets the command and adds arguments.
func (m *merge) setCommand(d *document, path []string, kept launch, added []any) error {
	command, args := append(path[:len(path):len(path)], m.host.shape.command), append(path[:len(path):len(path)], m.host.shape.args)
	if m.host.shape.args == "" {
		args = command
		if kept.command == "" {
			return d.set(append([]any{m.launch.command}, added...), command...)
		}
		if kept.command != m.launch.command {
			whole, err := d.root.at(command...)
			if err != nil {
				return err
			}
			value := whole.value().([]any)
			value[0] = m.launch.command
			splices, err := whole.items[0].set(m.launch.command)
			if err := d.apply(splices, err, value, command); err != nil {
				return err
			}
		}
	} else if kept.command != m.launch.command {
		if err := d.set(m.launch.command, command...); err != nil {
			return err
		}
	}
	if kept.args == nil && len(added) > 0 {
		return d.set(added, args...)
	}
	return d.push(added, args...)
}

// args returns the arguments that an entry doesn't have.
func (m *merge) args(kept, wanted []string) (added []any, err error) {
	var f *settings.Flags
	flags := func(args []string) (map[string]string, error) {
		given := map[string]string{}
		f, err = settings.ParseFlags(args)
		if err != nil || f.Command != "" {
			return nil, fmt.Errorf("the arguments of %s are not those of this program; correct or remove the entry first", text(m.entry))
		}
		f.Visit(func(name, value string) { given[name] = value })
		return given, nil
	}
	if slices.Contains(kept, "--") { // flags behind it would be words
		return nil, fmt.Errorf("the arguments of %s contain --, behind which no flag can be added", text(m.entry))
	}
	has, err := flags(kept)
	if err != nil {
		return nil, err
	}
	wants, err := flags(wanted)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(wants)) {
		value, there := has[name]
		switch {
		case there && value == wants[name]:
		case name == "access" || name == "no-ask":
			m.note(accessKept)
		case there:
			m.note("The entry keeps its --" + name + ". To change it, edit the file yourself.")
		case f.IsSwitch(name):
			added = append(added, "--"+name)
		default:
			added = append(added, "--"+name, wants[name])
		}
	}
	return added, nil
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
		case strings.HasPrefix(name, "ACRONIS_CLIENT_SECRET") && hasSecret(kept) && !(there && m.secretGiven): // one of them is enough
		default:
			env[name] = value
		}
	}
	return env
}

func hasSecret(env map[string]string) bool {
	return env["ACRONIS_CLIENT_SECRET"] != "" || env["ACRONIS_CLIENT_SECRET_FILE"] != ""
}

// variables returns an environment as it is written.
func variables(env map[string]string) fields {
	f := fields{}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		f = append(f, field{name, env[name]})
	}
	return f
}
