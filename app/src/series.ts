import { compare, difference, parse, sum } from "./decimal";
import { type Figures, type Row, added, ids, isFalling, keys, seriesKey } from "./figures";

/** A Series is one usage, all in one unit, and what the answer holds of it. */
export type Series = {
  key: string;
  usage: Row; // for its names and its unit
  rows: Row[];
  totals: Row[]; // one of each month
  lacking: string[]; // months whose total the server left out for size
  partial?: boolean; // totals are of the rows shown, not of all
  spans: Row[];
  rest: Row[];
  groups?: number; // that there are, shown or not
};

/** seriesOf are the usages of an answer; those with rows come first, and in their order: it is by weight. */
export function seriesOf(f: Figures): Series[] {
  const all = new Map<string, Series>();
  const of = (row: Row) => {
    const key = seriesKey(row);
    if (!all.has(key)) all.set(key, { key, usage: row, rows: [], totals: [], lacking: [], spans: [], rest: [] });
    return all.get(key)!;
  };
  for (const row of f.items) of(row).rows.push(row);
  for (const list of ["totals", "spans", "rest"] as const) for (const row of f[list]) of(row)[list].push(row);
  return [...all.values()].map((series) => finished(f, series, all.size === 1)).filter((series) => series.rows.length || series.totals.length);
}

function finished(f: Figures, series: Series, alone: boolean): Series {
  const complete = !f.truncated || f.items.length === f.total;
  const totals = [...series.totals, ...(f.read ? currentTotal(series.rows) : onlyRows(f, series))].sort((a, b) => (a.month ?? "").localeCompare(b.month ?? ""));
  const lacking = f.totalsCut && f.months.length > 1 && totals.length ? f.months.filter((month) => !totals.some((total) => total.month === month)) : [];
  const groups = totals.every((total) => total.groups !== undefined) && totals.length && !lacking.length && !f.read ? totals.reduce((sum, total) => sum + total.groups!, 0) : undefined;
  return { ...series, usage: usageOf(series), rows: inTime(series.rows), totals, lacking, partial: !!f.read && !complete, groups: groups ?? (alone ? f.total : undefined) ?? (complete ? series.rows.length : undefined) };
}

/** usageOf names a usage: a total has the name in all editions; rows of several editions have other ones. */
function usageOf({ usage, rows, totals }: Series): Row {
  const { label, class: kind, class_inferred, reading } = totals[0] ?? usage;
  const item = rows.length && rows.every((row) => row.offering_item === rows[0]!.offering_item) ? rows[0]! : undefined;
  return {
    usage: usage.usage, unit: usage.unit, no_infra: usage.no_infra, class: kind, class_inferred, reading: reading ?? usage.reading,
    offering_item: item?.offering_item,
    label: totals[0] || item ? label : commonLabel(rows),
  };
}

/** commonLabel is the name of items in all editions. */
function commonLabel(rows: Row[]): string | undefined {
  const [name, ...others] = new Set(rows.map((row) => row.label?.replace(/, (per .*|solution-based)$/, "")));
  return others.length ? undefined : name;
}

/** onlyRows are the rows that stand for totals: the server leaves out one that its only group equals. */
function onlyRows(f: Figures, { rows, totals }: Series): Row[] {
  if (f.compared || f.money || f.totalsCut) return [];
  const months = new Set(rows.map((row) => row.month));
  return [...months].flatMap((month) => {
    const own = rows.filter((row) => row.month === month);
    return own.length === 1 && !totals.some((total) => total.month === month) ? [{ ...own[0]!, groups: 1 }] : [];
  });
}

/** currentTotal is what the items of a usage add up to now. There is none if one has no value. */
function currentTotal(rows: Row[]): Row[] {
  if (rows.some((row) => row.value === undefined)) return [];
  return rows.length === 1 ? [{ ...rows[0]!, groups: 1 }] : sumsOf(rows).map((sum) => ({ ...sum, groups: rows.length, label: commonLabel(rows) }));
}

/** inTime puts the months and days of each group in their own order. */
function inTime(rows: Row[]): Row[] {
  const time = (row: Row) => (row.month ?? "") + (row.day ?? "");
  if (new Set(rows.map(time)).size < 2) return rows;
  const group = (row: Row) => JSON.stringify([row.not_in_rows_below, ...[...keys, ...ids].map((key) => (key === "month" || key === "day" ? "" : row[key]))]);
  const groups = Map.groupBy(rows, group);
  return [...groups.values()].flatMap((rows) => rows.toSorted((a, b) => time(a).localeCompare(time(b))));
}

export type Sort = { key: string; down: boolean };

/** orderOf is the order that rows came in, as far as it can be seen. */
export function orderOf(rows: Row[], lead: "value" | "margin" = "value"): Sort | undefined {
  if (rows.length < 2) return undefined;
  for (const key of ["month", "day"] as const) {
    if (new Set(rows.map((row) => row[key])).size === rows.length) return { key, down: false };
  }
  if (lead === "margin") return rows.every((row, i) => i === 0 || compare(parse(rows[i - 1]!.margin ?? "0"), parse(row.margin ?? "0")) <= 0) ? { key: lead, down: false } : undefined;
  const key = rows[0]!.change === undefined ? "value" : "change";
  return isFalling(rows) ? { key, down: true } : undefined;
}

/** addsUp reports whether the numbers of rows have a sum: the greatest of any day and readings of several days have none. */
export const addsUp = (f: Figures, rows: Row[]) =>
  !/^(peak|average)/.test(f.measure) && (/^change/.test(f.measure) || new Set(rows.map((row) => row.day)).size < 2);

/** sumsOf adds rows up, for each month by itself. */
export function sumsOf(rows: Row[]): Row[] {
  return [...Map.groupBy(rows, (row) => row.month)].map(([month, rows]) => {
    const all: Row = { usage: rows[0]!.usage, unit: rows[0]!.unit, month };
    for (const key of added) {
      const some = rows.flatMap((row) => row[key] ?? []);
      if (some.length) all[key] = sum(some);
    }
    return all;
  });
}

/** trialChange is how what is on trial changed. */
export const trialChange = (row: Row) =>
  row.trial_before === undefined && row.trial_after === undefined ? undefined : difference(row.trial_after ?? "0", row.trial_before ?? "0");
