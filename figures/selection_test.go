package figures

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// family is a partner's tenants, each as "id kind parent".
var family = []string{
	"partner partner -", "a customer partner", "a1 unit a", "folder folder partner", "b customer folder",
	"reseller partner partner", "c customer reseller", "sub partner reseller", "d customer sub", "foreign customer -",
}

func familyTree() *tenants.Tree {
	var all []acronis.Tenant
	for _, line := range family {
		w := strings.Fields(line)
		all = append(all, acronis.Tenant{ID: w[0], Name: w[0], Kind: w[1], ParentID: w[2]})
	}
	tree, _ := tenants.Build(context.Background(), "partner", all) // the context never ends
	return tree
}

func criteriaOf(subject, level string) Criteria {
	return Criteria{Level: level, Subject: subject, Tree: familyTree(), Readable: true}
}

// selectFrom makes the selection for a file and gives its tenants their roles.
func selectFrom(c Criteria, file []usage.Tenant) *Selection {
	sel, _ := newSelection(context.Background(), c, file) // the context never ends
	for i, t := range file {
		file[i].Role = sel.Role(t.ID, t.Kind)
	}
	return sel
}

// warningsOf returns warnings in short form: kind, count and names.
func warningsOf(sel *Selection, file []usage.Tenant) string {
	kinds := map[WarningKind]string{
		PartnersOverlap: "PartnersOverlap", WantedOverlap: "WantedOverlap", FoldersOverlap: "FoldersOverlap", MovedAway: "MovedAway",
		UnknownTenants: "UnknownTenants", KindChanged: "KindChanged", InsidePartners: "InsidePartners",
		FoldersLeftOut: "FoldersLeftOut", OccupiedFolders: "OccupiedFolders",
	}
	var all []string
	for _, w := range sel.warnings(sel.observe(slices.Values(file), strings.Clone)) {
		words := append([]string{kinds[w.Kind]}, w.Names...)
		for _, m := range w.Moved {
			words = append(words, m.Name)
		}
		if w.Count > 0 {
			words = append(words, strconv.Itoa(w.Count))
		}
		all = append(all, strings.Join(words, " "))
	}
	return strings.Join(all, ", ")
}

func kindNow(id string) string {
	t, _ := familyTree().Find(id)
	return t.Kind
}

// rows are the tenants of family with rows in files of each level, if no tenant
// has moved.
const (
	allRows    = "partner a a1 b reseller c sub d"
	directRows = "partner a b reseller"
)

