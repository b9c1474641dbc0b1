package tools

import (
	"context"

	"acronis-reports-mcp/acronis"
)

type getReportIn struct {
	ReportID uuid `json:"report_id" jsonschema_description:"UUID"`
}

var getReport = tool[getReportIn, *acronis.Report]{
	name:        "get_report",
	title:       "Get report",
	description: "Get the settings of a usage report: tenant, kind, level, period, formats, schedule, recipients and version. It holds no figures.",
	run: func(ctx context.Context, s *service, in getReportIn) (*acronis.Report, error) {
		return s.figures.Report(ctx, string(in.ReportID))
	},
}
