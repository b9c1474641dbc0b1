import { compare, magnitude, parse } from "./decimal";

/** keys are what a row is about, beside its usage. */
export const keys = ["tenant", "account", "month", "day", "offering_item", "application", "edition", "infra", "backend", "owner", "sku"] as const;

export type Key = (typeof keys)[number];

/** ids are shown only where a name isn't enough. */
export const ids = ["tenant_id", "infra_id", "owner_id", "application_id"] as const;

/** texts are all words of a row that it may lack. */
export const texts = [...keys, ...ids, "owner_kind", "internal_tag", "parent", "label", "class", "reading"] as const;

/** parts are what a charge is made of, and what it costs. */
export const parts = ["usage_charge", "discount", "minimum_top_up", "fees", "cost", "margin"] as const;

/** numbers of a row are strings of digits. */
export const numbers = ["value", "trial", "before", "after", "change", "percent", "trial_before", "trial_after", "quota", "quota_percent", "over_quota", "over_allowed", "margin_percent", ...parts] as const;

/** amounts are the numbers in the unit of a row. */
export const amounts = numbers.filter((key) => key !== "percent" && key !== "quota_percent" && key !== "margin_percent");

/** added are the numbers that have a sum. Quotas have none, since an item without one is unlimited. */
export const added = amounts.filter((key) => key !== "quota" && key !== "over_quota" && key !== "over_allowed");

/** A Row is a group of summarize_usage, a change of compare_usage, or a total of either; or an item of current usage. */
export type Row = Partial<Record<(typeof texts)[number] | (typeof numbers)[number], string>> & {
  usage: string;
  unit: string;
  no_infra?: boolean;
  not_in_rows_below?: boolean;
  class_inferred?: boolean;
  gone?: boolean;
  why?: string[];
  groups?: number; // of a total
  changed?: number;
  unchanged?: number;
};

export const proofFields = ["month", "report_id", "created", "sha256", "selection", "stored_report_id", "kind", "level", "period", "units"] as const;

/** A Proof tells where figures come from; in short it is the fields that are always there. */
export type Proof = Partial<Record<(typeof proofFields)[number], string>> & {
  rows?: number;
  skipped?: number;
  left_out?: number;
  merged: string[];
  control: { status: string; why?: string; sums: number; differing: number; differences: string[] };
};

/** Without are lines of a report without a price, and why. */
export type Without = { lines: number; items: { what: string; why: string }[]; more: number };

/** Money is what there is to say of charges, beside their amounts. */
export type Money = {
  complete: boolean;
  shows: "charge" | "cost" | "margin";
  unpriced: Without;
  withoutCost: Without;
  zero: number; // lines with the price 0
  unchanged: number;
  facts: [string, string | undefined][];
};

/** Figures are the result of a tool, or several pages of it; compared ones have changes instead of values. */
export type Figures = {
  tool: "summarize_usage" | "compare_usage" | "price_usage" | "get_current_usage";
  money?: Money;
  read?: { at: string; age: string }; // of current usage, which is of no month
  compared: boolean;
  dataCentre?: string;
  subject: string;
  months: string[];
  measure: string;
  scope: string;
  selection?: string;
  warnings: string[];
  items: Row[];
  totals: Row[];
  spans: Row[];
  rest: Row[];
  total?: number; // groups of all usages
  truncated: boolean;
  cursor?: string;
  proofs: Proof[];
  missing: string[];
  monthsLeft: string[];
  unused: string[];
  cut: string[];
  totalsCut: number; // totals without room in the answer
  checks: string[];
  matched: { entry: string; count?: number; names: string[] }[];
};

/** seriesKey is the same for rows that may be drawn together: what has different units or may repeat itself is not. */
export const seriesKey = (row: Row) => JSON.stringify([row.usage, row.unit, !!row.no_infra]);

/** falling compares rows in the order of the server: the greatest value, or the greatest change, comes first. */
export const falling = (a: Row, b: Row) =>
  a.change === undefined || b.change === undefined ? compare(parse(b.value ?? "0"), parse(a.value ?? "0")) : compare(magnitude(b.change), magnitude(a.change));

/** leadOf is the number that a result is about: by it rows are drawn, and in order. */
export const leadOf = (f: Figures) => (f.money?.shows === "margin" && !f.compared ? "margin" : "value");

/** isFalling reports whether rows are in that order. */
export const isFalling = (rows: Row[]) => rows.every((row, i) => i === 0 || falling(rows[i - 1]!, row) <= 0);
