import { useState } from "preact/hooks";
import { type Row, classOf, nameOf } from "./results";
import { breakable } from "./table";
import { type Numbers, unitsOf } from "./units";

/** most usages are offered at first. The rest, of little weight, would push the figures out of sight. */
const most = 8;

/** Series chooses which usage is drawn: different ones have no common sum and no common axis. */
export function Series({ all, chosen, numbers, choose }: { all: Row[]; chosen: Row; numbers: Numbers; choose: (r: Row) => void }) {
  const [open, setOpen] = useState(false);
  const totals = all.map((row) => numbers.format(row.value ?? row.after ?? "0", unitsOf(row)[0]!));
  const longest = Math.max(...totals.map((total) => total.length));
  return (
    <div>
      <fieldset class="series" style={{ "--digits": longest }}>
        <legend>Usage and total</legend>
        {all.map((row, i) => {
          const unit = unitsOf(row)[0]!;
          return open || i < most || row === chosen ? (
            <label key={nameOf(row) + row.unit}>
              <input type="radio" name="series" checked={row === chosen} onChange={() => choose(row)} />
              <span>{breakable(nameOf(row))}</span>
              {row.class && <small>{classOf(row)}</small>}
              <span>
                <strong>{totals[i]}</strong> <small>{unit.name}</small>
              </span>
              {row.trial && <span>and {numbers.format(row.trial, unit)} on trial</span>}
              {row.change && (
                <span>
                  {numbers.format(row.change, unit, true)}
                  {row.percent && ` (${numbers.percent(row.percent)})`}
                </span>
              )}
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
