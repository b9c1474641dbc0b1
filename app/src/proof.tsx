import { useState } from "preact/hooks";
import type { Figures, Money, Proof, Without } from "./figures";
import { Asked } from "./notice";
import type { Numbers } from "./units";
import { listed, monthOf, monthsOf } from "./words";

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

/** Missing is what the figures don't hold, so that nobody takes them for the whole. */
export function Missing({ of: f }: { of: Figures }) {
  const all = [
    f.missing.length && `There is no report for ${monthsOf(f.missing)}: these figures are without ${f.missing.length === 1 ? "it" : "them"}.`,
    f.monthsLeft.length && `There was no time to read ${monthsOf(f.monthsLeft)}: ask for ${f.monthsLeft.length === 1 ? "it" : "them"} again.`,
    f.cut.length && `These usages had no room in the answer: ${listed(f.cut)}. Ask for them by name.`,
  ].filter(Boolean) as string[];
  if (!all.length) return null;
  return (
    <section class="warnings" aria-labelledby="missing">
      <h2 id="missing">Missing</h2>
      <ul>
        {all.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  );
}

/** Unpriced is why amounts of money aren't complete: it comes first, since nobody should bill them. */
export function Unpriced({ of: { complete, shows, unpriced, withoutCost, zero }, numbers }: { of: Money; numbers: Numbers }) {
  const lines = (n: number) => `${numbers.count(n)} ${n === 1 ? "line" : "lines"}`;
  const free = zero > 0 && <p class="note">{lines(zero)} of the report have the price 0.</p>;
  if (complete && !unpriced.lines && !withoutCost.lines) return free || null;
  return (
    <section class="notice failed" role="alert">
      <h2>Not complete: {shows === "cost" ? "these are not all costs" : "do not bill these amounts"}</h2>
      {!unpriced.lines && !withoutCost.lines && <p>A warning below says what is in doubt.</p>}
      <Lines of={unpriced} numbers={numbers} what={`${lines(unpriced.lines)} of the report without a price are in no amount:`} />
      <Lines of={withoutCost} numbers={numbers} what={`${lines(withoutCost.lines)} of the report without a cost are in no cost, and margins are too high by it:`} />
      {free}
    </section>
  );
}

function Lines({ of: { lines, items, more }, what, numbers }: { of: Without; what: string; numbers: Numbers }) {
  if (!lines) return null;
  return (
    <>
      <p>{what}</p>
      <ul>
        {items.map(({ what, why }) => (
          <li key={what + why}>
            <bdi>{what}</bdi>: <bdi>{why}</bdi>
          </li>
        ))}
        {more > 0 && <li>{numbers.count(more)} more</li>}
      </ul>
    </>
  );
}

/** Controls say whether the report agrees with itself, which vouches for figures only where there are some. */
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
const nameOf = (p: Proof, i: number, all: Proof[]) => (all.length < 2 ? "" : p.month ? monthOf(p.month) : i ? "After" : "Before");

function controlOf({ control: c }: Proof) {
  switch (c.status) {
    case "reconciled":
      return `✓ The report's own totals agree (${c.sums} checked)`;
    case "differs":
      return `✗ The report's own totals differ: ${c.differing} of ${c.sums} checked`;
  }
  return `The report's own totals were not checked${c.why ? `: ${c.why}` : ""}`;
}

type Origin = { of: Figures; asked: Record<string, unknown>; numbers: Numbers; open?: (url: string) => Promise<string | undefined> };

/** Provenance is what an auditor asks for. */
export function Provenance({ of, asked, numbers, open }: Origin) {
  const from = of.proofs;
  return (
    <footer>
      {from.map((p, i) => (
        <details key={i}>
          <summary>Where the figures come from{nameOf(p, i, from) && ", " + nameOf(p, i, from)}</summary>
          <Facts of={of} proof={p} numbers={numbers} />
        </details>
      ))}
      {of.matched.length > 0 && (
        <details>
          <summary>What the names matched</summary>
          <dl>
            {of.matched.map(({ entry, count, names }) => (
              <Fact key={entry} name={entry} value={`${numbers.count(count ?? names.length)}: ${names.join(", ")}${(count ?? 0) > names.length ? " …" : ""}`} />
            ))}
          </dl>
        </details>
      )}
      <Portal dataCentre={of.dataCentre} open={open} />
      {of.unused.length > 0 && <p class="note">Without a value here: {listed(of.unused)}.</p>}
      <Asked asked={asked} />
    </footer>
  );
}

/**
 * Portal is a link to the data centre, where the reports are. The vendor documents no address of a single report, so it
 * says that this is the start page. Whether and how it opens is up to the host.
 */
function Portal({ dataCentre, open }: { dataCentre?: string; open?: Origin["open"] }) {
  const [problem, setProblem] = useState("");
  const host = /(?:^|\()((?:[a-z0-9-]+\.)+[a-z]{2,})\)?$/.exec(dataCentre ?? "")?.[1];
  if (!host || !open) return null;
  return (
    <p class="note">
      <button type="button" class="link" onClick={async () => setProblem((await open(`https://${host}/`)) ?? "")}>
        Open {host}
      </button>
      , the start page of the data centre where the reports are. <span role="status">{problem}</span>
    </p>
  );
}

function Facts({ of, proof: p, numbers }: { of: Figures; proof: Proof; numbers: Numbers }) {
  const facts: [string, string | undefined][] = [
    ["Data centre", of.dataCentre],
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
    ["Added together", p.merged.join("; ")],
    ["Control totals", controlOf(p)],
    ...(of.money?.facts ?? []),
    ["Checks", of.checks.join(" ")],
    ["Differences", p.control.differences.join("; ")],
  ];
  return (
    <dl>
      {facts.map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function Fact({ name, value }: { name: string; value?: string }) {
  return value ? (
    <div>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  ) : null;
}
