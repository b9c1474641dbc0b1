package tools

import (
	"fmt"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

// describeSelection says in plain words whose rows are added up.
func describeSelection(a *figures.Answer) string {
	w := a.Whose()
	text := describeSubject(w)
	if w.Wanted != nil {
		text = describeWanted(w.Wanted)
	}
	switch {
	case w.Moved && w.Wanted == nil:
		text += "; and the part of the own row of " + escape.Shorten(w.Subject.Name) + " that is in none of these"
	case w.Moved:
		text += ", as the tenants are now; and the part of the partner's own row that is in none of these"
	case !w.Readable && w.Level != "itself" && w.Level != "direct_partners":
		text += "; by the kind of tenant in the file, because the tenants can't be read"
	}
	return text
}

// describeSubject says whose rows are added up if no customers were selected.
func describeSubject(w figures.Whose) string {
	name := escape.Shorten(w.Subject.Name)
	switch {
	case w.Level == "itself":
		return name + " itself"
	case w.Subject.Itself:
		return name
	case w.Level == "direct_partners":
		return "all direct customers and partners of " + name + ", each partner with all customers below it"
	case w.Level == "all_partners":
		return "all direct partners of " + name + ", each with all customers below it; no direct customers"
	}
	return describeMember(w.Subject)
}

// describeWanted says whose rows are added up if customers were selected.
func describeWanted(wanted []figures.Member) string {
	const most = 5
	var texts []string
	for _, m := range wanted[:min(len(wanted), most)] {
		texts = append(texts, describeMember(m))
	}
	if more := len(wanted) - most; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(texts, "; ")
}

func describeMember(m figures.Member) string {
	name := escape.Shorten(m.Name)
	if m.Parent != "" {
		name += " (below " + escape.Shorten(m.Parent) + ")"
	}
	switch {
	case m.Itself:
		return name
	case m.Resellers:
		return "all customers below " + name + ", resellers' customers included"
	}
	return "all customers below " + name
}
