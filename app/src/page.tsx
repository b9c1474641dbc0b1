import { useErrorBoundary, useState } from "preact/hooks";
import { Chart } from "./chart";
import { Asked, Cancelled, Failed, Refused, Waiting } from "./notice";
import { Controls, Provenance, Warnings } from "./proof";
import { type Figures, type Proof, type Row, classOf, keys, nameOf, proofs, sameSeries, seriesOf } from "./results";
import { Series } from "./series";
import { Table, type Sort, columnsOf, inOrder } from "./table";
import { Numbers, unitsOf } from "./units";

/** A State is what the page is about now; its turn is another one with each call and each answer. */
export type State = { asked: Record<string, unknown>; locale?: string; turn?: symbol } & (
  | { phase: "waiting" }
  | { phase: "cancelled" | "refused" | "failed"; why?: string }
  | { phase: "figures"; figures: Figures }
);

type More = (f: Figures) => Promise<Error | undefined>;

/** Page is all there is to see, whatever the state. What can't be drawn is said, since hosts show no errors. */
export function Page(p: State & { more?: More }) {
  const [thrown] = useErrorBoundary();
  if (thrown) return <Failed {...p} why={`There is an answer, but it can't be drawn (${thrown.message}). The assistant can still tell you what is in it.`} />;
  switch (p.phase) {
    case "figures":
      return <Picture {...p} />;
    case "refused":
      return <Refused {...p} />;
    case "failed":
      return <Failed {...p} />;
    case "cancelled":
      return <Cancelled {...p} />;
  }
  return <Waiting {...p} />;
}

function Picture({ figures: f, asked, locale, more }: { figures: Figures; asked: Record<string, unknown>; locale?: string; more?: More }) {
  const series = seriesOf(f);
  const [wanted, setWanted] = useState<Row>();
  const chosen = series.find((row) => wanted && sameSeries(row, wanted)) ?? series[0];
  const numbers = new Numbers(locale);
  const from = proofs(f);
  return (
    <>
      <header>
        <h1>
          {f.proof ? "Usage" : "Change in usage"}, <bdi>{f.subject}</bdi>
        </h1>
        <p class="period">{f.months.join(f.proof ? ", " : " → ")}</p>
        <Asked asked={asked} />
      </header>
      <Warnings all={f.warnings} />
      {chosen ? (
        <>
          <Controls from={from} />
          <Series all={series} chosen={chosen} numbers={numbers} choose={setWanted} />
          <Drawn key={nameOf(chosen) + chosen.unit} figures={f} series={chosen} numbers={numbers} />
        </>
      ) : (
        <Empty from={from} warned={f.warnings.length > 0} changes={!f.proof} />
      )}
      <Truncated figures={f} numbers={numbers} more={more} />
      <Provenance of={f} from={from} numbers={numbers} />
    </>
  );
}

/** Empty is seen when no row fits what was asked for: no usage is known then, not even that there is none. */
function Empty({ from, warned, changes }: { from: Proof[]; warned: boolean; changes: boolean }) {
  return (
    <>
      <div class="notice">
        <h2>{changes ? "No change to show" : "No figures to show"}</h2>
        <p>
          No row of {changes ? "either report" : "the report"} fits what was asked for.{" "}
          {warned && "The warning tells what was left out."}
        </p>
      </div>
      {from.some((p) => p.control.status === "differs") && <Controls from={from} />}
    </>
  );
}

/** Drawn is one usage: bars, and the same as a table. */
function Drawn({ figures: f, series, numbers }: { figures: Figures; series: Row; numbers: Numbers }) {
  const choices = unitsOf(series);
  const [unit, setUnit] = useState(choices[0]!);
  const [sort, setSort] = useState<Sort>();
  const [filter, setFilter] = useState("");

  const mine = (rows: Row[] | null | undefined) => (rows ?? []).filter((row) => sameSeries(row, series));
  const all = mine(f.items);
  const totals = mine(f.totals);
  const columns = columnsOf(all.concat(totals), unit, numbers);
  const rows = inOrder(all.filter(matches(filter)), columns, numbers, sort);
  const title = `${nameOf(series)}, ${unit.name}`;
  return (
    <>
      <div class="controls">
        <h2>{title}</h2>
        {choices.length > 1 && (
          <fieldset class="units">
            <legend class="unseen">Unit</legend>
            {choices.map((choice) => (
              <label key={choice.name}>
                <input type="radio" name="unit" checked={choice.name === unit.name} onChange={() => setUnit(choice)} />
                {choice.name}
              </label>
            ))}
          </fieldset>
        )}
        {series.class && <span class="note">{classOf(series)}</span>}
        {(all.length > 1 || filter) && (
          <input type="search" aria-label="Filter" value={filter} onInput={(e) => setFilter(e.currentTarget.value)} placeholder="Filter by name …" />
        )}
      </div>
      <p class="count" role="status">
        {filter
          ? `${numbers.count(rows.length)} of ${numbers.count(all.length)} rows match.`
          : all.length
            ? ""
            : f.proof
              ? "No group of this usage is among those shown."
              : "No change of this usage is among those shown."}
      </p>
      {rows.length > 0 && <Chart rows={rows} unit={unit} numbers={numbers} />}
      <Table {...{ rows, columns, sort, setSort, title, totals }} rest={filter ? [] : mine(f.rest)} />
      {series.unchanged ? <p class="note">{numbers.count(series.unchanged)} groups did not change and are in the total only.</p> : null}
    </>
  );
}

const matches = (filter: string) => {
  const words = filter.toLowerCase().split(/\s+/);
  return (row: Row) => {
    const text = [...keys.map((key) => row[key]), ...(row.why ?? [])].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  };
};

function Truncated({ figures: f, numbers, more }: { figures: Figures; numbers: Numbers; more?: More }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const total = f.total ?? f.items.length;
  if (!f.truncated && f.items.length >= total) return null;
  const get = async () => {
    setBusy(true);
    setProblem((await more!(f))?.message ?? "");
    setBusy(false);
  };
  return (
    <section class="truncated">
      <p role="status">
        {numbers.count(f.items.length)} of {numbers.count(total)} {f.proof ? "groups" : "changes"} are shown, over all usages. Totals hold all of them.
        {problem && (
          <span class="problem">
            The next page was refused: <q>{problem}</q>
          </span>
        )}
      </p>
      {f.truncated &&
        (more ? (
          <button type="button" onClick={get} disabled={busy}>
            {busy ? "Loading…" : "Show more"}
          </button>
        ) : (
          <p>Ask the assistant for the next page.</p>
        ))}
    </section>
  );
}
