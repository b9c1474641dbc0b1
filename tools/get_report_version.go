package tools

import "context"

type getReportVersionIn struct {
	ReportID uuid `json:"report_id"`
}

type getReportVersionOut struct {
	ReportID uuid  `json:"report_id"`
	Version  int64 `json:"version" jsonschema_description:"Opaque: pass it on unchanged, with every digit; never compute it"`
}

var getReportVersion = tool[getReportVersionIn, getReportVersionOut]{
	name:  "get_report_version",
	title: "Get report version",
	description: "Get the current revision number of a usage report, which deleting that report demands. " +
		"Read it right before: each update changes it. Not an API or format version.",
	run: func(ctx context.Context, s *service, in getReportVersionIn) (getReportVersionOut, error) {
		report, err := s.figures.Report(ctx, string(in.ReportID))
		if err != nil {
			return getReportVersionOut{}, err
		}
		return getReportVersionOut{in.ReportID, report.Version}, nil
	},
}
