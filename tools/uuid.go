package tools

import (
	"encoding/json"
	"errors"

	"acronis-reports-mcp/acronis"
)

// uuid is an id as the API writes it: 36 characters in lower case. Arguments
// may also have upper case, surrounding blanks and braces.
type uuid string

// UnmarshalJSON accepts what [acronis.ParseUUID] does.
func (u *uuid) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	id, ok := acronis.ParseUUID(s)
	if !ok {
		return errors.New("not a UUID")
	}
	*u = uuid(id)
	return nil
}
