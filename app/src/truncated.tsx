import { useState } from "preact/hooks";
import type { Figures } from "./figures";
import type { Series } from "./series";
import type { Numbers } from "./units";
import { listed, monthOf, nameOf, whatOf } from "./words";

type Props = { figures: Figures; series: Series[]; numbers: Numbers; more?: () => Promise<string | undefined> };

/** Truncated is the foot of what isn't shown whole, with the next page. Its button stays, so that focus has a place. */
export function Truncated({ figures: f, series, numbers, more }: Props) {
  const [state, setState] = useState({ busy: false, asked: false, note: "" });
  const total = f.total ?? f.items.length;
  const without = f.read ? [] : series.filter(({ totals, lacking }) => !totals.length || lacking.length).map(({ usage, lacking }) => nameOf(usage) + (lacking.length ? ` for ${listed(lacking.map((month) => monthOf(month)))}` : ""));
  const open = f.items.length < total;
  if (!open && !without.length && !state.asked) return null;
  const get = async () => {
    if (state.busy || !open) return;
    setState({ busy: true, asked: true, note: "" });
    setState({ busy: false, asked: true, note: (await more!()) ?? "" });
  };
  const what = whatOf(f)[1];
  return (
    <section class="truncated">
      <p role="status">
        {numbers.count(f.items.length)} of {numbers.count(total)} {what} are shown{f.money ? "" : ", over all usages"}.{" "}
        {f.read ? "" : without.length ? `Totals hold all ${what}; this answer has no total of ${listed(without)}.` : "Totals hold all of them."}
        {state.note && <span class="problem">{state.note}</span>}
      </p>
      {!open && !state.asked ? null : more && (f.cursor || state.asked) ? (
        <button type="button" onClick={get} aria-disabled={state.busy || !open}>
          {state.busy ? "Loading…" : open ? "Show more" : "All are shown"}
        </button>
      ) : (
        <p>Ask the assistant for the next page.</p>
      )}
    </section>
  );
}
