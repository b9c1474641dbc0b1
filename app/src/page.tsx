import { useState } from "preact/hooks";
import { Chart } from "./chart";
import { type Figures, type Proof, type Row, keys, nameOf, proofs, sameSeries } from "./results";
import { Table, type Sort, breakable, columnsOf, inOrder } from "./table";
import { Numbers, unitsOf } from "./units";

export type State = { asked: Record<string, unknown>; locale?: string } & (
  | { phase: "waiting" }
  | { phase: "cancelled" | "failed"; why?: string }
  | { phase: "figures"; figures: Figures; answer?: symbol }
);

type More = (f: Figures) => Promise<Error | undefined>;

/** Page is all there is to see, whatever the state. */
export function Page(p: State & { more?: More }) {
  switch (p.phase) {
    case "figures":
      return <Picture key={p.answer} {...p} />;
    case "waiting":
      return (
        <div class="notice" role="status">
          <h1>Waiting for figures…</h1>
          <Asked asked={p.asked} />
        </div>
      );
  }
  return (
    <div class={"notice " + p.phase} role="alert">
      <h1>{p.phase === "failed" ? "No figures" : "Cancelled"}</h1>
      <p>{p.why ?? "The call was cancelled before there was an answer."}</p>
      <Asked asked={p.asked} />
    </div>
  );
}

