// A call of each tool of the demo, with the few arguments that it needs. The
// demo's reports are of the whole months before this one.
import { reportID } from "./program.js";

// monthsAgo returns a month as YYYY-MM: 1 is the last whole one.
export function monthsAgo(n) {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - n, 1)).toISOString().slice(0, 7);
}

// Those that read come first: what the others change shows in their answers.
export const calls = {
  compare_usage: {},
  export_usage: { months: [monthsAgo(1)] },
  find_tenants: {},
  get_current_usage: {},
  get_report: { report_id: reportID },
  get_report_version: { report_id: reportID },
  list_reports: {},
  price_usage: {},
  summarize_usage: { months: [monthsAgo(1)] },
  wait_for_report: { report_id: "c7a2ea20-b2f1-4c94-ae05-319acb5c7427" },
  create_report: { month: monthsAgo(2) },
  prepare_months: { months: [monthsAgo(1)] },
  update_report: { report_id: "4cdd2055-930d-4eaf-94f4-733f3e7d1bfb", enabled: false },
  delete_reports: { reports: [{ report_id: reportID, version: 1 }] },
};

// withNulls returns args as a model writes them that can't leave out a key: null
// for each property of the schema that args doesn't have, inside objects too.
export function withNulls(schema, args) {
  if (Array.isArray(args)) return args.map((item) => withNulls(schema.items, item));
  if (args === null || typeof args !== "object") return args;
  const names = Object.keys(schema.properties);
  return Object.fromEntries(names.map((name) => [name, name in args ? withNulls(schema.properties[name], args[name]) : null]));
}
