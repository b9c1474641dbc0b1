package acronis

import (
	"errors"
	"slices"
)

// Access is what a program may change at a data centre. [Client] doesn't check
// it: that is up to the program that calls its methods.
type Access int

// The access levels. Each includes those before it.
const (
	Read   Access = iota // nothing changes at the data centre
	Write                // reports are created and updated
	Delete               // reports are deleted
)

var levels = []string{"read", "write", "delete"}

func (a Access) String() string { return levels[a] }

// ParseAccess reads an access level: read, write or delete. Its error doesn't
// quote s, which may be a secret that was put into the wrong setting.
func ParseAccess(s string) (Access, error) {
	if i := slices.Index(levels, s); i >= 0 {
		return Access(i), nil
	}
	return Read, errors.New("access must be read, write or delete")
}
