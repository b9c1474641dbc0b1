import { compare, isZero, parse } from "./decimal";
import { type Figures, type Key, type Row, type amounts, keys, parts } from "./figures";
import { type Series, type Sort, trialChange } from "./series";
import { type Numbers, type Unit } from "./units";
import { type Title, monthOf, nameOf, valueOf } from "./words";

type Words = (row: Row) => string | undefined;

/** A Column is one of words, or of numbers: then it has the number to sort by, which may be an exact amount. */
export type Column = { key: string; name: string; words: Words; small?: Words; number?: Words; exact?: boolean };

const names: Record<Key, string> = {
  tenant: "Tenant", account: "Invoice to", month: "Month", day: "Day", offering_item: "Item", application: "Application", edition: "Edition", infra: "Storage",
  backend: "Backend", owner: "Owner", sku: "SKU",
};

const kinds: Record<string, string> = { vendor: "the vendor", own: "own", reseller: "a reseller", above: "a tenant above", unknown: "unknown" };

/** wordsOf is what a row is for a key, by names. */
export function wordsOf(row: Row, key: Key): string | undefined {
  switch (key) {
    case "tenant":
      return row.not_in_rows_below ? [row.tenant, "not in the rows below"].filter(Boolean).join(", ") : row.tenant;
    case "month":
      return row.month && monthOf(row.month);
    case "offering_item":
      return row.offering_item && (row.label ?? row.offering_item);
  }
  return row[key];
}

/** whereOf tells tenants of one name apart, as far as words can. */
export const whereOf = (row: Row) => [row.internal_tag && `tag ${row.internal_tag}`, row.parent && `below ${row.parent}`].filter(Boolean).join(", ");

/** sharedOf finds the rows whose names need an id, and those of tenants that need more than a name, because several have it. */
function sharedOf(rows: Row[]) {
  const named = ["tenant", "infra", "application"] as const;
  const ids = new Map<string, Set<string>>(); // of each name, and of each name with where it is
  const note = (name: string, id = "") => ids.set(name, (ids.get(name) ?? new Set()).add(id));
  for (const row of rows) {
    for (const key of named) if (row[key]) note(key + row[key], row[`${key}_id`]);
    if (row.tenant) note(placeOf(row), row.tenant_id);
  }
  const several = (name: string) => (ids.get(name)?.size ?? 0) > 1;
  // In short only the names that several tenants have come with an id.
  const short = rows.some((row) => row.tenant && !row.tenant_id);
  const shared = (row: Row, key: (typeof named)[number]) =>
    several(key + row[key]) || (key === "tenant" && (whereOf(row) !== "" || (short && row.tenant_id !== undefined)));
  return { shared, needsID: (row: Row, key: (typeof named)[number]) => key !== "tenant" || !whereOf(row) || several(placeOf(row)) };
}

const placeOf = (row: Row) => `place ${row.tenant}\n${whereOf(row)}`;

type Keyed = { all: Column[]; names: Column[]; note?: Column; common: [string, string][] };

/** keyColumns are what rows are about, and a note on them; a column that says the same of all of them is in common. */
export function keyColumns({ rows }: Series): Keyed {
  const { shared, needsID } = sharedOf(rows);
  const small = (key: Key) => (row: Row) => {
    if (key === "offering_item") return row.label && row.offering_item;
    if (key === "owner") return row.owner_kind && (kinds[row.owner_kind] ?? row.owner_kind);
    if ((key !== "tenant" && key !== "infra" && key !== "application") || !shared(row, key)) return undefined;
    const id = needsID(row, key) ? row[`${key}_id`]?.replace(/^(.{8}).+$/, "$1…") : undefined;
    return [key === "tenant" && whereOf(row), id].filter(Boolean).join(", ");
  };
  const why: Column = { key: "why", name: "Note", words: (row) => row.why?.join("; ") };
  const filled = [...keys.map((key): Column => ({ key, name: names[key], words: (row) => wordsOf(row, key), small: small(key) })), why].filter(({ words }) => rows.some(words));
  const text = ({ words, small }: Column, row: Row) => [words(row), small?.(row)].filter(Boolean).join(", ");
  const same = filled.filter((column) => rows.length > 1 && rows.every((row) => text(column, row) === text(column, rows[0]!)));
  const left = filled.filter((column) => !same.includes(column));
  const keyed = left.filter((column) => column !== why);
  return {
    all: filled,
    names: keyed.length ? keyed : [{ key: "usage", name: "Usage", words: nameOf }],
    note: left.includes(why) ? why : undefined,
    common: same.map((column) => [column.name, text(column, rows[0]!)]),
  };
}

