import type { Figures, Proof } from "./results";
import type { Numbers } from "./units";

/** Warnings are what a user has to know before the figures. */
export function Warnings({ all }: { all: string[] }) {
  const warnings = [...new Set(all)];
  if (!warnings.length) return null;
  return (
    <section class="warnings" aria-labelledby="warnings">
      <h2 id="warnings">{warnings.length === 1 ? "Warning" : `${warnings.length} warnings`}</h2>
      <ul>
        {warnings.map((w) => (
          <li key={w}>{w}</li>
        ))}
      </ul>
    </section>
  );
}

/** Controls tell whether the report agrees with itself, which vouches for figures only where there are some. */
export function Controls({ from }: { from: Proof[] }) {
  return (
    <ul class="control">
      {from.map((p, i) => (
        <li key={i} class={p.control.status.replaceAll(" ", "-")}>
          {nameOf(p, i, from) && nameOf(p, i, from) + ": "}
          {controlOf(p)}
        </li>
      ))}
    </ul>
  );
}

/** nameOf tells the proofs of several files apart. */
const nameOf = (p: Proof, i: number, all: Proof[]) => p.month ?? (all.length < 2 ? "" : i ? "After" : "Before");

function controlOf({ control: c }: Proof) {
  switch (c.status) {
    case "reconciled":
      return `✓ control totals reconciled in ${c.sums ?? 0} sums`;
    case "differs":
      return `✗ control totals differ in ${c.differing ?? 0} of ${c.sums ?? 0} sums`;
  }
  return `control totals: ${c.status}${c.why ? ", " + c.why : ""}`;
}

/** Provenance is what an auditor asks for. */
export function Provenance({ of, from, numbers }: { of: Figures; from: Proof[]; numbers: Numbers }) {
  return (
    <footer>
      {from.map((p, i) => (
        <details key={i}>
          <summary>Where the figures come from{nameOf(p, i, from) && ", " + nameOf(p, i, from).toLowerCase()}</summary>
          <Facts of={of} proof={p} numbers={numbers} />
        </details>
      ))}
    </footer>
  );
}

function Facts({ of, proof: p, numbers }: { of: Figures; proof: Proof; numbers: Numbers }) {
  const facts: [string, string | undefined][] = [
    ["Data centre", of.data_centre],
    ["Subject", of.subject],
    ["Measure", of.measure],
    ["Period (UTC)", p.period],
    ["Report", [p.report_id, p.kind, p.level].filter(Boolean).join(", ")],
    ["Stored report", p.stored_report_id ? `${p.stored_report_id}, created ${p.created}` : `created ${p.created}`],
    ["SHA-256", p.sha256],
    ["Selection", p.selection ?? of.selection],
    [
      "Rows",
      p.rows === undefined ? undefined : `${numbers.count(p.rows)} read, ${numbers.count(p.skipped ?? 0)} unreadable, ${numbers.count(p.left_out ?? 0)} left out`,
    ],
    ["Units from", p.units],
    ["Added together", p.merged?.join("; ")],
    ["Control totals", controlOf(p)],
    ["Differences", p.control.differences?.join("; ")],
  ];
  return (
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
  );
}
