import { type Raw, count, headOf, isObject, objects, proofOf, rowOf, word, words } from "./fields";
import type { Figures, Row, Without } from "./figures";

/** chargesOf reads the result of price_usage: amounts of money in place of usage, one series for each currency. */
export function chargesOf(raw: Raw, items: unknown[]): Figures {
  const compared = items.concat(raw.totals).some((item) => isObject(item) && item.change !== undefined);
  const proof = isObject(raw.proof) ? raw.proof : {};
  const all = items.concat(raw.totals).filter(isObject);
  const shows = all.some((item) => item.margin !== undefined) ? "margin" : all.some((item) => item.charge !== undefined || compared) ? "charge" : "cost";
  const complete = raw.complete === true;
  const label = (shows === "cost" ? "Cost" : "Charge") + (complete ? "" : ", not complete");
  const inParts = !compared && shows !== "cost" && all.some(hasParts);
  const read = (item: unknown, which: string) => charge(inParts && isObject(item) && !hasParts(item) ? { ...item, usage_charge: item.charge } : item, which, compared);
  return {
    ...headOf(raw),
    tool: "price_usage",
    compared,
    items: items.map((item, i) => read(item, `Row ${i + 1}`)),
    totals: objects(raw.totals).map((total) => ({ ...read(total, "A total"), label, month: word(total.of_month) })),
    spans: [],
    rest: [],
    total: count(raw.total),
    proofs: objects(proof.reports).map(proofOf),
    money: {
      complete,
      shows,
      unpriced: withoutOf(raw.unpriced),
      withoutCost: withoutOf(raw.without_cost),
      zero: count(raw.zero_priced) ?? 0,
      unchanged: count(raw.unchanged) ?? 0,
      facts: [
        ["Price list", word(proof.price_list)], ["SHA-256 of the list", word(proof.price_list_sha256)], ["Costs from", word(proof.cost_list)], ["Rounding", word(proof.rounding)],
        ...objects(raw.commitment).map((one): [string, string] => ["Commitment", `${word(one.month)}: ${word(one.amount)} ${word(one.currency)}, cost ${word(one.cost)}, short by ${word(one.short_by)}`]),
      ],
    },
  };
}

/** hasParts reports whether a charge says what it is made of. One that doesn't is for usage alone. */
const hasParts = (item: Raw) => [item.usage_charge, item.discount, item.minimum_top_up, item.fees].some((part) => part !== undefined);

/** withoutOf are lines of the report that a list has no price for. */
function withoutOf(value: unknown): Without {
  const raw = isObject(value) ? value : {};
  return {
    lines: count(raw.lines) ?? 0,
    items: objects(raw.items).map((item) => ({
      what: [word(item.label) ?? word(item.usage), word(item.reading), words(item.customers).join(", ")].filter(Boolean).join("; "),
      why: word(item.why) ?? "",
    })),
    more: count(raw.more) ?? 0,
  };
}

/** charge reads an item as a row: its amount is the value, its currency the unit. */
function charge(item: unknown, which: string, compared: boolean): Row {
  const raw = isObject(item) ? item : {};
  const row = { ...raw, usage: "charge", unit: raw.currency, value: raw.charge ?? raw.cost, label: raw.label ?? raw.usage ?? "Charge" };
  const read = rowOf(compared ? { before: "0", after: "0", ...row } : row, which, compared ? ["change"] : ["value"]);
  const kind = word(raw.kind);
  if (kind) read.tenant ??= kind === "account" ? `${read.account ?? ""}, as a whole` : `${read.account ?? ""}, ${kind}`;
  if (raw.usage !== undefined) read.offering_item ??= word(raw.usage);
  const notes = [kind !== "account" && typeof raw.tenant === "string" && kind, computed(raw), count(raw.lines_without_cost) && `${count(raw.lines_without_cost)} without a cost`, causes(raw.due_to)].filter(Boolean) as string[];
  return notes.length ? { ...read, why: notes } : read;
}

/** computed says how the amount of a line came about. */
function computed({ quantity, unit, unit_price, per }: Raw): string {
  if (word(unit_price) === undefined) return [word(quantity), word(unit)].filter(Boolean).join(" ");
  const what = word(per) ?? word(unit);
  return [word(quantity), [word(unit_price), what && `per ${what}`].filter(Boolean).join(" ")].filter(Boolean).join(" × ");
}

/** causes say why an amount changed. */
const causes = (due: unknown) => (isObject(due) ? Object.entries(due).flatMap(([name, amount]) => (word(amount) ? `${name} ${amount}` : [])).join(", ") : "");
