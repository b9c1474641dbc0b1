package acronis

import (
	"errors"
	"net/http"
	"slices"
	"strings"
)

// maxIDs is the largest number of ids in a request. The API documents 100 for
// tenants, and no limit for infrastructure.
const maxIDs = 100

// eachBatch calls get for batches of at most maxIDs ids and returns all results.
// Repeated ids, and those that are not UUIDs, which the API refuses, are left out.
func eachBatch[T any](ids []string, get func(some []string) ([]T, error)) ([]T, error) {
	var wanted []string
	for _, id := range ids {
		if id, ok := ParseUUID(id); ok {
			wanted = append(wanted, id)
		}
	}
	slices.Sort(wanted)
	var all []T
	for some := range slices.Chunk(slices.Compact(wanted), maxIDs) {
		items, err := get(some)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
	}
	return all, nil
}

// onlyAsked returns an error if a reply contains an id that wasn't requested, or
// an id twice: it may belong to another request, or be wrong in other ways.
func onlyAsked[T any](r request, asked []string, items []T, id func(T) string) error {
	missing := map[string]bool{}
	for _, id := range asked {
		missing[id] = true
	}
	for _, item := range items {
		if !missing[id(item)] {
			return malformed(r, &reply{status: http.StatusOK}, errors.New("it contains an id that was not requested, or an id twice"))
		}
		missing[id(item)] = false
	}
	return nil
}

// checkID returns an error if a reply is about another object than the one that was
// requested. It may belong to another request.
func checkID(r request, requested, id string) error {
	if strings.EqualFold(requested, id) {
		return nil
	}
	return malformed(r, &reply{status: http.StatusOK}, errors.New("its id is not the one that was requested"))
}
