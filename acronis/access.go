package acronis

import (
	"errors"
	"slices"
)

// Access is how far a program may go at a data centre. A [Client] doesn't
// enforce it: whoever offers its methods to others does.
type Access int

// The levels; each allows what those before it do.
const (
	Read   Access = iota // nothing changes at the data centre
	Write                // reports are created and updated
	Delete               // reports are deleted
)

var levels = []string{"read", "write", "delete"}

func (a Access) String() string { return levels[a] }

// ParseAccess reads a level: read, write or delete. Its error doesn't quote s,
// which may be a secret in the wrong place.
func ParseAccess(s string) (Access, error) {
	if i := slices.Index(levels, s); i >= 0 {
		return Access(i), nil
	}
	return Read, errors.New("access must be read, write or delete")
}
