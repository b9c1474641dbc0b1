import { compare, parse } from "./decimal";
import { type Row, keys, nameOf } from "./results";
import { type Numbers, type Unit, exact } from "./units";

/** A Column is one of words, or of numbers: then it has the number to sort by, and its exact digits. */
export type Column = { name: string; key: string; words: (row: Row) => string | undefined; number?: (row: Row) => string | undefined };

export type Sort = { key: string; down: boolean };

const named: Partial<Record<(typeof keys)[number], string>> = { infra: "Infrastructure", tenant_id: "Tenant ID", owner_id: "Owner ID", sku: "SKU" };

/** columnsOf are the columns for which rows have something. */
export function columnsOf(rows: Row[], unit: Unit, numbers: Numbers): Column[] {
  const word = (key: (typeof keys)[number]): Column => ({
    key,
    name: named[key] ?? key[0]!.toUpperCase() + key.slice(1),
    words: (row) => row[key],
  });
  const sum = (key: "value" | "trial" | "before" | "after" | "change", name: string): Column => ({
    key,
    name,
    words: (row) => row[key] && numbers.format(row[key], unit, key === "change"),
    number: (row) => row[key],
  });
  const points = (key: "absolute" | "delta", name: string): Column => ({
    key,
    name,
    words: ({ compute_points: p }) => p && numbers.format(p[key], exact),
    number: (row) => row.compute_points?.[key],
  });
  const columns: Column[] = [
    ...keys.map(word),
    sum("value", "Value"),
    sum("trial", "On trial"),
    sum("before", "Before"),
    sum("after", "After"),
    sum("change", "Change"),
    { key: "percent", name: "Percent", words: (row) => row.percent && numbers.percent(row.percent), number: (row) => row.percent },
    points("absolute", "Absolute, in points"),
    points("delta", "Delta, in points"),
    { key: "why", name: "Note", words: noteOf },
  ];
  const filled = columns.filter((column) => rows.some((row) => column.words(row)));
  return filled[0]?.number ? [{ key: "usage", name: "Usage", words: nameOf }, ...filled] : filled;
}

const noteOf = (row: Row) => [row.new && "not in the report before", row.gone && "not in the report after", ...(row.why ?? [])].filter(Boolean).join("; ");

/** inOrder sorts rows; without a wish they stay as the server gave them. Rows without the number come last. */
export function inOrder(rows: Row[], columns: Column[], sort?: Sort): Row[] {
  const column = columns.find((column) => column.key === sort?.key);
  if (!column) return rows;
  const sign = sort!.down ? -1 : 1;
  return rows.toSorted((a, b) => {
    if (!column.number) return sign * (column.words(a) ?? "").localeCompare(column.words(b) ?? "");
    const [x, y] = [column.number(a), column.number(b)];
    return x && y ? sign * compare(parse(x), parse(y)) : Number(!x) - Number(!y);
  });
}

/** breakable lets a name of the vendor go on in the next line after an underscore. */
export const breakable = (name: string) => name.split(/(?<=_)/).flatMap((part) => [part, <wbr />]);

type Props = {
  rows: Row[];
  columns: Column[];
  rest: Row[];
  totals: Row[];
  caption: string;
  sort?: Sort;
  setSort: (s: Sort) => void;
};

export function Table({ rows, columns, rest, totals, caption, sort, setSort }: Props) {
  const first = columns.findIndex((column) => column.number);
  return (
    <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => {
              const sorted = sort?.key === column.key;
              return (
                <th
                  key={column.key}
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
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {columns.map((column, at) => (
                <Cell key={column.key} row={row} column={column} names={at === 0} />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          {[...rest.map((row) => ({ row, name: "Not shown" })), ...totals.map((row) => ({ row, name: "Total of all" }))].map(({ row, name }) => (
            <tr key={name}>
              <th scope="row" colSpan={first}>
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
  const words = <bdi>{breakable(column.words(row) ?? "")}</bdi>;
  return names ? (
    <th scope="row">{words}</th>
  ) : (
    <td class={column.number && "number"} title={column.number?.(row)}>
      {words}
    </td>
  );
}
