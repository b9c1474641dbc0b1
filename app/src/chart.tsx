import { nice, ticks as ticksOf } from "d3-array";
import "./chart.css";
import { type Row, keys, nameOf } from "./results";
import { type Numbers, type Unit, lengthOf } from "./units";

/** most rows are drawn; a taller chart is no longer seen at a glance. */
const most = 15;

/** labelsOf name rows by what tells them apart. */
function labelsOf(rows: Row[]): string[] {
  const telling = keys.filter((key) => new Set(rows.map((row) => row[key])).size > 1);
  return rows.map((row) => (telling.length ? telling : keys).map((key) => row[key]).filter(Boolean).join(" · ") || nameOf(row));
}

/** Chart draws rows of one usage in one unit, in the order of the table, which holds the same figures for those who can't see it. */
export function Chart({ rows, unit, numbers }: { rows: Row[]; unit: Unit; numbers: Numbers }) {
  const drawn = rows.slice(0, most);
  const labels = labelsOf(drawn);
  const at = (number?: string) => lengthOf(number, unit);
  const ends = drawn.flatMap((row) => [at(row.value), at(row.value) + at(row.trial), at(row.before), at(row.after)]);
  const [least, greatest] = nice(Math.min(0, ...ends), Math.max(0, ...ends), 4);
  const x = (end: number) => (100 * (end - least)) / (greatest - least || 1);
  const ticks = ticksOf(least, greatest, greatest < 1e6 ? 4 : 2); // large numbers are long words
  const changes = drawn.some((row) => row.change);
  const trial = drawn.some((row) => row.trial);
  const said = drawn.map((row, i) => `${labels[i]} ${sayOf(row, unit, numbers)}`);
  return (
    <figure>
      <Hatch />
      <figcaption>
        {changes ? (
          <>
            <Key kind="before">before</Key>
            <Key kind="after">after</Key>
            {drawn.some((row) => row.change?.startsWith("-")) && <Key kind="less">after, less than before</Key>}
          </>
        ) : (
          trial && (
            <>
              <Key kind="value">value</Key>
              <Key kind="trial">on trial, not in value</Key>
            </>
          )
        )}
        {rows.length > most && <span>The first {most} of {numbers.count(rows.length)} rows; the table has all.</span>}
      </figcaption>
      <div class="chart" role="img" aria-label={`Bars in ${unit.name}: ${said.join("; ")}.`}>
        {drawn.map((row, i) => (
          <div class="bar" key={i}>
            <bdi class="label" title={labels[i]}>
              {labels[i]}
            </bdi>
            <svg width="100%" height="18" aria-hidden="true">
              {ticks.map((tick) => (
                <line key={tick} class={tick ? "grid" : "zero"} x1={x(tick) + "%"} x2={x(tick) + "%"} y2="18" />
              ))}
              {row.value !== undefined && <Bar kind="value" from={x(0)} to={x(at(row.value))} />}
              {row.trial !== undefined && <Bar kind="trial" from={x(at(row.value))} to={x(at(row.value) + at(row.trial))} />}
              {row.change !== undefined && <Move from={x(at(row.before))} to={x(at(row.after))} />}
            </svg>
            <span class="reading">{row.change ? numbers.format(row.change, unit, true) : numbers.format(row.value ?? "0", unit)}</span>
            {row.trial && <span class="reading">+ {numbers.format(row.trial, unit)} trial</span>}
          </div>
        ))}
        <div class="bar axis">
          <span class="ticks">
            {ticks.map((tick) => (
              <span key={tick} style={{ insetInlineStart: x(tick) + "%" }}>
                {numbers.tick(tick)}
              </span>
            ))}
          </span>
        </div>
      </div>
    </figure>
  );
}

/** sayOf is what a row's bar shows, in words. */
function sayOf(row: Row, unit: Unit, numbers: Numbers): string {
  const say = (number = "0") => numbers.format(number, unit);
  if (row.change) return `from ${say(row.before)} to ${say(row.after)}`;
  return say(row.value) + (row.trial ? ` and ${say(row.trial)} on trial` : "");
}

function Bar({ kind, from, to }: { kind: string; from: number; to: number }) {
  return <rect class={kind} x={Math.min(from, to) + "%"} width={Math.abs(to - from) + "%"} y="2" height="14" />;
}

/** Move is the way from before to after. */
function Move({ from, to }: { from: number; to: number }) {
  const kind = to < from ? "less" : "after";
  return (
    <>
      <rect class={kind + " way"} x={Math.min(from, to) + "%"} width={Math.abs(to - from) + "%"} y="7" height="4" />
      <circle class="before" cx={from + "%"} cy="9" r="6" />
      <circle class={kind} cx={to + "%"} cy="9" r="4" />
    </>
  );
}

function Key({ kind, children }: { kind: string; children: string }) {
  return (
    <span class="key">
      <svg width="12" height="12" aria-hidden="true">
        {kind === "value" || kind === "trial" ? <rect class={kind} width="12" height="12" /> : <circle class={kind} cx="6" cy="6" r="5" />}
      </svg>{" "}
      {children}
    </span>
  );
}

/** Hatch marks what is on trial by more than its colour, in all bars. */
function Hatch() {
  return (
    <svg class="unseen" aria-hidden="true">
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch" width="3" height="6" />
      </pattern>
    </svg>
  );
}