export const partNames = { usage_charge: "For usage", discount: "Discount", minimum_top_up: "Minimum top-up", fees: "Fees", cost: "Cost", margin: "Margin" };

/** numberColumns are the numbers that rows have. */
export function numberColumns(f: Figures, { usage, rows, totals }: Series, title: Title, unit: Unit, numbers: Numbers): Column[] {
  const some = [...rows, ...totals];
  const column = (key: (typeof amounts)[number], name: string, signed = false): Column => ({
    key, name, words: (row) => row[key] && numbers.format(row[key], unit, signed), number: (row) => row[key], exact: true,
  });
  const moneyColumns = (): Column[] => [
    ...parts.filter((part) => part !== f.money?.shows || part === "margin").map((part) => column(part, partNames[part])),
    { key: "margin_percent", name: "Margin in percent", words: (row) => row.margin_percent && numbers.percent(row.margin_percent, row.margin ?? "0", false), number: (row) => row.margin_percent },
  ];
  const quotaColumns = (): Column[] => [
    column("quota", "Quota"),
    { key: "quota_percent", name: "Percent of quota", words: (row) => row.quota_percent && numbers.percent(row.quota_percent, row.value ?? "0", false), number: (row) => row.quota_percent },
    column("over_quota", "Over quota"), column("over_allowed", "Over quota and overage"),
  ];
  const [before, after] = f.months.length === 2 ? f.months.map((month) => monthOf(month)) : ["Before", "After"];
  const all: Column[] = f.compared
    ? [
        column("before", before!, title.signed), column("after", after!, title.signed), column("change", "Change", true),
        { key: "percent", name: "Percent", words: (row) => percentOf(row, numbers), number: percentNumber },
        { key: "trial", name: title.trial, words: (row) => trialOf(row, unit, numbers), number: trialChange },
      ]
    : [column("value", valueOf(usage, title), title.signed), column("trial", title.trial, title.signed), ...moneyColumns(), ...quotaColumns()];
  return all.filter(({ words }) => some.some(words));
}

const has = (number?: string) => number !== undefined && !isZero(number);
const isNew = (row: Row) => !has(row.before) && has(row.after);
const isGone = (row: Row) => has(row.before) && !has(row.after);

function percentOf(row: Row, numbers: Numbers): string | undefined {
  if (isNew(row)) return "new";
  if (isGone(row)) return "gone";
  return row.percent && numbers.percent(row.percent, row.change ?? "0");
}

/** percentNumber sorts what is new as the greatest growth. */
const percentNumber = (row: Row) => (isNew(row) ? "9".repeat(60) : isGone(row) ? "-100" : row.percent);

/** trialOf is how what is on trial changed, in one cell. */
export function trialOf(row: Row, unit: Unit, numbers: Numbers): string | undefined {
  const change = trialChange(row);
  if (change === undefined) return undefined;
  return `${numbers.format(row.trial_before ?? "0", unit)} → ${numbers.format(row.trial_after ?? "0", unit)} (${numbers.format(change, unit, true)})`;
}

/** inOrder sorts rows; rows without the number come last. */
export function inOrder(rows: Row[], columns: Column[], numbers: Numbers, sort?: Sort): Row[] {
  const column = columns.find((column) => column.key === sort?.key);
  if (!column) return rows;
  const sign = sort!.down ? -1 : 1;
  const time = column.key === "month" || column.key === "day" ? column.key : undefined;
  const alphabet = new Intl.Collator(numbers.locale, { numeric: true });
  const keyed = rows.map((row) => ({ row, number: column.number?.(row), word: (time ? row[time] : column.words(row)) ?? "" }));
  const parsed = keyed.map((one) => ({ ...one, decimal: one.number === undefined ? undefined : parse(one.number) }));
  return parsed
    .sort((a, b) => {
      if (!column.number) return sign * (time ? a.word.localeCompare(b.word) : alphabet.compare(a.word, b.word));
      return a.decimal && b.decimal ? sign * compare(a.decimal, b.decimal) : Number(!a.decimal) - Number(!b.decimal);
    })
    .map(({ row }) => row);
}

const texts = new WeakMap<Row, string>();

/** textOf is what a filter looks through. */
function textOf(row: Row): string {
  let text = texts.get(row);
  if (text === undefined) {
    text = [...keys.flatMap((key) => [row[key], wordsOf(row, key)]), row.internal_tag, row.parent, row.tenant_id, ...(row.why ?? [])].filter(Boolean).join("\n").toLowerCase();
    texts.set(row, text);
  }
  return text;
}

/** matches finds rows that have all words of a filter. */
export function matches(filter: string): (row: Row) => boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => words.every((word) => textOf(row).includes(word));
}
