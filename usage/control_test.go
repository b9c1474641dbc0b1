package usage_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

// family makes p the subject, and c1 and c2 its children, of which c2 isn't counted.
func family(id, _ string) usage.Role {
	return usage.Role{Subject: id == "p", Child: strings.HasPrefix(id, "c"), Counted: id == "c1"}
}

const familyFile = fullHeader +
	"a,p,partner,storage,std,i,b,o,30,0,30,3,0,3\n" +
	"a,c1,customer,storage,std,i,b,o,10,0,10,1,0,1\n" +
	"a,c2,customer,storage,std,i,b,o,20,0,20,2,0,2\n" +
	"a,c2,customer,vms,std,,,,0,0,0,0,0,0\n" +
	"a,other,customer,vms,std,,,,5,0,5,0,0,0\n"

func TestControl(t *testing.T) {
	difference := func(measure, scope, subject, children string) usage.Difference {
		s, _ := usage.ParseDecimal(subject)
		c, _ := usage.ParseDecimal(children)
		return usage.Difference{
			Usage: "storage", Edition: "std", InfraID: "i", Backend: "b", Owner: "o",
			Measure: measure, Scope: scope, Subject: s, Children: c,
		}
	}
	tests := []struct {
		name, file string
		want       usage.Control
	}{
		{"right", familyFile, usage.Control{Status: "reconciled", Compared: 12}},
		{"wrong", strings.Replace(familyFile, "20,0,20,2,0,2", "20,0,21,3,0,2", 1), usage.Control{
			Status: "differs", Compared: 12, Differing: 2, Differences: []usage.Difference{
				difference("delta", "production", "3", "4"),
				difference("absolute", "total", "30", "31"),
			}}},
		{"no subject", strings.Replace(familyFile, "a,p,", "a,q,", 1),
			usage.Control{Status: "cannot check", Why: "the file has no rows of the subject itself"}},
		{"no children", strings.ReplaceAll(familyFile, "a,c", "a,d"),
			usage.Control{Status: "cannot check", Why: "the file has no rows of children of the subject"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := summarize(t, test.file, usage.Query{RoleOf: family, Wants: named("vms")})
			if diff := cmp.Diff(test.want, s.Control, byValue); diff != "" {
				t.Errorf("control totals (-want +got):\n%s", diff)
			}
		})
	}
}

func TestControlTellsFive(t *testing.T) {
	file := familyFile + "a,c1,customer,servers,std,,,,1,1,1,1,1,1\na,c1,customer,nas,std,,,,2,1,1,1,1,1\n"
	c := summarize(t, file, usage.Query{RoleOf: family}).Control
	if c.Differing != 12 || len(c.Differences) != 5 || c.Differences[0].Usage != "nas" || c.Differences[0].Children.String() != "2" {
		t.Errorf("got %+v", c)
	}
}
