import type { CallToolResult } from "@modelcontextprotocol/client";
import { parse, subtract, text } from "./decimal";

/** Keys are what a row is about, beside its usage. */
export const keys = [
  "month", "day", "tenant", "offering_item", "application", "edition", "infra", "backend", "owner", "owner_kind", "sku",
  "tenant_id", "infra_id", "owner_id", "application_id",
] as const;

/** A Row is a group of summarize_usage or a change of compare_usage. Numbers are strings of digits. */
export type Row = Partial<Record<(typeof keys)[number], string>> & {
  usage: string;
  label?: string;
  no_infra?: boolean;
  not_in_rows_below?: boolean;
  class?: string;
  class_inferred?: boolean;
  unit: string;
  reading?: string;

  value?: string;
  trial?: string;

  before?: string;
  after?: string;
  change?: string;
  percent?: string;
  trial_before?: string;
  trial_after?: string;
  from_zero?: boolean;
  gone?: boolean;
  why?: string[];

  unchanged?: number; // groups, of a total
};

/** A Proof tells where figures come from; in short it is the fields that are always there. */
export type Proof = {
  month?: string;
  report_id: string;
  created: string;
  sha256: string;
  control: { status: string; why?: string; sums?: number; differing?: number; differences?: string[] };
  merged?: string[];
  selection?: string;
  stored_report_id?: string;
  kind?: string;
  level?: string;
  period?: string;
  rows?: number;
  skipped?: number;
  left_out?: number;
  units?: string;
};

/** A UsageChange is a usage of compare_usage: its total, and the changes of its groups, which don't repeat what it says. */
type UsageChange = Omit<Row, "from_zero"> & { changed: number; changes?: Partial<Row>[]; from_zero?: Partial<Row>[]; rest?: Partial<Row> };

/** Figures are the result of either tool, that of compare_usage in the form of summarize_usage. */
export type Figures = {
  data_centre: string;
  subject: string;
  months: string[];
  measure: string;
  selection: string;
  warnings: string[];
  items: Row[];
  totals: Row[];
  rest?: Row[] | null;
  total?: number;
  truncated: boolean;
  next_cursor?: string;
  proof?: Proof[];
  before?: Proof;
  after?: Proof;
};

/** figures are what a result says, as structured content or as the same in text; an Error says why there are none. */
export function figures(result: CallToolResult): Figures | Error {
  const words = result.content.map((block) => (block.type === "text" ? block.text : "")).join("\n");
  if (result.isError) return new Error(words);
  try {
    const f = flat(result.structuredContent ?? JSON.parse(words)) as Figures;
    if (Array.isArray(f.items) && Array.isArray(f.totals) && (f.proof || (f.before && f.after))) return { ...f, items: apart(f.items).map(marked), totals: allTotals(f) };
  } catch {
    // Neither structured nor JSON: said below.
  }
  return new Error("The answer holds no figures that can be drawn.");
}

/** flat lists the changes of all usages, and their totals; anything but a comparison stays as it is. */
function flat(f: Omit<Figures, "items"> & { items: UsageChange[] }): unknown {
  if (!f.before || !f.after) return f;
  const rows = ({ usage, label, no_infra, class: kind, unit, reading, changes = [], from_zero = [] }: UsageChange) =>
    [...changes, ...from_zero.map((row) => ({ ...row, from_zero: true }))].map((row) => ({ usage, label, no_infra, class: kind, unit, ...row, reading }));
  return {
    ...f,
    items: f.items.flatMap(rows),
    totals: f.items.map(({ changes: _, from_zero: __, rest: ___, ...total }) => total),
    rest: f.items.flatMap(({ usage, no_infra, unit, rest }) => (rest ? [{ ...rest, usage, no_infra, unit }] : [])),
    total: f.items.reduce((sum, { changed }) => sum + changed, 0),
  };
}

/** allTotals adds the totals that a result leaves out, which their only items equal. */
const allTotals = (f: Figures) => [
  ...f.totals,
  ...f.items.filter((row) => !f.totals.some((total) => sameSeries(total, row) && total.month === row.month)).map(total),
];

