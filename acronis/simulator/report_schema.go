package simulator

// Rules for single fields, from the vendor's schemas reportPost and reportPut.
var (
	idRule   = matching(uuid, "a lower-case UUID")
	dateRule = text("a date like 2026-10-31", isDate)

	levelRule  = oneOf("itself", "direct_partners", "all_partners", "all_customers", "accounts")
	kindRule   = oneOf("usage_daily", "usage_summary", "usage_current", "usage_breakdown")
	formatRule = oneOf("csv", "html", "json_v1", "csv_v2_0", "json_v2_0")
)

// postSchema is the vendor's schema reportPost.
func (d *DataCentre) postSchema() object {
	period := object{
		required: []string{"start", "end"},
		fields:   map[string]rule{"start": dateRule, "end": dateRule},
	}
	parameters := object{
		required: []string{"tenant_id", "level", "kind"},
		fields: map[string]rule{
			"tenant_id": idRule, "level": levelRule, "kind": kindRule, "formats": listOf(formatRule),
			"period": period.check, "hide_zero_usage": boolean, "show_skus": boolean,
		},
	}
	schedule := object{
		required: []string{"type"},
		fields:   map[string]rule{"enabled": boolean, "type": oneOf("once", "monthly")},
	}
	post := object{
		required: []string{"result_action", "parameters", "schedule"},
		fields: map[string]rule{
			"recipients": listOf(idRule), "result_action": oneOf("save", "send"),
			"parameters": parameters.check, "schedule": schedule.check, "generation_date": dateRule,
		},
		closed: true,
	}
	if d.RecipientsRequired {
		post.required = append(post.required, "recipients")
	}
	return post
}

// putSchema is the vendor's schema reportPut. The guide says that parameters are required, but leaves
// them out where it disables a report.
var putSchema = object{
	fields: map[string]rule{
		"recipients": listOf(idRule),
		"parameters": object{fields: map[string]rule{
			"level": levelRule, "kind": kindRule, "hide_zero_usage": boolean, "show_skus": boolean,
		}}.check,
		"schedule": object{required: []string{"enabled"}, fields: map[string]rule{"enabled": boolean}}.check,
	},
	closed: true,
}
