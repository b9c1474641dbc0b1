import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Column } from "./columns";
import type { Row } from "./figures";
import type { Sort } from "./series";
import "./table.css";
import type { Numbers } from "./units";

/** some rows are drawn at once, and so many more when their end comes into view. */
const some = 50;

/** least is how wide the names of rows must be for numbers to stand beside them, in pixels. */
const least = 150;

/** breakable lets a name of the vendor go on in the next line after an underscore. */
export const breakable = (name: string) => name.split(/(?<=_)/).flatMap((part) => [part, <wbr />]);

/** A Sum is a row below the others. */
export type Sum = { name: string; row?: Row };

type Props = {
  rows: Row[]; names: Column[]; amounts: Column[]; note?: Column; sums: Sum[]; title: string; unit: string;
  sort?: Sort; setSort: (s: Sort) => void; numbers: Numbers; layout: string;
};

/** Table says its roles, since browsers may forget them where cells are stacked. */
export function Table({ rows, names, amounts, note, sums, title, unit, sort, setSort, numbers, layout }: Props) {
  const [drawing, setDrawing] = useState({ rows, most: some });
  const most = drawing.rows === rows ? drawing.most : some;
  const { box, width } = useFit(layout);
  const drawn = rows.slice(0, most);
  const groups = width === "wide" ? names.map((column) => [column]) : [note ? [...names, note] : names];
  const last = width === "wide" && note ? [note] : undefined;
  // A row that is drawn again is the same element, so that nothing is done for it.
  const lines = useMemo(() => new Map<Row, VNode>(), [names, amounts, note, unit, width]);
  const line = (row: Row) => {
    if (!lines.has(row)) lines.set(row, <Line key={lines.size} {...{ row, groups, amounts, last, unit }} />);
    return lines.get(row)!;
  };
  const digits = useMemo(() => new Map<Row, number>(), [amounts]);
  const digitsOf = (row: Row) => {
    if (!digits.has(row)) digits.set(row, Math.max(0, ...amounts.map(({ words, exact }) => (exact && words(row)?.length) || 0)));
    return digits.get(row)!;
  };
  const longest = Math.max(0, ...drawn.slice(0, some).map(digitsOf), ...sums.map(({ row }) => (row ? digitsOf(row) : 0)));
  const heads = (columns: Column[]) =>
    columns.map(({ key, name, number }) => {
      const sorted = sort?.key === key;
      return (
        <button key={key} type="button" onClick={() => setSort({ key, down: sorted ? !sort.down : !!number })}>
          {name}
          <span class="arrow" aria-hidden="true">
            {sorted ? (sort.down ? "▼" : "▲") : "↕"}
          </span>
        </button>
      );
    });
  const order = (columns: Column[]) => (columns.some(({ key }) => key === sort?.key) ? (sort!.down ? "descending" : "ascending") : undefined);
  return (
    <div class={`box ${width}`} ref={box}>
      <table role="table" aria-rowcount={rows.length + sums.length + 1} style={{ "--digits": longest }}>
        <caption class="unseen">{title}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {[...groups, ...amounts.map((column) => [column]), ...(last ? [last] : [])].map((columns) => (
              <th key={columns[0]!.key} role="columnheader" scope="col" class={columns[0]!.number && "number"} aria-sort={order(columns)}>
                {heads(columns)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {drawn.map(line)}
        </tbody>
        <tfoot role="rowgroup">
          {sums.map(({ row, name }) => (
            <tr key={name} role="row">
              <th scope="row" role="rowheader" colSpan={groups.length + (row ? 0 : amounts.length + (last ? 1 : 0))}>
                {name}
              </th>
              {row && amounts.map((column) => <Amount key={column.key} row={row} column={column} unit={unit} />)}
              {row && last && <td role="cell" />}
            </tr>
          ))}
        </tfoot>
      </table>
      {rows.length > most && <Further left={rows.length - most} numbers={numbers} draw={() => setDrawing({ rows, most: most + some })} />}
    </div>
  );
}

type LineProps = { row: Row; groups: Column[][]; amounts: Column[]; last?: Column[]; unit: string };

function Line({ row, groups, amounts, last, unit }: LineProps) {
  return (
    <tr role="row">
      {groups.map((columns, at) => (
        <Names key={columns[0]!.key} row={row} columns={columns} head={at === 0} />
      ))}
      {amounts.map((column) => (
        <Amount key={column.key} row={row} column={column} unit={unit} />
      ))}
      {last && <Names row={row} columns={last} />}
    </tr>
  );
}

/** Names are what a row is about: each in a cell, or all in one where there is no room. */
function Names({ row, columns, head }: { row: Row; columns: Column[]; head?: boolean }) {
  const shown = columns.flatMap(({ key, words, small }) => {
    const name = words(row);
    const more = small?.(row);
    return name ? (
      <span class={`name ${key}`} key={key}>
        <bdi>{breakable(name)}</bdi>
        {more && " "}
        {more && (
          <small>
            <bdi>{breakable(more)}</bdi>
          </small>
        )}
      </span>
    ) : (
      []
    );
  });
  const apart = shown.flatMap((name, i) => (i ? [" · ", name] : [name]));
  return head ? (
    <th scope="row" role="rowheader">
      {apart}
    </th>
  ) : (
    <td role="cell">{apart}</td>
  );
}

function Amount({ row, column: { key, name, words, number, exact }, unit }: { row: Row; column: Column; unit: string }) {
  const shown = words(row);
  return (
    <td role="cell" class={number && `number ${exact ? "" : key}`} title={shown && exact ? `${number!(row)} ${unit}`.trim() : undefined} data-name={name}>
      {shown && <bdi>{shown}</bdi>}
    </td>
  );
}

/** Further draws more rows when it comes into view, or is pressed. */
function Further({ left, numbers, draw }: { left: number; numbers: Numbers; draw: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && draw());
    seen.observe(button.current!);
    return () => seen.disconnect();
  });
  return (
    <button type="button" class="further" ref={button} onClick={draw}>
      {numbers.count(left)} rows more
    </button>
  );
}

/** useFit finds a layout that is no wider than its box: a number out of sight is none. */
function useFit(layout: string) {
  const box = useRef<HTMLDivElement>(null);
  const [state, setState] = useState({ width: "wide", layout });
  const width = state.layout === layout ? state.width : "wide";
  useLayoutEffect(() => {
    const { scrollWidth, clientWidth } = box.current!;
    const narrow = width === "compact" && (box.current!.querySelector("tbody th")?.clientWidth ?? least) < least;
    if ((scrollWidth > clientWidth || narrow) && width !== "stacked") setState({ width: width === "wide" ? "compact" : "stacked", layout });
  });
  useLayoutEffect(() => {
    const again = () => setState({ width: "wide", layout });
    addEventListener("resize", again);
    return () => removeEventListener("resize", again);
  }, [layout]);
  return { box, width };
}
