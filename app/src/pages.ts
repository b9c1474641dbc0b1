import { difference, isZero, sum } from "./decimal";
import { type Figures, type Row, added, falling, ids, isFalling, keys, numbers, seriesKey } from "./figures";

/** Pages are the pages of one answer that have come, and the cursors that led to one. */
export type Pages = { all: Figures[]; followed: string[] };

/** add adds a page in whatever order they come; one that is there already changes nothing. */
export function add({ all, followed }: Pages, page: Figures, cursor?: string): Pages {
  const there = all.some((other) => rowsOf(other) === rowsOf(page));
  const now = there ? all : [...all, page];
  // A page that is there already says nothing about the one that was asked for, unless another is still to come.
  const useless = there && next({ all, followed: [...followed, cursor ?? ""] }) === undefined;
  return { all: now, followed: cursor && !useless ? [...followed, cursor] : followed };
}

/** next is the cursor of a page that hasn't come. */
export const next = ({ all, followed }: Pages) =>
  all.map((page) => page.cursor).find((cursor) => cursor !== undefined && !followed.includes(cursor));

/** sameAnswer reports whether a result is another page of an answer. One that is whole is an answer by itself. */
export function sameAnswer({ all, followed }: Pages, page: Figures): boolean {
  if (headOf(all[0]!) !== headOf(page)) return false;
  const rows = joined({ all: [...all, page], followed }).items.length;
  return page.total === undefined || rows <= page.total;
}

const headOf = (f: Figures) =>
  JSON.stringify([
    f.tool, f.dataCentre, f.subject, f.months, f.measure, f.scope, f.selection, f.matched,
    f.proofs.map((proof) => [proof.month, proof.report_id, proof.sha256]),
    f.compared ? f.totals : f.total,
  ]);

const rowsOf = (f: Figures) => JSON.stringify(f.items);

/** identity is the same for a row that comes again. */
const identity = (row: Row) => JSON.stringify([seriesKey(row), row.not_in_rows_below, ...[...keys, ...ids, ...numbers].map((key) => row[key])]);

/** joined are the figures of all pages. Each page says what it doesn't show, so that the pages before it count for that. */
export function joined({ all, followed }: Pages): Figures {
  const [first] = all as [Figures];
  if (all.length === 1) return first;
  const items = new Map<string, Row>();
  for (const page of all) for (const row of page.items) if (!items.has(identity(row))) items.set(identity(row), row);
  const bySum = Map.groupBy(items, ([, row]) => sumKey(row));
  const rest = all.flatMap((page) => {
    const own = new Set(page.items.map(identity));
    return page.rest.map((rest) => less(rest, (bySum.get(sumKey(rest)) ?? []).flatMap(([id, row]) => (own.has(id) ? [] : [row]))));
  });
  return {
    ...first,
    items: inOrder(all, [...items.values()]),
    warnings: all.flatMap((page) => page.warnings),
    totals: unique(all.flatMap((page) => page.totals)),
    spans: unique(all.flatMap((page) => page.spans)),
    rest: unique(rest).filter((row) => added.some((key) => row[key] && !isZero(row[key]))),
    cursor: next({ all, followed }),
  };
}

/** inOrder puts the rows of each usage into the order of its pages, where it is that of their numbers. */
function inOrder(all: Figures[], items: Row[]): Row[] {
  const groups = [...Map.groupBy(items, seriesKey).values()];
  const sorted = all.every((page) => [...Map.groupBy(page.items, seriesKey).values()].every((rows) => isFalling(rows)));
  return groups.flatMap((rows) => (sorted ? rows.toSorted(falling) : rows));
}

const sumKey = (row: Row) => seriesKey(row) + row.month;

/** unique leaves one total of each usage and month. */
const unique = (totals: Row[]) => [...Map.groupBy(totals, sumKey).values()].map(([first]) => first!);

/** less is what remains of the rest of a page without rows that other pages show. */
function less(rest: Row, shown: Row[]): Row {
  const { percent: _, reading: __, ...left } = rest;
  for (const key of added) {
    const some = shown.flatMap((row) => row[key] ?? []);
    if (some.length) left[key] = difference(left[key] ?? "0", sum(some));
  }
  return left;
}