/** total is an item as a total of its usage. */
const total = ({ usage, label, month, no_infra, class: kind, class_inferred, unit, value, trial, before, after, change, percent }: Row): Row => ({
  usage, label, month, no_infra, class: kind, class_inferred, unit, value, trial, before, after, change, percent,
});

/** apart puts the ids that only some rows have, tenants of one name, beside these names: no column of holes. */
const apart = (rows: Row[]) =>
  rows.every((row) => !row.tenant || row.tenant_id)
    ? rows
    : rows.map(({ tenant_id, ...row }) => (tenant_id ? { ...row, tenant: `${row.tenant} (${tenant_id.slice(0, 8)})` } : row));

/** marked says in the place of a tenant what a row is that is beside the rows of those below one. */
const marked = (row: Row): Row =>
  row.not_in_rows_below ? { ...row, tenant: [row.tenant, "not in the rows below"].filter(Boolean).join(", ") } : row;

/**
 * visible spells out what can't be seen in words or turns them around. The server does the same in all that it
 * says, so that only words from elsewhere need it: the arguments of a call.
 */
export const visible = (words: string) =>
  words.replace(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, (c) => {
    const hex = c.codePointAt(0)!.toString(16);
    return hex.length > 4 ? "\\U" + hex.padStart(8, "0") : "\\u" + hex.padStart(4, "0");
  });

/** toolOf names the tool that such figures come from. */
export const toolOf = (f: Figures) => (f.proof ? "summarize_usage" : "compare_usage");

export const proofs = (f: Figures) => f.proof ?? [f.before!, f.after!];

/** sameSeries reports whether two rows may be drawn together: what has different units or may repeat itself is not. */
export const sameSeries = (a: Row, b: Row) => a.usage === b.usage && a.unit === b.unit && !a.no_infra === !b.no_infra;

/** nameOf is the name of a row's usage. */
export const nameOf = (row: Row) => (row.label ?? row.usage) + (row.no_infra ? " (no infrastructure)" : "");

const classes: Record<string, string> = {
  informational: "of which: a part or sum of other usages",
  unclear: "unclear: check before billing",
  feature: "a switch, without a quantity",
};

/** classOf says of a row's usage why it is no line of an invoice; "" if it is one. */
export const classOf = (row: Row) => (row.class ? (classes[row.class] ?? row.class) + (row.class_inferred ? " (inferred)" : "") : "");

/** seriesOf are the totals, those of which rows are shown first and in their order: it is by weight. */
export const seriesOf = (f: Figures) =>
  [...f.items.flatMap((row) => f.totals.filter((total) => sameSeries(total, row))), ...f.totals].filter(
    (row, i, all) => all.findIndex((other) => sameSeries(other, row)) === i,
  );

/** append adds the next page to figures; an Error says why it doesn't belong to them. */
export function append(f: Figures, next: Figures): Figures | Error {
  const files = (f: Figures) => proofs(f).map((p) => p.sha256).join();
  if (files(f) !== files(next)) return new Error("The report has changed since. Ask for these figures anew.");
  return { ...next, items: [...f.items, ...next.items], totals: f.totals, total: f.total, rest: f.rest?.map((r) => less(r, next.items)).filter(something) };
}

const sums = ["value", "trial", "before", "after", "change", "trial_before", "trial_after"] as const;

/** less is what remains of rest without rows that are shown now. */
function less(rest: Row, shown: Row[]): Row {
  const { percent: _, ...left } = rest;
  for (const row of shown.filter((row) => sameSeries(row, rest) && row.month === rest.month)) {
    for (const sum of sums) {
      if (row[sum]) left[sum] = text(subtract(parse(left[sum] ?? "0"), parse(row[sum])));
    }
  }
  return left;
}

const something = (row: Row) => sums.some((sum) => row[sum] && parse(row[sum]).digits !== 0n);
