import { isDecimal } from "./decimal";
import { type Proof, type Row, numbers, proofFields, texts } from "./figures";

/** A Problem is why there are no figures, in words for a user. */
export class Problem extends Error {}

export type Raw = Record<string, unknown>;

export const isObject = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);
export const objects = (value: unknown) => (Array.isArray(value) ? value.filter(isObject) : []);
export const word = (value: unknown) => (typeof value === "string" && value !== "" ? visible(value) : undefined);
export const words = (value: unknown) => (Array.isArray(value) ? value.flatMap((one) => word(one) ?? []) : []);
export const count = (value: unknown) => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined);

/** headOf is what all results say of themselves, or what is missing from them. */
export function headOf(raw: Raw) {
  return {
    dataCentre: word(raw.data_centre),
    subject: word(raw.subject) ?? "",
    months: words(raw.months),
    measure: word(raw.measure) ?? "",
    scope: word(raw.scope) ?? "",
    selection: word(raw.selection),
    warnings: words(raw.warnings),
    truncated: raw.truncated === true,
    cursor: word(raw.next_cursor),
    missing: isObject(raw.missing) ? words(raw.missing.months) : [],
    monthsLeft: words(raw.months_left),
    unused: words(raw.unused),
    cut: words(raw.cut),
    totalsCut: count(raw.totals_cut) ?? 0,
    checks: words(raw.checks),
    matched: objects(raw.matched).map((m) => ({ entry: word(m.entry) ?? "", count: count(m.count), names: words(m.names) })),
  };
}

/** rowOf reads a row; it must have the needed numbers. What the page doesn't know is left out. */
export function rowOf(raw: unknown, which: string, needed: readonly (typeof numbers)[number][]): Row {
  if (!isObject(raw) || !word(raw.usage) || !word(raw.unit)) throw new Problem(`${which} of the answer has no usage or no unit. These figures are not shown.`);
  const row: Row = { usage: word(raw.usage)!, unit: word(raw.unit)! };
  for (const key of texts) {
    if (raw[key] != null && typeof raw[key] !== "string") throw new Problem(`${which} of the answer has no readable ${key.replaceAll("_", " ")}. These figures are not shown.`);
    row[key] = word(raw[key]);
  }
  for (const key of numbers) {
    const missing = raw[key] == null;
    if (missing ? needed.includes(key) : !isDecimal(raw[key])) {
      throw new Problem(`${which} of the answer has no readable ${key.replaceAll("_", " ")}${missing ? "" : `: ${visible(JSON.stringify(raw[key])).slice(0, 40)} is not a number`}. These figures are not shown.`);
    }
    if (!missing) row[key] = raw[key] as string;
  }
  for (const key of ["no_infra", "not_in_rows_below", "class_inferred", "gone"] as const) if (raw[key] === true) row[key] = true;
  for (const key of ["groups", "changed", "unchanged"] as const) row[key] = count(raw[key]);
  row.why = words(raw.why);
  return row;
}

/** proofOf reads where figures come from. */
export function proofOf(raw: Raw): Proof {
  const control = isObject(raw.control) ? raw.control : {};
  return {
    ...Object.fromEntries(proofFields.map((key) => [key, word(raw[key])])),
    rows: count(raw.rows),
    skipped: count(raw.skipped),
    left_out: count(raw.left_out),
    merged: words(raw.merged),
    control: {
      status: word(control.status) ?? "",
      why: word(control.why),
      sums: count(control.sums) ?? 0,
      differing: count(control.differing) ?? 0,
      differences: words(control.differences),
    },
  };
}

/**
 * visible spells out what can't be seen in words or turns them around, as the server does in all that it says:
 * what a host passes on may have gone through other hands.
 */
export const visible = (words: string) =>
  words.replace(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, (c) => {
    const hex = c.codePointAt(0)!.toString(16);
    return hex.length > 4 ? "\\U" + hex.padStart(8, "0") : "\\u" + hex.padStart(4, "0");
  });
