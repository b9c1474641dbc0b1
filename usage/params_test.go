package usage_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

func TestReadParams(t *testing.T) {
	params := `{"kind":5,"report_level":3,"gen_date":1735776000,"begin_date":1733011200,"end_date":1735603200,"group_id":7,"name":"Wide World"}`
	want := &usage.Params{
		Name:  "Wide World",
		Begin: time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC),
		End:   time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC),
	}
	for _, file := range []string{
		`{"params":` + params + `,"tenants":[` + strings.Repeat(`{},`, 1<<20), // not read to its end
		`{"x":null,"tenants":[{"params":{"kind":4}},[1]],"params":` + params + `}`,
		string(zip(t, `{"params":`+params+`}`)),
	} {
		got, err := usage.ReadParams(t.Context(), strings.NewReader(file))
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("params (-want +got):\n%s", diff)
		}
	}
}

func TestParamsOfOtherTypes(t *testing.T) {
	file := `{"params":{"report_type":4,"begin_date":"soon","end_date":null,"name":5}}`
	got, err := usage.ReadParams(t.Context(), strings.NewReader(file))
	if err != nil || *got != (usage.Params{}) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestParamsMissing(t *testing.T) {
	endless := `{"tenants":["` + strings.Repeat("x", 17<<20)
	for _, file := range []string{"", "[]", "{}", `{"params":[]}`, `{"params":`, `{"tenants":[}`, "application.id", endless} {
		_, err := usage.ReadParams(t.Context(), strings.NewReader(file))
		if e := (*usage.FileError)(nil); !errors.As(err, &e) {
			t.Errorf("%.20s: got %v, want a *usage.FileError", file, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := usage.ReadParams(ctx, bytes.NewReader(nil)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
