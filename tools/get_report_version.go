package tools

import "context"

type getReportVersionIn struct {
	ReportID uuid `json:"report_id" jsonschema_description:"UUID"`
}

type getReportVersionOut struct {
	ReportID uuid  `json:"report_id"`
	Version  int64 `json:"version" jsonschema_description:"Pass it on unchanged, with every digit; never compute it"`
}

var getReportVersion = tool[getReportVersionIn, getReportVersionOut]{
	name:        "get_report_version",
	title:       "Get report version",
	description: "Get a report's revision number, which delete_reports needs. Read it just before deleting: every update changes it.",
	run: func(ctx context.Context, s *service, in getReportVersionIn) (getReportVersionOut, error) {
		report, err := s.figures.Report(ctx, string(in.ReportID))
		if err != nil {
			return getReportVersionOut{}, err
		}
		return getReportVersionOut{in.ReportID, report.Version}, nil
	},
}
