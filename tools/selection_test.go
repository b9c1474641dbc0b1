package tools

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis"
)

// family is a partner's tenants, each as "id kind parent".
var family = []string{
	"partner partner -", "a customer partner", "a1 unit a", "folder folder partner", "b customer folder",
	"reseller partner partner", "c customer reseller", "sub partner reseller", "d customer sub",
}

func familyTree() *tree {
	var tenants []acronis.Tenant
	for _, line := range family {
		w := strings.Fields(line)
		tenants = append(tenants, acronis.Tenant{ID: w[0], Name: w[0], Kind: w[1], ParentID: w[2]})
	}
	return plant("partner", tenants)
}

func TestSelection(t *testing.T) {
	for _, test := range []struct {
		name, level, subject string
		only                 []string
		noTree               bool
		counted              string
	}{
		{name: "all customers at any depth", level: "all_customers", counted: "a b c d"},
		{name: "accounts are within customers", level: "accounts", counted: "a b c d"},
		{name: "direct partners and customers, through folders", level: "direct_partners", counted: "a b reseller"},
		{name: "direct partners alone", level: "all_partners", counted: "reseller"},
		{name: "itself", level: "itself", counted: "partner"},
		{name: "a customer as the subject", level: "accounts", subject: "a", counted: "a"},
		{name: "the reseller's view", level: "all_customers", subject: "reseller", counted: "c d"},
		{name: "a level of tomorrow", level: "everybody", counted: "a b c d"},
		{name: "one customer", level: "all_customers", only: []string{"b"}, counted: "b"},
		{name: "a reseller means its customers", level: "all_customers", only: []string{"reseller"}, counted: "c d"},
		{name: "a reseller where resellers are counted", level: "direct_partners", only: []string{"reseller"}, counted: "reseller"},
		{name: "a reseller's customer out of the reseller", level: "direct_partners", only: []string{"c"}, counted: "c"},
		{name: "a unit out of its customer", level: "accounts", only: []string{"a1"}, counted: "a1"},
		{name: "a folder means what is in it", level: "all_customers", only: []string{"folder"}, counted: "b"},
		{name: "never a tenant within another", level: "accounts", only: []string{"a1", "a", "c", "reseller"}, counted: "a c d"},
		{name: "without the tree kinds decide", level: "all_customers", noTree: true, counted: "a b c d"},
		{name: "without the tree, direct partners", level: "direct_partners", noTree: true, counted: "a b c d reseller sub"},
		{name: "without the tree, one by id", level: "all_customers", noTree: true, only: []string{"c"}, counted: "c"},
	} {
		t.Run(test.name, func(t *testing.T) {
			sel := &selection{subject: "partner", level: test.level}
			if test.subject != "" {
				sel.subject = test.subject
			}
			if !test.noTree {
				sel.tree = familyTree()
			}
			sel.narrow(test.only)
			var counted []string
			for _, line := range family {
				w := strings.Fields(line)
				if !familyTree().within(w[0], sel.subject) {
					continue // has no rows in the report
				}
				if place := sel.place(w[0], w[1]); place.Counted {
					counted = append(counted, w[0])
				}
			}
			slices.Sort(counted)
			if diff := cmp.Diff(test.counted, strings.Join(counted, " ")); diff != "" {
				t.Errorf("counted (-want +got):\n%s", diff)
			}
		})
	}
}

// What moved away from below the subject, or is gone, still has its rows in an old file.
func TestSelectionOfTheGone(t *testing.T) {
	sel := &selection{subject: "reseller", level: "all_customers", tree: familyTree()}
	for id, want := range map[string]bool{"a": true, "gone": true} {
		if got := sel.place(id, "customer").Counted; got != want {
			t.Errorf("%s counted: %t, want %t", id, got, want)
		}
	}
	if w := sel.warnings(); len(w) != 1 || !strings.Contains(w[0], "1 tenants") {
		t.Errorf("warnings: %q", w)
	}
}

func TestLike(t *testing.T) {
	for _, test := range []struct {
		pattern, name string
		want          bool
	}{
		{"contoso*", "Contoso Ltd", true}, {"*", "", true}, {"*a/b*", "x a/b y", true}, {"a*", "b", false},
		{"[a]", "a", false}, {"[a]*", "[a] b", true}, {"?", "a", false}, {`a\*`, `a\b`, true}, {"two  words", "Two Words", true},
	} {
		if got := like(test.pattern, test.name); got != test.want {
			t.Errorf("like(%q, %q) is %t", test.pattern, test.name, got)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"Contoso Ltd": "Contoso Ltd", "Ünï – 漢字 🙂": "Ünï – 漢字 🙂", "Trey \u202excod": `Trey \u202excod`,
		"a\u200bb\x00\n": `a\u200bb\u0000\u000a`, "\U000e0041": `\U000e0041`,
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) is %q, want %q", in, got, want)
		}
	}
}
