package tools

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/figures/tenants"
)

// refused is a call refused in words that are fit for a model as they are.
type refused string

func (r refused) Error() string { return string(r) }

// refusal is what to tell of a call that was refused on this side, by the tools
// or by what is below them; ok is false for every other failure.
func (s *service) refusal(err error) (text string, ok bool) {
	var r refused
	if errors.As(err, &r) {
		return string(r), true
	}
	for _, room := range []func(dataCentre string, err error) (string, bool){storeRefusal, tenantRefusal, sourceRefusal, customerRefusal, figuresRefusal, sheetRefusal} {
		if text, ok := room(s.DataCentre, err); ok {
			return text, true
		}
	}
	return "", false
}

// storeRefusal is what to tell of a stored report that can't be kept.
func storeRefusal(_ string, err error) (text string, ok bool) {
	var (
		disk *store.DiskError
		id   *store.IDError
	)
	switch {
	case errors.Is(err, store.ErrTooLarge):
		return "This stored report is larger than 2 GiB in gzip, more than this server reads. Make reports of fewer tenants or a shorter period.", true
	case errors.Is(err, store.ErrShared):
		return "Stored reports can't be kept in the folder of --cache: " + store.ErrShared.Error() + ". The person has to do that, or give another folder.", true
	case errors.As(err, &disk):
		return "The stored report can't be kept on this computer's disk: " + escape.Quote(disk.Err.Error()) +
			". The person has to make room or name another folder (--cache, or the system's temporary folder).", true
	case errors.As(err, &id):
		return "The data centre gave this stored report an id that is no UUID: " + escape.Quote(id.ID) + ". It can't be downloaded.", true
	}
	return "", false
}

// tenantRefusal is what to tell of tenants that weren't found.
func tenantRefusal(dataCentre string, err error) (text string, ok bool) {
	var (
		notFound   *tenants.NotFoundError
		ambiguous  *tenants.AmbiguousError
		unreadable *tenants.UnreadableError
	)
	switch {
	case errors.As(err, &notFound):
		return fmt.Sprintf("There is no tenant %s at %s.%s", escape.Quote(notFound.Name), dataCentre, didYouMean(notFound.Suggestions)), true
	case errors.As(err, &ambiguous):
		const most = 10
		lines := make([]string, 0, most)
		for _, c := range ambiguous.Found[:min(most, len(ambiguous.Found))] {
			lines = append(lines, fmt.Sprintf("- %s: %s below %s", escape.Text(c.ID), escape.Text(c.Kind), escape.Quote(c.Parent)))
		}
		return fmt.Sprintf("%d tenants are called %s. Ask the person which one is meant and give its UUID:\n%s",
			len(ambiguous.Found), escape.Quote(ambiguous.Name), strings.Join(lines, "\n")), true
	case errors.As(err, &unreadable) && unreadable.Name != "":
		return fmt.Sprintf("The tenant %s can't be found by its name: %s doesn't let this API client read the tenants. "+
			"Trying again won't help: give the tenant's UUID, or the person has to use an API client whose role allows it.", escape.Quote(unreadable.Name), dataCentre), true
	case errors.As(err, &unreadable):
		return fmt.Sprintf("%s doesn't let this API client read the tenants. Trying again won't help: "+
			"tools still take a tenant's UUID, or the person has to use an API client whose role allows it.", dataCentre), true
	}
	return "", false
}

// didYouMean offers names that are close to one that doesn't exist.
func didYouMean(names []string) string {
	if len(names) == 0 {
		return ""
	}
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = escape.Quote(name)
	}
	return " Did you mean " + strings.Join(quoted, ", ") + "?"
}

// tenantName is a tenant's name for people, or its id if that isn't known.
func (s *service) tenantName(ctx context.Context, id string) string {
	name, _ := s.tenants.Name(ctx, id)
	return quoteTenant(name, id)
}

// quoteTenant quotes a tenant's name, or shows its id where that is "".
func quoteTenant(name, id string) string {
	if name == "" {
		return escape.Text(id)
	}
	return escape.Quote(name)
}
