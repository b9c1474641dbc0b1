import { type Raw, headOf, isObject, rowOf, word } from "./fields";
import type { Figures, Row } from "./figures";

/** currentOf reads the result of get_current_usage: items with their quotas, in no month. */
export function currentOf(raw: Raw, items: unknown[], total?: number): Figures {
  return {
    ...headOf(raw),
    tool: "get_current_usage",
    compared: false,
    read: { at: word(raw.read_at) ?? "", age: word(raw.age) ?? "" },
    items: items.map((item, i) => itemOf(item, `Item ${i + 1}`)),
    totals: [],
    spans: [],
    rest: [],
    total,
    proofs: [],
  };
}

/** itemOf reads an item, which has no value if the data centre gave none. */
function itemOf(item: unknown, which: string): Row {
  const raw = isObject(item) ? item : {};
  const amount = (part: unknown) => (isObject(part) ? part.value : undefined);
  const { quota } = raw;
  const row = rowOf(
    {
      ...raw, usage: raw.usage || raw.offering_item, unit: raw.unit || "unknown", quota: amount(quota), over_quota: amount(raw.over_quota), over_allowed: amount(raw.over_allowed),
      quota_percent: isObject(quota) ? quota.percent : undefined,
    },
    which,
    [],
  );
  const since = word(raw.since)?.slice(0, 10);
  const notes = [row.value === undefined && "the data centre gave no value", raw.switched_off === true && "switched off", since && `since ${since}`].filter(Boolean) as string[];
  return notes.length ? { ...row, why: notes } : row;
}
