package tools

import (
	"context"

	"acronis-reports-mcp/acronis"
)

type getReportIn struct {
	ReportID uuid `json:"report_id"`
}

var getReport = tool[getReportIn, *acronis.Report]{
	name:  "get_report",
	title: "Get report",
	description: "Get one usage report's settings by its id: tenant, kind, level, period, formats, schedule, recipients, version. " +
		"No figures.",
	run: func(ctx context.Context, s *service, in getReportIn) (*acronis.Report, error) {
		return s.figures.Report(ctx, string(in.ReportID))
	},
}