func TestSelection(t *testing.T) {
	for _, test := range []struct {
		name, level, subject string
		rows                 string // default: all tenants below the subject
		only                 []string
		noTree               bool
		counted, warning     string
	}{
		{name: "all customers at any depth", level: "all_customers", counted: "a b c d"},
		{name: "accounts are within customers", level: "accounts", counted: "a b c d"},
		{name: "direct partners and customers", level: "direct_partners", rows: directRows, counted: "a b reseller"},
		{name: "one that moved below another since", level: "direct_partners", rows: directRows + " c", counted: "a b c reseller", warning: "MovedAway c"},
		{name: "one that moved away since", level: "direct_partners", rows: directRows + " foreign", counted: "a b foreign reseller", warning: "MovedAway foreign"},
		{name: "several that moved", level: "direct_partners", rows: directRows + " c d", counted: "a b c d reseller", warning: "MovedAway c d"},
		{name: "a folder instead of what is in it", level: "direct_partners", rows: "partner a folder reseller", counted: "a folder reseller"},
		{name: "a folder beside what is in it", level: "direct_partners", rows: "folder " + directRows, counted: "a b reseller", warning: "OccupiedFolders folder"},
		{name: "direct partners alone", level: "all_partners", counted: "reseller", warning: "InsidePartners sub"},
		{name: "a partner within one that has no rows", level: "all_partners", rows: "partner sub", counted: "sub", warning: "MovedAway sub"},
		{name: "itself", level: "itself", counted: "partner"},
		{name: "itself beside a folder", level: "itself", rows: "partner folder", counted: "partner"},
		{name: "a customer as the subject", level: "accounts", subject: "a", counted: "a"},
		{name: "a customer as the subject, direct", level: "direct_partners", subject: "a", counted: "a"},
		{name: "the reseller's view", level: "all_customers", subject: "reseller", counted: "c d"},
		{name: "a level of tomorrow", level: "everybody", counted: "a b c d"},
		{name: "a folder beside its customers", level: "all_customers", rows: "folder b", counted: "b", warning: "FoldersLeftOut 1"},
		{name: "one customer", level: "all_customers", only: []string{"b"}, counted: "b"},
		{name: "a reseller means its customers", level: "all_customers", only: []string{"reseller"}, counted: "c d"},
		{name: "a reseller where resellers are counted", level: "direct_partners", rows: directRows, only: []string{"reseller"}, counted: "reseller"},
		{name: "a reseller, and one that is its own since", level: "direct_partners", rows: directRows + " c", only: []string{"reseller"}, counted: "reseller"},
		{name: "one that is a reseller's since", level: "direct_partners", rows: directRows + " c", only: []string{"c"}, counted: "c", warning: "MovedAway c"},
		{name: "the subject means all", level: "direct_partners", rows: directRows + " c", only: []string{"partner"}, counted: "a b c reseller", warning: "MovedAway c"},
		{name: "a folder where the direct are counted", level: "direct_partners", rows: directRows, only: []string{"folder"}, counted: "b"},
		{name: "a partner out of another", level: "all_partners", only: []string{"sub"}, counted: "sub"},
		{name: "a unit out of its customer", level: "accounts", only: []string{"a1"}, counted: "a1"},
		{name: "a unit out of the subject", level: "accounts", subject: "a", only: []string{"a1"}, counted: "a1"},
		{name: "a folder means what is in it", level: "all_customers", only: []string{"folder"}, counted: "b"},
		{name: "never a tenant within another", level: "accounts", only: []string{"a1", "a", "c", "reseller"}, counted: "a c d"},
		{name: "without the tree kinds decide", level: "all_customers", noTree: true, counted: "a b c d"},
		{name: "without the tree, direct partners", level: "direct_partners", rows: "folder " + directRows, noTree: true, counted: "a b folder reseller", warning: "FoldersOverlap 1"},
		{name: "without the tree, a unit by id", level: "accounts", noTree: true, only: []string{"a1"}, counted: "a1"},
		{name: "without the tree, several by id", level: "accounts", noTree: true, only: []string{"a1", "c"}, counted: "a1 c", warning: "WantedOverlap"},
		{name: "without the tree, one by id", level: "all_customers", noTree: true, only: []string{"c"}, counted: "c"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := criteriaOf("partner", test.level)
			if test.subject != "" {
				c.Subject = test.subject
			}
			if test.noTree {
				c.Tree, c.Readable = &tenants.Tree{}, false
			}
			c.Wanted = test.only
			rows := strings.Fields(test.rows)
			if len(rows) == 0 {
				rows = slices.DeleteFunc(strings.Fields(allRows), func(id string) bool { return !familyTree().Within(id, c.Subject) })
			}
			var file []usage.Tenant
			for _, id := range rows {
				file = append(file, usage.Tenant{ID: id, Kind: kindNow(id)})
			}
			sel := selectFrom(c, file)
			var counted []string
			for _, t := range file {
				if t.Role.Counted {
					counted = append(counted, t.ID)
				}
			}
			slices.Sort(counted)
			if diff := cmp.Diff(test.counted, strings.Join(counted, " ")); diff != "" {
				t.Errorf("counted (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.warning, warningsOf(sel, file)); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

// A report shows tenants as they were: a tenant that was a customer then and is
// a partner now counts as a customer.
func TestSelectionByKindsOfThen(t *testing.T) {
	for _, test := range []struct{ level, id, inFile, counted string }{
		{"all_customers", "reseller", "customer", "reseller"},
		{"all_customers", "a", "partner", ""},
		{"all_customers", "a", "", "a"},           // the file doesn't say
		{"all_customers", "a", " Customer ", "a"}, // or writes it differently
		{"all_partners", "folder", "partner", "folder"},
		{"direct_partners", "a", "partner", "a"},
	} {
		file := []usage.Tenant{{ID: test.id, Kind: test.inFile}}
		sel := selectFrom(criteriaOf("partner", test.level), file)
		if got := file[0].Role.Counted; got != (test.counted != "") {
			t.Errorf("%s, %s as %q: counted is %v", test.level, test.id, test.inFile, got)
		}
		changed := strings.Contains(warningsOf(sel, file), "KindChanged "+test.id)
		if want := sel.kind(test.id, test.inFile) != kindNow(test.id); changed != want {
			t.Errorf("%s, %s as %q: a warning of another kind is %v", test.level, test.id, test.inFile, changed)
		}
	}
}

// Tenants that have moved out of the subject, or no longer exist, still have
// rows in an old file.
func TestSelectionOfTheGone(t *testing.T) {
	file := []usage.Tenant{{ID: "a", Kind: "customer"}, {ID: "gone", Kind: "customer"}}
	sel := selectFrom(criteriaOf("reseller", "all_customers"), file)
	for _, tenant := range file {
		if !tenant.Role.Counted {
			t.Errorf("%s isn't counted", tenant.ID)
		}
	}
	if got := warningsOf(sel, file); got != "MovedAway a, UnknownTenants 1" {
		t.Errorf("warnings: %s", got)
	}
}

// A partner that is no longer among the tenants is counted by its own rows,
// unless tenants are known to be below it: then those are counted.
func TestSelectionOfTheGoneByID(t *testing.T) {
	for id, want := range map[string]bool{"gone": true, "-": false} {
		c := criteriaOf("partner", "all_customers")
		c.Wanted = []string{id}
		file := []usage.Tenant{{ID: id, Kind: "partner"}}
		selectFrom(c, file)
		if got := file[0].Role.Counted; got != want {
			t.Errorf("%q counted: %t, want %t", id, got, want)
		}
	}
}

// If the question is about a reseller in a report about a tenant above it, the
// reseller is a whole, and is compared with the customers that are below it
// now.
func TestSelectionOfWholes(t *testing.T) {
	for _, test := range []struct {
		name, level string
		wanted      []string
		want        string // id: whole, and the side of the control totals
	}{
		{"a reseller", "all_customers", []string{"reseller"}, "reseller: reseller subject, c: reseller child, sub: reseller, d: reseller child"},
		{"the inner is within the outer", "all_customers", []string{"sub", "reseller"}, "reseller: reseller subject, c: reseller child, sub: reseller, d: reseller child"},
		{"a folder", "all_customers", []string{"folder"}, "b: folder child"},
		{"a customer is none", "all_customers", []string{"c"}, "partner:  subject, a:  child, b:  child, c:  child, d:  child"},
		{"the subject", "all_customers", []string{"partner", "reseller"},
			"partner: partner subject, a: partner child, a1: partner, b: partner child, reseller: partner, c: partner child, sub: partner, d: partner child"},
		{"the subject, if nobody is selected", "all_partners", nil,
			"partner: partner subject, a: partner, a1: partner, b: partner, reseller: partner child, c: partner, sub: partner, d: partner"},
		{"nor what counts itself", "direct_partners", []string{"reseller"}, "partner:  subject, a:  child, b:  child, reseller:  child, c:  child, sub:  child, d:  child"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := criteriaOf("partner", test.level)
			c.Wanted = test.wanted
			file := []usage.Tenant{}
			for _, id := range strings.Fields(allRows) {
				file = append(file, usage.Tenant{ID: id, Kind: kindNow(id)})
			}
			selectFrom(c, file)
			var got []string
			for _, tenant := range file {
				side := map[[2]bool]string{{true, false}: " subject", {false, true}: " child"}[[2]bool{tenant.Role.Subject, tenant.Role.Child}]
				if tenant.Role.Whole != "" || side != "" {
					got = append(got, tenant.ID+": "+tenant.Role.Whole+side)
				}
			}
			if diff := cmp.Diff(test.want, strings.Join(got, ", ")); diff != "" {
				t.Errorf("wholes and sides (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMatches(t *testing.T) {
	for _, test := range []struct {
		pattern, name string
		want          bool
	}{
		{"contoso*", "Contoso Ltd", true}, {"*", "", true}, {"*a/b*", "x a/b y", true}, {"a*", "b", false},
		{"[a]", "a", false}, {"[a]*", "[a] b", true}, {"?", "a", false}, {`a\*`, `a\b`, true}, {"two  words", "Two Words", true},
	} {
		if got := Matches(test.pattern, test.name); got != test.want {
			t.Errorf("Matches(%q, %q) is %t", test.pattern, test.name, got)
		}
	}
}
