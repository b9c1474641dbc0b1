package settings

import (
	"strings"
	"testing"
)

func TestMemory(t *testing.T) {
	for _, test := range []struct {
		variable, flag string
		want           int64 // MiB
	}{{"", "", 512}, {"128", "", 128}, {"128", "1024", 1024}, {"", "64", 64}} {
		args := []string{}
		if test.flag != "" {
			args = append(args, "--memory", test.flag)
		}
		if s := load(t, complete("ACRONIS_MEMORY", test.variable), args...); s.Memory != test.want<<20 || len(s.Problems) > 0 {
			t.Errorf("%+v: %d bytes, %v", test, s.Memory, s.Problems)
		}
	}
	for _, value := range []string{"63", "0", "-1", "1.5", "512MiB", "much", "1048577", "9999999999999999999999"} {
		s := load(t, complete("ACRONIS_MEMORY", value))
		if len(s.Problems) != 1 || s.Problems[0].Setting != "ACRONIS_MEMORY" || strings.Contains(s.Problems[0].Text, value+" ") || s.Memory != 512<<20 {
			t.Errorf("%q: %+v, %d bytes", value, s.Problems, s.Memory)
		}
		if s := load(t, complete(), "--memory="+value); len(s.Problems) != 1 || s.Problems[0].Setting != "--memory" {
			t.Errorf("--memory %q: %+v", value, s.Problems)
		}
	}
}
