package acronis

import (
	"errors"
	"net/http"
	"slices"
)

// maxIDs is how many ids one request asks for. The API documents 100 for
// tenants, and nothing for infrastructure.
const maxIDs = 100

// eachBatch calls get for at most maxIDs of some ids at a time, and returns all
// it got. Ids that are not UUIDs, which the API would refuse, and repeated ones
// are left out.
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

// onlyAsked returns an error if a reply has something that it wasn't asked for,
// or something twice. Which of two replies is right can't be known then.
func onlyAsked[T any](r request, asked []string, items []T, id func(T) string) error {
	missing := map[string]bool{}
	for _, id := range asked {
		missing[id] = true
	}
	for _, item := range items {
		if !missing[id(item)] {
			return malformed(r, &reply{status: http.StatusOK}, errors.New("it has an id that was not asked for, or one twice"))
		}
		missing[id(item)] = false
	}
	return nil
}
