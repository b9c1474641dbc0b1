import { useMemo } from "preact/hooks";
import { axisOf } from "./axis";
import "./chart.css";
import { wordsOf, whereOf } from "./columns";
import { type Row, keys } from "./figures";
import { trialChange } from "./series";
import { type Numbers, type Unit, lengthOf } from "./units";
import { type Title, nameOf } from "./words";

/** most rows are drawn; a taller chart is no longer seen at a glance. */
const most = 15;

/** drawnOf are the first rows, but all months and days of a group. */
function drawnOf(rows: Row[]): Row[] {
  if (!rows.some((row) => row.month ?? row.day)) return rows.slice(0, most);
  const group = (row: Row) => keys.map((key) => (key === "month" || key === "day" ? "" : row[key])).join("\n");
  let end = Math.min(most, rows.length);
  while (end < rows.length && group(rows[end]!) === group(rows[end - 1]!)) end++;
  return rows.slice(0, end);
}

/** namerOf names rows by as much as tells each apart from all others, drawn or not, and never by an id. */
function namerOf(all: Row[]): (drawn: Row[]) => string[] {
  const telling = keys.filter((key) => all.some((row) => wordsOf(row, key) !== wordsOf(all[0]!, key)));
  const counts = new Map<string, number>(); // of rows that begin with the same words
  const beginnings = (row: Row) => telling.map((_, i) => JSON.stringify(telling.slice(0, i + 1).map((key) => wordsOf(row, key))));
  for (const row of all) for (const beginning of beginnings(row)) counts.set(beginning, (counts.get(beginning) ?? 0) + 1);
  const nameOne = (row: Row) => {
    const parts: string[] = [];
    let alike = all.length;
    for (const [i, beginning] of beginnings(row).entries()) {
      const same = counts.get(beginning)!;
      if (parts.length && same === alike) continue;
      const word = wordsOf(row, telling[i]!);
      if (word) parts.push(telling[i] === "account" ? `invoice to ${word}` : word);
      alike = same;
      if (alike === 1) break;
    }
    const where = telling.includes("tenant") && whereOf(row);
    return parts.join(" · ") + (where ? ` (${where})` : "") || keys.map((key) => wordsOf(row, key)).find(Boolean) || nameOf(row);
  };
  return (drawn) => {
    const names = drawn.map(nameOne);
    const times = (list: string[], name: string) => list.filter((other) => other === name).length;
    return names.map((name, i) => (times(names, name) > 1 ? `${name} (${times(names.slice(0, i + 1), name)} of ${times(names, name)})` : name));
  };
}

type Props = { rows: Row[]; all: Row[]; value: string; title: Title; unit: Unit; numbers: Numbers; lead: "value" | "margin"; falling?: boolean };

