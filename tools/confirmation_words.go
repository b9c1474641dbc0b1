package tools

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

const (
	// maxWordLength is how many characters of a text from the data centre a
	// question shows.
	maxWordLength = 100

	// maxRecipients is how many recipients a call may give a report: the user
	// should read them all before agreeing.
	maxRecipients = 100

	// usersTimeout is how long a question waits for the names of users.
	usersTimeout = 5 * time.Second
)

// quoteWord quotes a text from the data centre for a question, so that the user
// sees where it begins and ends and doesn't take it for the program's own text.
func quoteWord(text string) string { return escape.QuoteTo(text, maxWordLength) }

// quoteUnlessKnown returns a word unchanged if it is one of E's words, and
// quotes any other.
func quoteUnlessKnown[E interface {
	~string
	Enum() []string
}](word string) string {
	if slices.Contains(E("").Enum(), word) {
		return word
	}
	return quoteWord(word)
}

// quoteID returns a UUID unchanged, and quotes anything else.
func quoteID(id string) string {
	if clean, ok := acronis.ParseUUID(id); ok && clean == id {
		return id
	}
	return quoteWord(id)
}

// subject returns the name of the tenant that a question is about.
func (s *service) subject(ctx context.Context, tenantID string) string {
	if name, _ := s.tenants.Name(ctx, tenantID); name != "" {
		return quoteWord(name)
	}
	return quoteID(tenantID)
}

// userNames returns the names and addresses of users by id, without those that
// can't be read. If there are many users, it returns only the first ones.
func (s *service) userNames(ctx context.Context, ids []string) map[string]string {
	ctx, cancel := context.WithTimeout(ctx, usersTimeout)
	defer cancel()
	var readable []string
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		if quoteID(id) == id {
			readable = append(readable, id)
		}
	}
	readable = readable[:min(len(readable), maxRecipients)]
	users := make([]*acronis.User, len(readable))
	figures.Each(len(readable), func(i int) (err error) { // if it fails, the id is shown
		users[i], err = s.Client.GetUser(ctx, readable[i])
		return err
	})
	names := map[string]string{}
	for i, user := range users {
		if name := nameUser(user); name != "" {
			names[readable[i]] = name
		}
	}
	return names
}

// nameUser returns the name and address of a user, or "" if there is no address.
func nameUser(user *acronis.User) string {
	if user == nil || user.Contact == nil || user.Contact.Email == "" {
		return ""
	}
	address := quoteWord(user.Contact.Email)
	if name := strings.TrimSpace(user.Contact.FirstName + " " + user.Contact.LastName); name != "" {
		return quoteWord(name) + " (" + address + ")"
	}
	return address
}

// listUsers lists users by name, or by id if names doesn't have them.
func listUsers(ids []string, names map[string]string) string {
	if len(ids) == 0 {
		return "none"
	}
	var list []string
	for _, id := range ids[:min(len(ids), maxRecipients)] {
		name, ok := names[id]
		if !ok {
			name = quoteID(id)
		}
		list = append(list, name)
	}
	text := strings.Join(list, ", ")
	if more := len(ids) - len(list); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// checkRecipients returns an error if there are more recipients than the user
// would read.
func checkRecipients(ids []uuid) error {
	if len(ids) > maxRecipients {
		return refused(fmt.Sprintf("Nothing was sent: give at most %d recipients, not %d.", maxRecipients, len(ids)))
	}
	return nil
}
