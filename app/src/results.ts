import { chargesOf } from "./charges";
import { currentOf } from "./current";
import { Problem, type Raw, count, headOf, isObject, objects, proofOf, rowOf } from "./fields";
import { type Figures, type Row, falling, isFalling } from "./figures";
import type { Answer } from "./host";

/** read returns the figures of a result, from structured content or the same in text. */
export function read({ text, structured, isError }: Answer): Figures | Problem {
  if (isError) return new Problem(text);
  try {
    return figuresOf(structured ?? JSON.parse(text));
  } catch (e) {
    return e instanceof Problem ? e : new Problem("The answer holds no figures that this page can show.");
  }
}

function figuresOf(raw: unknown): Figures {
  if (!isObject(raw) || !Array.isArray(raw.items)) throw new Problem("The answer holds no figures that this page can show.");
  if (typeof raw.complete === "boolean") return chargesOf(raw, raw.items);
  if (typeof raw.read_at === "string") return currentOf(raw, raw.items, count(raw.total));
  const compared = isObject(raw.before) && isObject(raw.after);
  if (!compared && !Array.isArray(raw.proof)) throw new Problem("The answer holds no figures that this page can show.");
  return {
    ...headOf(raw),
    tool: compared ? "compare_usage" : "summarize_usage",
    compared,
    ...(compared ? changes(raw.items) : sums(raw)),
    proofs: (compared ? [raw.before, raw.after] : objects(raw.proof)).map((proof) => proofOf(proof as Raw)),
  };
}

/** sums are the rows of summarize_usage. */
function sums(raw: Raw) {
  return {
    items: (raw.items as unknown[]).map((row, i) => rowOf(row, `Row ${i + 1}`, ["value"])),
    totals: objects(raw.totals).map((row) => rowOf(row, "A total", ["value"])),
    spans: objects(raw.span_totals).map((row) => rowOf(row, "A total", ["value"])),
    rest: objects(raw.rest).map((row) => rowOf(row, "The sum of the other groups", ["value"])),
    total: count(raw.total),
  };
}

/** together puts what had nothing before among the other changes, if all are in the order of their amounts. */
const together = (changes: Row[], fromZero: Row[]) => {
  const all = [...changes, ...fromZero];
  return isFalling(changes) && isFalling(fromZero) ? all.toSorted(falling) : all;
};

/** changes are the rows of compare_usage, which has them by usage. */
function changes(items: unknown[]) {
  const needed = ["before", "after", "change"] as const;
  const all = items.map((item) => {
    const total = rowOf(item, "The total of a usage", needed);
    const { usage, label, no_infra, class: kind, class_inferred, unit, changed = 0 } = total;
    const own = { usage, label, no_infra, class: kind, class_inferred, unit };
    const raw = item as Raw;
    const rows = (list: unknown) =>
      (Array.isArray(list) ? list : []).map((row, i) => rowOf({ ...own, ...(isObject(row) ? row : {}) }, `Change ${i + 1} of ${label ?? usage}`, needed));
    return {
      items: together(rows(raw.changes), rows(raw.from_zero)),
      total: { ...total, groups: changed },
      rest: isObject(raw.rest) ? rows([raw.rest]) : [],
      changed,
    };
  });
  return {
    items: all.flatMap((one) => one.items),
    totals: all.map((one) => one.total),
    spans: [],
    rest: all.flatMap((one) => one.rest),
    total: all.reduce((sum, one) => sum + one.changed, 0),
  };
}

