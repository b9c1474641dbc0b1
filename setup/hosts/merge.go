package hosts

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// accessKept is added to the notes if an entry has another access level than the one
// that was asked for.
const accessKept = "The entry keeps its access level. To change what tools may do, edit the file yourself."

// A merge puts our entry into the file of a host.
type merge struct {
	host   host
	entry  string // name of our entry
	ours   fields
	launch launch // of ours
	inputs []any  // that VS Code asks for

	profile     string
	secretGiven bool // the user has named the file with the secret
	notes       []string

	numbers map[string]int // see hidden
}

// newMerge returns the merge for a host and an installation.
func newMerge(h host, i installation) *merge {
	m := &merge{host: h, entry: i.serverName(), profile: i.profile, secretGiven: i.secretGiven}
	m.ours, m.inputs = h.entry(i)
	for _, f := range m.ours {
		if kind, ok := f.value.(string); ok && f.name == "type" {
			m.launch.kind = kind
		}
		if env, ok := f.value.(fields); ok && f.name == h.shape.env {
			m.launch.env = map[string]string{}
			for _, v := range env {
				m.launch.env[v.name] = v.value.(string)
			}
		}
	}
	m.launch.command, m.launch.args = i.command, i.args
	return m
}

// into puts our entry into a file. Unless it must change, the file stays as it is.
func (m *merge) into(d *document) error {
	path := append(m.host.under(d.root), m.entry)
	there, err := d.root.at(path...)
	switch {
	case err != nil:
		return err
	case there == nil || there.kind == null:
		err = d.set(m.ours, path...)
	case there.kind != object:
		return fmt.Errorf("%s is not an object", text(m.entry))
	default:
		err = m.update(d, there, path)
	}
	if err != nil {
		return err
	}
	return m.addInputs(d)
}

// addInputs adds the inputs that the file doesn't have, by their ids. An entry with
// another secret needs none.
func (m *merge) addInputs(d *document) error {
	secret, err := d.root.at(append(m.host.under(d.root), m.entry, m.host.shape.env, "ACRONIS_CLIENT_SECRET")...)
	if m.inputs == nil || secret == nil || err != nil || secret.text != m.launch.env["ACRONIS_CLIENT_SECRET"] {
		return err
	}
	there, err := d.root.at("inputs")
	if err != nil {
		return err
	}
	if there == nil || there.kind == null {
		return d.set(m.inputs, "inputs")
	}
	if there.kind != list {
		return errors.New(`"inputs" is not a list`)
	}
	for _, input := range m.inputs {
		if slices.ContainsFunc(there.items, func(n *node) bool {
			id, err := n.member("id")
			return id != nil && err == nil && id.is(inputID)
		}) {
			continue
		}
		if err := d.push([]any{input}, "inputs"); err != nil {
			return err
		}
	}
	return nil
}

// secretIsOurs reports whether our entry in a file gets its secret as ours does. It may have
// another one, which stays.
func (m *merge) secretIsOurs(d *document) bool {
	for _, name := range []string{"ACRONIS_CLIENT_SECRET", "ACRONIS_CLIENT_SECRET_FILE"} {
		n, err := d.root.at(append(m.host.under(d.root), m.entry, m.host.shape.env, name)...)
		if want := m.launch.env[name]; want != "" && err == nil && n != nil && n.text == want {
			return true
		}
	}
	return false
}

func (m *merge) note(note string) {
	if !slices.Contains(m.notes, note) {
		m.notes = append(m.notes, note)
	}
}

// fileWith returns a file that has these fields only.
func fileWith(f format, all fields) string {
	switch f.name {
	case tomlFormat.name:
		return strings.TrimSuffix(tomlTable(nil, all), "\n")
	case yamlFormat.name:
		return strings.TrimSuffix(yamlBlock(all, "", "  "), "\n")
	}
	return jsonText(all, "", "  ")
}
