package tools

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
	"unicode/utf8"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// maxResourceBytes is how large a stored report may be, uncompressed, to be read as a resource.
const maxResourceBytes = 1 << 20

// The resource templates.
const (
	reportURI = "acronis://reports/{report_id}"
	storedURI = reportURI + "/stored/{stored_report_id}"
)

// maxURI is how much of a URI is examined. Those that exist have about a hundred bytes,
// and mcp-go takes seconds to match one of megabytes with the templates.
const maxURI = 1 << 10

// cutURI makes sure that a URI that is too long is not found.
func cutURI(hooks *server.Hooks) {
	hooks.AddBeforeReadResource(func(_ context.Context, _ any, r *mcp.ReadResourceRequest) {
		r.Params.URI = prefix(r.Params.URI, min(len(r.Params.URI), maxURI))
	})
}

// addResources lets clients read reports and stored reports as the data centre
// sends them.
func (s *service) addResources(m *server.MCPServer) {
	m.AddResourceTemplate(mcp.NewResourceTemplate(reportURI, "report",
		mcp.WithTemplateTitle("Report"), mcp.WithTemplateMIMEType("application/json"),
		mcp.WithTemplateDescription("The settings of a usage report, as the API sends them.")),
		s.resource("report", reportText))
	m.AddResourceTemplate(mcp.NewResourceTemplate(storedURI, "stored_report",
		mcp.WithTemplateTitle("Stored report"),
		mcp.WithTemplateDescription("A stored report as the vendor made it, uncompressed, up to 1 MiB. For larger ones call summarize_usage or export_usage.")),
		s.resource("stored report", storedText))
}

// resource returns a handler for a function that takes ids and returns text.
// Only here, failures are explained and logged, and panics caught.
func (s *service) resource(name string, read func(ctx context.Context, s *service, reportID, storedID string) (text []byte, mime string, err error)) server.ResourceTemplateHandlerFunc {
	return func(ctx context.Context, r mcp.ReadResourceRequest) (contents []mcp.ResourceContents, err error) {
		ctx, stats := acronis.WithStats(ctx)
		ctx, cancel := context.WithTimeout(ctx, readingTimeout)
		defer cancel()
		start, outcome := time.Now(), "ok"
		defer func() {
			if p := recover(); p != nil {
				s.Log.Error().Str("resource", name).Any("panic", p).Bytes("stack", debug.Stack()).Msg("panic in a resource")
				outcome, err = "panic", errors.New("reading failed inside this server. The cause is in its log")
			}
			s.Log.Info().Str("resource", name).Str("outcome", outcome).Dur("ms", time.Since(start)).
				Int("attempts", stats.Attempts()).Int("status", stats.Status()).Msg("resources/read")
		}()
		if s.Client == nil {
			outcome = "not configured"
			return nil, errors.New(s.Problem)
		}
		var text []byte
		var mime string
		err = memory.Do(s.Memory.With(ctx), func(ctx context.Context) (err error) {
			text, mime, err = read(ctx, s, argument(r, "report_id"), argument(r, "stored_report_id"))
			return err
		})
		if err != nil {
			outcome = s.outcomeOf(err)
			return nil, resourceError(ctx, r.Params.URI, err, s.explain(err))
		}
		return []mcp.ResourceContents{mcp.TextResourceContents{URI: r.Params.URI, MIMEType: mime, Text: s.Client.RedactBytes(text)}}, nil
	}
}

// argument returns the value that a URI has for a name in the template.
func argument(r mcp.ReadResourceRequest, name string) string {
	if values, ok := r.Params.Arguments[name].([]string); ok && len(values) == 1 {
		return values[0]
	}
	return ""
}

func reportText(ctx context.Context, s *service, reportID, _ string) (text []byte, mime string, err error) {
	id, ok := acronis.ParseUUID(reportID)
	if !ok {
		return nil, "", missing("The report's id in the URI must be a UUID.")
	}
	report, err := s.figures.Report(ctx, id)
	if err != nil {
		return nil, "", err
	}
	whole, err := escape.Marshal(report)
	return []byte(whole), "application/json", err
}

// mimes are the media types of stored reports, by format.
var mimes = map[string]string{
	"csv": "text/csv", "csv_v2_0": "text/csv", "html": "text/html", "json_v1": "application/json", "json_v2_0": "application/json",
}

func storedText(ctx context.Context, s *service, reportID, storedID string) (text []byte, mime string, err error) {
	report, ok := acronis.ParseUUID(reportID)
	file, ok2 := acronis.ParseUUID(storedID)
	if !ok || !ok2 {
		return nil, "", missing("The ids in the URI must be UUIDs.")
	}
	all, err := s.Client.GetStoredReports(ctx, report)
	if err != nil {
		return nil, "", err
	}
	for _, stored := range all {
		if stored.ID != file {
			continue
		}
		if stored.Status != acronis.StoredSaved {
			return nil, "", refused("This stored report is not saved: its status is " + escape.Quote(stored.Status) + ".")
		}
		text, err = wholeText(ctx, s, report, stored)
		return text, mimes[stored.ReportFormat], err
	}
	return nil, "", missing("The report has no stored report with this id. wait_for_report lists those it has.")
}

// wholeText returns a stored report, uncompressed, unless it is too large.
func wholeText(ctx context.Context, s *service, reportID string, stored acronis.StoredReport) ([]byte, error) {
	raw, err := s.figures.ReadAll(ctx, reportID, stored, maxResourceBytes)
	switch {
	case errors.Is(err, usage.ErrTooLarge):
		return nil, refused("This stored report is larger than 1 MiB unpacked, too large to be read whole. Use summarize_usage, compare_usage or export_usage.")
	case err != nil:
		return nil, err
	case !utf8.Valid(raw):
		return nil, refused(fmt.Sprintf("This stored report is not text: %d bytes.", len(raw)))
	}
	return raw, nil
}
