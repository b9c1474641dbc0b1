import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Column, partNames } from "./columns";
import { type Row, ids, numbers as amounts } from "./figures";
import type { Numbers } from "./units";

const heads: Record<string, string> = {
  value: "Value", trial: "On trial, not billable", before: "Before", after: "After", change: "Change", percent: "Percent",
  quota: "Quota", quota_percent: "Percent of quota", over_quota: "Over quota", over_allowed: "Over quota and overage",
  trial_before: "On trial before, not billable", trial_after: "On trial after, not billable", ...partNames,
};

/** harmless keeps a spreadsheet from taking a name for a formula, as in the sheets of export_usage. */
const harmless = (name: string) => name.replace(/\s+/g, " ").replace(/^(?=[\s"]*[=+\-@＝＋－＠])/u, "'");

/** sheetOf are rows with exact values, for a spreadsheet: cells between tabs. */
export function sheetOf(rows: Row[], names: Column[], value: string, numbers: Numbers): string {
  const key = (row: Row, name: string) => row[name as keyof Row] as string | undefined;
  const known = (ids as readonly string[]).concat("internal_tag", "parent").filter((id) => rows.some((row) => key(row, id)));
  const sums = amounts.filter((amount) => rows.some((row) => row[amount]));
  const small = names.map(({ small }) => (small && rows.some((row) => small(row)) ? small : undefined));
  const head = [
    "Usage", ...names.flatMap(({ name }, i) => (small[i] && name !== "Tenant" ? [name, `${name}, more`] : [name])), ...known.map((id) => id.replaceAll("_", " ")),
    ...sums.map((amount) => (amount === "value" ? value : heads[amount]!)), "Unit",
  ];
  const lines = rows.map((row) => [
    harmless(row.usage), ...names.flatMap(({ words, name }, i) => [words(row), ...(small[i] && name !== "Tenant" ? [small[i](row)] : [])]).map((name) => harmless(name ?? "")),
    ...known.map((id) => harmless(key(row, id) ?? "")), ...sums.map((amount) => row[amount] && numbers.exact(row[amount])), row.unit,
  ]);
  return [head, ...lines].map((cells) => cells.join("\t")).join("\r\n");
}

/** Copy copies a table, or where the host forbids it, shows what to copy. */
export function Copy({ sheet, rows, numbers }: { sheet: () => string; rows: number; numbers: Numbers }) {
  const [done, setDone] = useState("");
  const [shown, setShown] = useState("");
  const copy = async () => {
    const text = sheet();
    const ok = byEvent(text) || (await byPermission(text));
    setDone(ok ? `${numbers.count(rows)} ${rows === 1 ? "row" : "rows"} copied, with exact values.` : "This app lets no page copy by itself. Copy the marked text.");
    setShown(ok ? "" : text);
  };
  return (
    <>
      <button type="button" class="small" onClick={copy}>
        Copy as a table
      </button>
      <span class="note" role="status">
        {done}
      </span>
      {shown && <ToCopy text={shown} />}
    </>
  );
}

/** byEvent copies in the old way, which needs no permission. */
function byEvent(text: string): boolean {
  const set = (e: ClipboardEvent) => {
    e.clipboardData!.setData("text/plain", text);
    e.preventDefault();
  };
  document.addEventListener("copy", set);
  const ok = document.execCommand("copy");
  document.removeEventListener("copy", set);
  return ok;
}

/** byPermission copies where the host permits it, which few do for frames. */
async function byPermission(text: string): Promise<boolean> {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature: (name: string) => boolean } };
  if (featurePolicy && !featurePolicy.allowsFeature("clipboard-write")) return false; // asking is logged as an error
  return navigator.clipboard?.writeText(text).then(() => true, () => false) ?? false;
}

function ToCopy({ text }: { text: string }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => area.current!.select(), [text]);
  return <textarea ref={area} class="sheet" readOnly rows={4} aria-label="The table, to copy" value={text} />;
}
