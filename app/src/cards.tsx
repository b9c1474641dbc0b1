import { useState } from "preact/hooks";
import "./cards.css";
import { isZero } from "./decimal";
import type { Row } from "./figures";
import { type Series, trialChange } from "./series";
import { breakable } from "./table";
import { type Numbers, named, unitsOf } from "./units";
import { type Title, classOf, monthOf, nameOf } from "./words";

/** most usages are offered at first. The rest, of little weight, would push the figures out of sight. */
const most = 8;

type Props = { all: Series[]; chosen: Series; title: Title; numbers: Numbers; choose: (s: Series) => void; months?: string[]; money?: boolean; now?: boolean };

/** Cards chooses which usage is drawn: different ones have no common sum and no common axis. */
export function Cards({ all, chosen, title, numbers, choose, months = [], money, now }: Props) {
  const [open, setOpen] = useState(false);
  const last = [...new Set(all.flatMap(({ totals, lacking }) => [...lacking, ...totals.flatMap(({ month }) => month ?? [])]))].sort().at(-1) ?? "";
  const units = all.map((series) => unitsOf(series.usage, series.totals)[0]!);
  const amount = (row: Row, i: number) => numbers.format(row.value ?? row.after ?? "0", units[i]!, title.signed);
  const longest = Math.max(...all.map(({ totals }, i) => (totals.length ? amount(totals.at(-1)!, i).length : 0)));
  return (
    <div>
      <fieldset class="series" style={{ "--digits": longest }}>
        <legend>{money ? "Total" : `${title.title}: ${now ? "" : "total of "}each usage`}</legend>
        {all.map((series, i) => {
          const { key, usage } = series;
          const total = series.lacking.includes(last) ? undefined : series.totals.at(-1);
          const unit = units[i]!;
          return open || i < most || key === chosen.key ? (
            <label key={key}>
              <input type="radio" name="series" checked={key === chosen.key} onChange={() => choose(series)} />
              <span>{breakable(nameOf(usage))}</span>
              {!money && <small>{breakable(usage.offering_item ?? usage.usage)}</small>}
              {usage.class && <small class="class">{classOf(usage)}</small>}
              {series.rows.some((row) => row.over_quota) && <small class="class">over quota</small>}
              {total ? <Total {...{ total, unit, title, numbers, month: total.month ?? months[1], before: months[0] }} amount={amount(total, i)} /> : <span class="class">{now ? "no sum" : `no total ${series.lacking.length ? `of ${monthOf(last)} ` : ""}in this answer`}</span>}
              {total && series.partial && <small class="class">of the items shown</small>}
            </label>
          ) : null;
        })}
      </fieldset>
      {all.length > most && (
        <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Fewer usages" : `All ${numbers.count(all.length)} usages`}
        </button>
      )}
    </div>
  );
}

type TotalProps = { total: Row; amount: string; unit: ReturnType<typeof unitsOf>[0]; title: Title; numbers: Numbers; month?: string; before?: string };

/** Total is that of the last month, with what is beside it. */
function Total({ total, amount, unit, title, numbers, month, before }: TotalProps) {
  const moved = trialChange(total);
  return (
    <>
      <span>
        <strong>{amount}</strong> <small>{named(unit, total.value ?? total.after ?? "0")}</small>
      </span>
      {month && <span>in {monthOf(month)}</span>}
      {total.trial && (
        <span>
          {title.signed ? `and ${numbers.format(total.trial, unit, true)}` : `and ${numbers.format(total.trial, unit)}`} on trial, not billable
        </span>
      )}
      {total.change && (
        <span>
          {isZero(total.change) ? "unchanged" : numbers.format(total.change, unit, true)}
          {!isZero(total.change) && total.percent && ` (${numbers.percent(total.percent, total.change)})`}
          {before && ` since ${monthOf(before)}`}
        </span>
      )}
      {total.cost && total.margin && (
        <span>
          cost {numbers.format(total.cost, unit)}, margin {numbers.format(total.margin, unit)}
          {total.margin_percent && ` (${numbers.percent(total.margin_percent, total.margin, false)})`}
        </span>
      )}
      {moved && !isZero(moved) && <span>on trial, not billable: {numbers.format(moved, unit, true)}</span>}
    </>
  );
}
