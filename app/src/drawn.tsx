import { useMemo } from "preact/hooks";
import { Chart } from "./chart";
import { inOrder, keyColumns, matches, numberColumns } from "./columns";
import { Copy, sheetOf } from "./copy";
import { type Figures, type Row, leadOf } from "./figures";
import { type Series, type Sort, addsUp, orderOf, sumsOf } from "./series";
import { type Sum, Table } from "./table";
import { type Numbers, unitsOf } from "./units";
import { type Title, classOf, monthOf, nameOf, upper, valueOf, whatOf } from "./words";

/** A View is what the user chose; it stays when another usage is drawn. */
export type View = { filter: string; units?: string[]; sort?: Sort };

type Props = { figures: Figures; series: Series; title: Title; numbers: Numbers; view: View; setView: (view: View) => void };

/** Drawn is one usage: bars, and the same as a table. */
export function Drawn({ figures: f, series, title, numbers, view, setView }: Props) {
  const { usage, rows: all } = series;
  const choices = useMemo(() => unitsOf(usage, [...all, ...series.totals]), [series]);
  const unit = choices.find(({ name }) => view.units?.includes(name)) ?? choices[0]!;
  const { all: keyed, names, note, common } = useMemo(() => keyColumns(series), [series]);
  const amounts = useMemo(() => numberColumns(f, series, title, unit, numbers), [series, unit.name, numbers]);
  const columns = [...names, ...amounts, ...(note ? [note] : [])];
  const sort = columns.some(({ key }) => key === view.sort?.key) ? view.sort : undefined;
  const sorted = useMemo(() => inOrder(all, columns, numbers, sort), [all, names, amounts, sort]);
  const rows = useMemo(() => (view.filter.trim() ? sorted.filter(matches(view.filter)) : sorted), [sorted, view.filter]);
  const filtered = rows !== sorted;
  const first = orderOf(sorted, leadOf(f));
  const value = valueOf(usage, title);
  const unchanged = f.money?.unchanged ?? series.totals[0]?.unchanged;
  const heading = [nameOf(usage), unit.name].filter((name, i) => name && (i === 0 || name.toLowerCase() !== nameOf(usage).toLowerCase())).join(", ");
  return (
    <>
      <div class="controls">
        <h2>{heading}</h2>
        {choices.length > 1 && (
          <fieldset class="units">
            <legend class="unseen">Unit</legend>
            {choices.map(({ name }) => (
              <label key={name}>
                <input type="radio" name="unit" checked={name === unit.name} onChange={() => setView({ ...view, units: [name, ...(view.units ?? []).filter((other) => !choices.some((choice) => choice.name === other))] })} />
                {name}
              </label>
            ))}
          </fieldset>
        )}
        {(all.length > 1 || view.filter) && (
          <input type="search" aria-label="Filter" value={view.filter} onInput={(e) => setView({ ...view, filter: e.currentTarget.value })} placeholder="Filter by name …" />
        )}
        {rows.length > 0 && <Copy key={series.key} sheet={() => sheetOf(rows, keyed, value, numbers)} rows={rows.length} numbers={numbers} />}
      </div>
      {usage.class && <p class="note">{upper(classOf(usage))}.</p>}
      {pointsOf(f, usage) && <p class="note">{upper(pointsOf(f, usage)!)}.</p>}
      {common.length > 0 && (
        <p class="note common">
          {common.map(([name, words]) => (
            <span key={name}>
              {name}: <bdi>{words}</bdi>
            </span>
          ))}
        </p>
      )}
      <p class="count" role="status">
        {countOf(f, series, filtered ? rows.length : undefined, numbers)}
      </p>
      {rows.length > 0 && <Chart {...{ rows, all, value, title, unit, numbers }} lead={leadOf(f)} falling={!sort && f.compared && first?.key === "change"} />}
      <Table
        {...{ rows, names, amounts, note, numbers, title: heading }}
        unit={usage.unit === "quantity" ? "" : usage.unit}
        layout={series.key + unit.name}
        sums={sumRows(f, series, filtered ? rows : undefined, numbers)}
        sort={sort ?? first}
        setSort={(sort) => setView({ ...view, sort })}
      />
      {f.money && rows.some((row) => row.tenant?.endsWith(", as a whole")) && <p class="note">As a whole: what belongs to the invoice, not to one customer.</p>}
      {unchanged ? <p class="note">{unchanged === 1 ? "1 group did not change and is" : `${numbers.count(unchanged)} groups did not change and are`} in the total only.</p> : null}
    </>
  );
}

/** pointsOf is what the measure says of compute points, which are measured otherwise. */
const pointsOf = (f: Figures, usage: Row) => (usage.usage === "compute_points" ? /; (of compute points .*)$/.exec(f.measure)?.[1] : undefined);

/** countOf says how many groups of this usage are shown, and how many a filter leaves. */
function countOf(f: Figures, { rows, groups }: Series, matching: number | undefined, numbers: Numbers): string {
  const of = f.money ? "" : " of this usage";
  const what = whatOf(f);
  const say = (n: number) => `${numbers.count(n)} ${what[n === 1 ? 0 : 1]}`;
  const shown = !rows.length
    ? `No ${what[0]}${of} is among those shown.`
    : groups !== undefined && groups > rows.length
      ? `Shown: ${numbers.count(rows.length)} of ${say(groups)}${of}.`
      : groups === undefined
        ? `Shown: ${say(rows.length)}${of}; there may be more.`
        : "";
  return [matching === undefined ? "" : `${numbers.count(matching)} of ${numbers.count(rows.length)} rows match.`, shown].filter(Boolean).join(" ");
}

/** sumRows are the rows below the table: what matches a filter, what isn't shown, and the totals. */
function sumRows(f: Figures, series: Series, matching: Row[] | undefined, numbers: Numbers): Sum[] {
  const { rows, totals, rest, spans, groups } = series;
  const at = (name: string, row: Row) => (row.month ? `${name}, ${monthOf(row.month)}` : name);
  const left = groups !== undefined && groups > rows.length && rest.length === 1 ? ` (${numbers.count(groups - rows.length)})` : "";
  return [
    ...(matching?.length && addsUp(f, matching) ? sumsOf(matching).map((row) => ({ row, name: at(`Sum of the ${numbers.count(matching.length)} matching`, row) })) : []),
    ...(matching ? [] : rest.map((row) => ({ row, name: at(`Other groups${left}`, row) }))),
    ...(f.read && rows.length === 1 ? [] : totals).map((row) => ({ row, name: at(f.read ? (series.partial ? "Items shown, added up" : "All items added up") : "Total of all groups", row) })),
    ...(totals.length ? [] : [{ name: f.read ? "No sum: an item has no value." : "This answer has no total of this usage." }]),
    ...series.lacking.map((month) => ({ name: `This answer has no total of ${monthOf(month)}.` })),
    ...spans.map((row) => ({ row, name: `All ${numbers.count(f.months.length || totals.length)} months added up` })),
  ];
}
