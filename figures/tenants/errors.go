package tenants

import (
	"errors"
	"fmt"

	"acronis-reports-mcp/acronis"
)

// A NotFoundError is a name that no tenant has.
type NotFoundError struct {
	Name        string
	Suggestions []string // names that are close to it, the closest first
}

func (e *NotFoundError) Error() string { return fmt.Sprintf("no tenant is called %q", e.Name) }

// An AmbiguousError is a name, or an internal tag, that several tenants have.
type AmbiguousError struct {
	Name  string
	ByTag bool
	Found []Candidate
}

// A Candidate is one of several tenants with the same name.
type Candidate struct {
	ID, Kind    string
	Parent      string // its name, "" if that isn't known
	InternalTag string // "" for none
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%d tenants are called %q", len(e.Found), e.Name)
}

func newAmbiguous(name string, byTag bool, found []acronis.Tenant, tree *Tree) *AmbiguousError {
	e := &AmbiguousError{Name: name, ByTag: byTag}
	for _, t := range found {
		e.Found = append(e.Found, Candidate{t.ID, t.Kind, tree.ParentName(t), t.InternalTag})
	}
	return e
}

// An UnreadableError says that these credentials may not read the tenants.
type UnreadableError struct {
	Name string // that they were read for, "" if for no name
	Err  error  // of the API
}

func (e *UnreadableError) Error() string { return "the tenants can't be read: " + e.Err.Error() }

// Unwrap returns the API's error.
func (e *UnreadableError) Unwrap() error { return e.Err }

// unreadable makes an error of the API that can't go away an [*UnreadableError].
func unreadable(err error) error {
	if OutOfSight(err) {
		return &UnreadableError{Err: err}
	}
	return err
}

// withName adds the name that the tenants were read for.
func withName(err error, name string) error {
	var e *UnreadableError
	if errors.As(err, &e) {
		return &UnreadableError{Name: name, Err: e.Err}
	}
	return err
}

// OutOfSight reports whether an error of the API says that these credentials
// may not see something, or that it isn't there.
func OutOfSight(err error) bool {
	var e *acronis.Error
	return errors.As(err, &e) && (e.Kind == acronis.Forbidden || e.Kind == acronis.NotFound)
}
