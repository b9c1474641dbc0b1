package hosts

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tailscale/hujson"
)

// accessKept is added to the notes if an entry has another access level than the one
// that was asked for.
const accessKept = "The entry keeps its access level. To change what tools may do, edit the file yourself."

// A merge puts our entry into the file of a host.
type merge struct {
	host  host
	entry string // name of our entry
	ours  *hujson.Object
	notes []string

	numbers map[string]int // see hidden
}

// newMerge returns the merge for a host and an installation.
func newMerge(h host, i installation) (*merge, error) {
	snippet, err := h.snippet(i)
	if err != nil {
		return nil, err
	}
	parsed, err := hujson.Parse([]byte(snippet))
	if err != nil {
		return nil, err
	}
	m := &merge{host: h, entry: i.serverName()}
	m.ours, err = objectOf(&parsed, "the snippet")
	return m, err
}

// into returns the file of the host with our entry. The content may have comments and
// commas after the last members, as many apps allow. Unless it must change, it is
// returned as it is.
func (m *merge) into(content []byte) ([]byte, error) {
	text := strings.TrimPrefix(string(content), "\uFEFF")
	if strings.TrimSpace(text) == "" {
		text = "{}\n"
	}
	root, err := hujson.Parse([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("the file is not valid JSON: %w", err)
	}
	object, err := objectOf(&root, "the file")
	if err != nil {
		return nil, err
	}
	before := string(root.Pack())
	if err := m.servers(object); err != nil {
		return nil, err
	}
	if err := m.inputs(object); err != nil {
		return nil, err
	}
	merged := string(root.Pack())
	if merged == before {
		return content, nil
	}
	if strings.Contains(before, "\r\n") {
		merged = strings.ReplaceAll(strings.ReplaceAll(merged, "\r\n", "\n"), "\n", "\r\n")
	}
	if strings.HasPrefix(string(content), "\uFEFF") {
		merged = "\uFEFF" + merged
	}
	return []byte(merged), nil
}

// servers sets our entry among the servers.
func (m *merge) servers(root *hujson.Object) error {
	wanted, err := m.wanted()
	if err != nil {
		return err
	}
	servers, err := member(root, m.host.under)
	if err != nil {
		return err
	}
	if servers == nil {
		return setMember(root, m.host.under, map[string]any{m.entry: wanted}, 1)
	}
	object, err := objectOf(servers, text(m.host.under))
	if err != nil {
		return err
	}
	there, err := member(object, m.entry)
	if err != nil {
		return err
	}
	if there == nil {
		return setMember(object, m.entry, wanted, 2)
	}
	entry, err := objectOf(there, text(m.entry))
	if err != nil {
		return err
	}
	return m.update(entry, wanted)
}

// wanted returns our entry as the snippet has it.
func (m *merge) wanted() (entry launch, err error) {
	servers, err := member(m.ours, m.host.under)
	if err != nil || servers == nil {
		return entry, errors.Join(err, errors.New("the snippet has no servers"))
	}
	all := map[string]launch{}
	err = plain(servers, &all)
	return all[m.entry], err
}

func (m *merge) note(note string) {
	if !slices.Contains(m.notes, note) {
		m.notes = append(m.notes, note)
	}
}

// inputs adds the inputs of our snippet that the file doesn't have, by their ids.
func (m *merge) inputs(root *hujson.Object) error {
	ours, err := member(m.ours, "inputs")
	if ours == nil || err != nil {
		return err
	}
	var wanted []map[string]any
	if err := plain(ours, &wanted); err != nil {
		return err
	}
	there, err := member(root, "inputs")
	if err != nil {
		return err
	}
	if there == nil {
		return setMember(root, "inputs", wanted, 1)
	}
	array, ok := there.Value.(*hujson.Array)
	if !ok {
		return errors.New(`"inputs" is not a list`)
	}
	var kept []struct{ ID string }
	if err := plain(there, &kept); err != nil {
		return fmt.Errorf(`"inputs" can't be understood: %w`, err)
	}
	for _, input := range wanted {
		if slices.ContainsFunc(kept, func(k struct{ ID string }) bool { return k.ID == input["id"] }) {
			continue
		}
		parsed, err := newValue(input, "    ")
		if err != nil {
			return err
		}
		added := hujson.Value{BeforeExtra: hujson.Extra("\n    "), Value: parsed.Value}
		if n := len(array.Elements); n > 0 {
			added.AfterExtra = array.Elements[n-1].AfterExtra
		} else {
			array.AfterExtra = hujson.Extra("\n  ")
		}
		array.Elements = append(array.Elements, added)
	}
	return nil
}
