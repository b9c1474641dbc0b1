package tenants

import (
	"errors"
	"fmt"

	"acronis-reports-mcp/acronis"
)

// A NotFoundError means that no tenant has a name.
type NotFoundError struct {
	Name        string
	Suggestions []string // similar names, the most similar first
}

func (e *NotFoundError) Error() string { return fmt.Sprintf("no tenant is called %q", e.Name) }

// An AmbiguousError means that several tenants have the same name or internal
// tag.
type AmbiguousError struct {
	Name  string
	ByTag bool
	Found []Candidate
}

// A Candidate is one of several tenants with the same name.
type Candidate struct {
	ID, Kind    string
	Parent      string // its name, or "" if unknown
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

// An UnreadableError means that these credentials may not read the tenants.
type UnreadableError struct {
	Name string // name for which they were read, or ""
	Err  error  // error of the API
}

func (e *UnreadableError) Error() string { return "the tenants can't be read: " + e.Err.Error() }

// Unwrap returns Err.
func (e *UnreadableError) Unwrap() error { return e.Err }

// unreadable returns an [*UnreadableError] if trying again won't help, else err
// itself.
func unreadable(err error) error {
	if OutOfSight(err) {
		return &UnreadableError{Err: err}
	}
	return err
}

// withName adds the name for which the tenants were read.
func withName(err error, name string) error {
	var e *UnreadableError
	if errors.As(err, &e) {
		return &UnreadableError{Name: name, Err: e.Err}
	}
	return err
}

// OutOfSight reports whether an error of the API means that these credentials
// may not see an object, or that it doesn't exist.
func OutOfSight(err error) bool {
	var e *acronis.Error
	return errors.As(err, &e) && (e.Kind == acronis.Forbidden || e.Kind == acronis.NotFound)
}
