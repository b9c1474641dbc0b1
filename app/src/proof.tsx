import type { Proof } from "./results";
import type { Numbers } from "./units";

/** Warnings are what a person has to know before the figures. */
export function Warnings({ from }: { from: Proof[] }) {
  const warnings = [...new Set(from.flatMap((p) => p.warnings))];
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
          {from.length > 1 && (i ? "After: " : "Before: ")}
          {controlOf(p)}
        </li>
      ))}
    </ul>
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

/** Provenance is what an auditor asks for. */
export function Provenance({ from, numbers }: { from: Proof[]; numbers: Numbers }) {
  return (
    <footer>
      {from.map((p, i) => (
        <details key={i}>
          <summary>Where the figures come from{from.length > 1 && (i ? ", after" : ", before")}</summary>
          <Facts proof={p} numbers={numbers} />
        </details>
      ))}
    </footer>
  );
}

function Facts({ proof: p, numbers }: { proof: Proof; numbers: Numbers }) {
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
