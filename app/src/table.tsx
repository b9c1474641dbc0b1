import { useLayoutEffect, useRef } from "preact/hooks";
import { compare, parse } from "./decimal";
import "./table.css";
import { type Row, keys, nameOf } from "./results";
import type { Numbers, Unit } from "./units";

/** A Column is one of words, or of numbers: then it has the number to sort by, and its exact digits. */
export type Column = { name: string; key: string; words: (row: Row) => string | undefined; number?: (row: Row) => string | undefined };

export type Sort = { key: string; down: boolean };

const named: Partial<Record<(typeof keys)[number], string>> = {
  offering_item: "Offering item", infra: "Storage", owner_kind: "Kind of owner", sku: "SKU",
  tenant_id: "Tenant ID", infra_id: "Storage ID", owner_id: "Owner ID", application_id: "Application ID",
};

/** columnsOf are the columns for which rows have something. */
export function columnsOf(rows: Row[], unit: Unit, numbers: Numbers): Column[] {
  const word = (key: (typeof keys)[number]): Column => ({
    key,
    name: named[key] ?? key[0]!.toUpperCase() + key.slice(1),
    words: (row) => row[key],
  });
  const sum = (key: "value" | "trial" | "before" | "after" | "change" | "trial_before" | "trial_after", name: string): Column => ({
    key,
    name,
    words: (row) => row[key] && numbers.format(row[key], unit, key === "change"),
    number: (row) => row[key],
  });
  const columns: Column[] = [
    ...keys.map(word),
    sum("value", "Value"),
    sum("trial", "On trial"),
    sum("before", "Before"),
    sum("after", "After"),
    sum("change", "Change"),
    { key: "percent", name: "Percent", words: (row) => row.percent && numbers.percent(row.percent), number: (row) => row.percent },
    sum("trial_before", "Trial before"),
    sum("trial_after", "Trial after"),
    { key: "why", name: "Note", words: noteOf },
  ];
  const filled = columns.filter((column) => rows.some((row) => column.words(row)));
  return filled[0]?.number ? [{ key: "usage", name: "Usage", words: nameOf }, ...filled] : filled;
}

const noteOf = (row: Row) => [row.from_zero && "nothing before", row.gone && "not in the report after", ...(row.why ?? [])].filter(Boolean).join("; ");

/** inOrder sorts rows; without a wish they stay as the server gave them. Rows without the number come last. */
export function inOrder(rows: Row[], columns: Column[], numbers: Numbers, sort?: Sort): Row[] {
  const column = columns.find((column) => column.key === sort?.key);
  if (!column) return rows;
  const sign = sort!.down ? -1 : 1;
  const alphabet = new Intl.Collator(numbers.locale);
  return rows.toSorted((a, b) => {
    if (!column.number) return sign * alphabet.compare(column.words(a) ?? "", column.words(b) ?? "");
    const [x, y] = [column.number(a), column.number(b)];
    return x && y ? sign * compare(parse(x), parse(y)) : Number(!x) - Number(!y);
  });
}

/** breakable lets a name of the vendor go on in the next line after an underscore. */
export const breakable = (name: string) => name.split(/(?<=_)/).flatMap((part) => [part, <wbr />]);

/** inMonth adds the month of a sum, where there are several. */
const inMonth = (name: string, row: Row) => (row.month ? `${name}, ${row.month}` : name);

type Props = { rows: Row[]; columns: Column[]; rest: Row[]; totals: Row[]; title: string; sort?: Sort; setSort: (s: Sort) => void };

/** Table says its roles, since browsers may forget them where cells are stacked. */
export function Table({ rows, columns, rest, totals, title, sort, setSort }: Props) {
  const box = useStacking();
  const first = columns.findIndex((column) => column.number);
  const sums = [...rest.map((row) => ({ row, name: inMonth("Not shown", row) })), ...totals.map((row) => ({ row, name: inMonth("Total of all", row) }))];
  const numbers = [...rows, ...rest, ...totals].flatMap((row) => columns.slice(first).map((column) => (column.number && column.words(row)) || ""));
  return (
    <div class="box" ref={box}>
      <table role="table" style={{ "--digits": Math.max(...numbers.map((number) => number.length)) }}>
        <caption class="unseen">{title}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => {
              const sorted = sort?.key === column.key;
              return (
                <th
                  key={column.key}
                  role="columnheader"
                  scope="col"
                  class={column.number && "number"}
                  aria-sort={sorted ? (sort.down ? "descending" : "ascending") : undefined}
                >
                  <button type="button" onClick={() => setSort({ key: column.key, down: sorted ? !sort.down : !!column.number })}>
                    {column.name}
                    <span class="arrow" aria-hidden="true">
                      {sorted ? (sort.down ? "▼" : "▲") : "↕"}
                    </span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, i) => (
            <tr key={i} role="row">
              {columns.map((column, at) => (
                <Cell key={column.key} row={row} column={column} names={at === 0} />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot role="rowgroup">
          {sums.map(({ row, name }, i) => (
            <tr key={i} role="row">
              <th scope="row" role="rowheader" colSpan={first}>
                {name}
              </th>
              {columns.slice(first).map((column) => (
                <Cell key={column.key} row={row} column={column} />
              ))}
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  );
}

function Cell({ row, column, names }: { row: Row; column: Column; names?: boolean }) {
  const words = column.words(row);
  const shown = words && <bdi>{breakable(words)}</bdi>;
  return names ? (
    <th scope="row" role="rowheader">
      {shown}
    </th>
  ) : (
    <td role="cell" class={column.number && "number"} title={column.number?.(row)} data-name={column.name}>
      {shown}
    </td>
  );
}

/** useStacking stacks the cells of each row where a table is wider than its box: a number out of sight is none. */
function useStacking() {
  const box = useRef<HTMLDivElement>(null);
  const fit = () => {
    const { classList } = box.current!;
    classList.remove("stacked");
    classList.toggle("stacked", box.current!.scrollWidth > box.current!.clientWidth);
  };
  useLayoutEffect(fit);
  useLayoutEffect(() => {
    addEventListener("resize", fit);
    return () => removeEventListener("resize", fit);
  }, []);
  return box;
}