/** Asked are the arguments of the call. */
function Asked({ asked }: { asked: Record<string, unknown> }) {
  const words = Object.entries(asked)
    .filter(([name]) => name !== "cursor")
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${[value].flat().join(", ")}`);
  return words.length ? <p class="asked">Asked for {words.join("; ")}</p> : null;
}

function Picture({ figures: f, asked, locale, more }: { figures: Figures; asked: Record<string, unknown>; locale?: string; more?: More }) {
  const [series, setSeries] = useState(f.items[0] ?? f.totals[0]);
  const [units, setUnits] = useState<Record<string, number>>({});
  const [sort, setSort] = useState<Sort>();
  const [filter, setFilter] = useState("");
  const numbers = new Numbers(locale);
  const from = proofs(f);

  const choices = series ? unitsOf(series) : [];
  const unit = choices[units[series?.unit ?? ""] ?? 0];
  const mine = (rows: Row[] | null | undefined) => (rows ?? []).filter((row) => sameSeries(row, series!));
  const all = series ? mine(f.items) : [];
  const columns = unit ? columnsOf(all.concat(mine(f.totals)), unit, numbers) : [];
  const rows = inOrder(all.filter(matches(filter)), columns, sort);

  return (
    <>
      <header>
        <h1>
          {f.proof ? "Usage" : "Change in usage"}, <bdi>{from[0]!.subject}</bdi>
        </h1>
        <p class="period">{from.map((p) => periodOf(p)).join(" → ")}</p>
        <Asked asked={asked} />
      </header>
      <Warnings from={from} />
      {!series || !unit ? (
        <p class="notice">Nothing to show: no group {f.proof ? "has usage" : "has changed"} in what was asked for.</p>
      ) : (
        <>
          <Series all={f.totals} chosen={series} numbers={numbers} choose={(s) => (setSeries(s), setSort(undefined))} />
          <div class="controls">
            <label>
              Filter <input type="search" value={filter} onInput={(e) => setFilter(e.currentTarget.value)} placeholder="name, edition …" />
            </label>
            {choices.length > 1 && (
              <fieldset class="units">
                <legend>Unit</legend>
                {choices.map((choice, i) => (
                  <label key={choice.name}>
                    <input
                      type="radio"
                      name="unit"
                      checked={choice === unit}
                      onChange={() => setUnits({ ...units, [series.unit]: i })}
                    />
                    {choice.name}
                  </label>
                ))}
              </fieldset>
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
          <Table {...{ rows, columns, sort, setSort }} rest={filter ? [] : mine(f.rest)} totals={mine(f.totals)} caption={`${nameOf(series)}, in ${unit.name}`} />
          <Twins rows={rows} />
        </>
      )}
      <Truncated figures={f} numbers={numbers} more={more} />
      {f.unchanged ? <p class="note">{numbers.count(f.unchanged)} groups did not change and are in the totals only.</p> : null}
      <footer>
        {from.map((p, i) => (
          <Provenance key={p.stored_report_id + i} proof={p} name={"Where the figures come from" + (f.proof ? "" : i ? ", after" : ", before")} numbers={numbers} />
        ))}
      </footer>
    </>
  );
}

/** periodOf is a period without the words on how it is counted. */
const periodOf = (p: Proof) => p.period.split(": ")[0]!.replaceAll(/T\d\d:\d\d:\d\dZ/g, "");

const matches = (filter: string) => {
  const words = filter.toLowerCase().split(/\s+/);
  return (row: Row) => {
    const text = [...keys.map((key) => row[key]), ...(row.why ?? [])].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  };
};

function Warnings({ from }: { from: Proof[] }) {
  const warnings = [...new Set(from.flatMap((p) => p.warnings))];
  return (
    <>
      {warnings.length > 0 && (
        <section class="warnings" aria-labelledby="warnings">
          <h2 id="warnings">{warnings.length === 1 ? "Warning" : `${warnings.length} warnings`}</h2>
          <ul>
            {warnings.map((w) => (
              <li key={w}>{w}</li>
            ))}
          </ul>
        </section>
      )}
      <ul class="control">
        {from.map((p, i) => (
          <li key={i} class={p.control.status.replaceAll(" ", "-")}>
            {from.length > 1 && (i ? "After: " : "Before: ")}
            {controlOf(p)}
          </li>
        ))}
      </ul>
    </>
  );
}

function controlOf({ control: c }: Proof) {
  switch (c.status) {
    case "reconciled":
      return `✓ control totals reconciled in ${c.sums ?? 0} sums`;
    case "differs":
      return `✗ control totals differ in ${c.differing ?? 0} of ${c.sums ?? 0} sums`;
  }
  return `control totals: ${c.status}${c.why ? ", " + c.why : ""}`;
}

/** Series chooses which usage is drawn: different ones have no common sum and no common axis. */
function Series({ all, chosen, numbers, choose }: { all: Row[]; chosen: Row; numbers: Numbers; choose: (r: Row) => void }) {
  return (
    <fieldset class="series">
      <legend>Usage and total</legend>
      {all.map((row) => {
        const unit = unitsOf(row)[0]!;
        return (
          <label key={nameOf(row) + row.unit}>
            <input type="radio" name="series" checked={sameSeries(row, chosen)} onChange={() => choose(row)} />
            <span>{breakable(nameOf(row))}</span>
            <strong>
              {numbers.format(row.value ?? row.after ?? "0", unit)} <small>{unit.name}</small>
            </strong>
            {row.trial && <span>and {numbers.format(row.trial, unit)} on trial</span>}
            {row.change && (
              <span>
                {numbers.format(row.change, unit, true)}
                {row.percent && ` (${numbers.percent(row.percent)})`}
              </span>
            )}
          </label>
        );
      })}
    </fieldset>
  );
}

/** Twins says what rows of one name are. */
function Twins({ rows }: { rows: Row[] }) {
  const names = rows.filter((row) => row.tenant && !row.tenant_id).map((row) => keys.map((key) => row[key]).join("\n"));
  return new Set(names).size < names.length ? (
    <p class="note">Rows of the same name are different tenants; asked for with ids, they can be told apart.</p>
  ) : null;
}

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
        {problem && ` ${problem}`}
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

/** Provenance is what an auditor asks for. */
function Provenance({ proof: p, name, numbers }: { proof: Proof; name: string; numbers: Numbers }) {
  const facts: [string, string | undefined][] = [
    ["Data centre", p.data_centre],
    ["Subject", p.subject],
    ["Period (UTC)", p.period],
    ["Report", `${p.report_id}, ${p.kind}, ${p.level}`],
    ["Stored report", `${p.stored_report_id}, created ${p.created}`],
    ["SHA-256", p.sha256],
    ["Selection", p.selection],
    ["Rows", `${numbers.count(p.rows)} read, ${numbers.count(p.skipped)} unreadable, ${numbers.count(p.left_out)} left out`],
    ["Units from", p.units],
    ["Added together", p.merged?.join("; ")],
    ["Control totals", controlOf(p)],
    ["Differences", p.control.differences?.join("; ")],
  ];
  return (
    <details>
      <summary>{name}</summary>
      <dl>
        {facts.map(([fact, value]) =>
          value ? (
            <div key={fact}>
              <dt>{fact}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ) : null,
        )}
      </dl>
    </details>
  );
}