/** Chart draws rows of one usage in one unit, in the order of the table, which holds the same figures for those who can't see it. */
export function Chart({ rows, all, value, title, unit, numbers, lead, falling }: Props) {
  const drawn = drawnOf(rows);
  const namer = useMemo(() => namerOf(all), [all]);
  const labels = useMemo(() => namer(drawn), [namer, rows]);
  const compared = drawn[0]!.change !== undefined;
  const signed = compared || title.signed;
  const main = (row: Row) => row.change ?? row[lead] ?? "0";
  const trial = (row: Row) => (compared ? trialChange(row) : row.trial);
  const ends = drawn.flatMap((row) => [lengthOf(main(row), unit), lengthOf(trial(row), unit), lengthOf(row.quota, unit)]);
  const { from, to, ticks } = axisOf(Math.min(0, ...ends), Math.max(0, ...ends));
  const x = (end: number) => (100 * (end - from)) / (to - from);
  const scale = numbers.scale(Math.max(-from, to));
  const both = drawn.some(trial);
  const limited = drawn.some((row) => row.quota !== undefined);
  const readings = drawn.map((row) => (row.quota ?? row.value ?? row.change) === undefined || limited ? quotaReadings(row, unit, numbers) : readingsOf(main(row), trial(row), signed, unit, numbers));
  const name = unit.name ? ` in ${unit.name}` : "";
  return (
    <figure>
      <Hatch />
      <figcaption>
        {both && <Legend kind="value">{compared ? "Change" : value}</Legend>}
        {both && <Legend kind="trial">{compared ? `Change ${title.trial[0]!.toLowerCase()}${title.trial.slice(1)}` : title.trial}</Legend>}
        {limited && <Legend kind="value">{value}</Legend>}
        {limited && <Legend kind="limit">Quota</Legend>}
        {lead === "margin" && <Legend kind="value">Margin</Legend>}
        {signed && <span>◀ less, more ▶</span>}
        {falling && <span>Largest change first, up or down</span>}
        {rows.length > drawn.length && (
          <span>
            The first {numbers.count(drawn.length)} of {numbers.count(rows.length)} rows; the table has all.
          </span>
        )}
      </figcaption>
      <div class="chart" role="img" aria-label={`${compared ? "Changes" : lead === "margin" ? "Margin" : value}${name}: ${labels.map((label, i) => `${label} ${readings[i]!.join(", ")}`).join("; ")}.`}>
        {drawn.map((row, i) => (
          <div class="bar" key={i}>
            <bdi class="label" title={labels[i]}>
              {labels[i]}
            </bdi>
            <svg width="100%" height="18" aria-hidden="true">
              {ticks.map((tick) => (
                <line key={tick} class={tick ? "grid" : "zero"} x1={x(tick) + "%"} x2={x(tick) + "%"} y2="18" />
              ))}
              <Bar kind={signed && main(row).startsWith("-") ? "less" : "value"} from={x(0)} to={x(lengthOf(main(row), unit))} half={both} />
              {row.quota !== undefined && <rect class="limit" x={`calc(${x(lengthOf(row.quota, unit))}% - 1.5px)`} width="3" height="18" />}
              {trial(row) !== undefined && <Bar kind="trial" from={x(0)} to={x(lengthOf(trial(row), unit))} half below />}
            </svg>
            {readings[i]!.map((reading) => (
              <span class="reading" key={reading}>
                {reading}
              </span>
            ))}
          </div>
        ))}
        <div class="bar axis">
          <span class="ticks">
            {ticks.map((tick, i) => (
              <span key={tick} class={(i - ticks.indexOf(0)) % 2 ? "minor" : undefined} style={{ insetInlineStart: x(tick) + "%" }}>
                {numbers.tick(tick / scale.by)}
              </span>
            ))}
          </span>
          {scale.name && <span class="reading">{[scale.name, unit.name].join(" ")}</span>}
        </div>
      </div>
    </figure>
  );
}

/** readingsOf are what a row's bars show, in words. */
function readingsOf(main: string, trial: string | undefined, signed: boolean, unit: Unit, numbers: Numbers): string[] {
  const way = signed && !/^[+-]?0*(\.0*)?$/.test(main) ? (main.startsWith("-") ? "▼\u00a0" : "▲\u00a0") : "";
  const shown = [way + numbers.format(main, unit, signed)];
  if (trial !== undefined && /[1-9]/.test(trial)) shown.push(`${numbers.format(trial, unit, signed)} trial`);
  return shown;
}

/** quotaReadings are what there is now, and what there may be. */
function quotaReadings(row: Row, unit: Unit, numbers: Numbers): string[] {
  const now = row.value === undefined ? "no value" : numbers.format(row.value, unit);
  return [now, row.over_quota !== undefined ? `▲\u00a0${numbers.format(row.over_quota, unit)} over ${numbers.format(row.quota!, unit)}` : row.quota !== undefined ? `of ${numbers.format(row.quota, unit)}` : "no quota"];
}

type BarProps = { kind: string; from: number; to: number; half?: boolean; below?: boolean };

/** Bar takes half the height where the one on trial is below it: stacked, they would read as one sum. */
function Bar({ kind, from, to, half, below }: BarProps) {
  return <rect class={kind} x={Math.min(from, to) + "%"} width={Math.abs(to - from) + "%"} y={below ? 10 : 2} height={half ? 7 : 14} />;
}

function Legend({ kind, children }: { kind: string; children: string }) {
  return (
    <span class="key">
      <svg width="12" height="12" aria-hidden="true">
        <rect class={kind} width="12" height="12" />
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
