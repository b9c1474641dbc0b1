import { useErrorBoundary, useMemo, useState } from "preact/hooks";
import { Cards } from "./cards";
import { Drawn, type View } from "./drawn";
import type { Figures, Proof } from "./figures";
import { Cancelled, Failed, Refused, Waiting } from "./notice";
import { Controls, Missing, Provenance, Unpriced, Warnings } from "./proof";
import { seriesOf } from "./series";
import { Truncated } from "./truncated";
import { Numbers } from "./units";
import { momentOf, monthsOf, titleOf } from "./words";

/** A Notice is what happened to the last call, if it didn't bring figures. */
export type Notice = { phase: "waiting" | "cancelled" | "refused" | "failed"; why?: string };

/** A State is what the page is about now: figures stay until others come. Their turn is another one with each answer. */
export type State = { asked: Record<string, unknown>; notice?: Notice; figures?: Figures; turn?: symbol; locale?: string };

/** Acts are what the page has the host do; a text says why it was not done. */
export type Acts = { more?: () => Promise<string | undefined>; open?: (url: string) => Promise<string | undefined> };

/** Page is all there is to see, whatever the state. Hosts show no errors, so it says what can't be drawn. */
export function Page(p: State & Acts) {
  const [thrown] = useErrorBoundary();
  if (thrown) return <Failed asked={p.asked} why="There is an answer, but this page can't draw it. The assistant can still tell you what is in it." />;
  return (
    <>
      {p.notice && <Note {...p.notice} asked={p.asked} beside={!!p.figures} />}
      {p.figures && <Picture {...p} figures={p.figures} />}
    </>
  );
}

function Note({ phase, ...notice }: Notice & { asked: Record<string, unknown>; beside: boolean }) {
  switch (phase) {
    case "refused":
      return <Refused {...notice} />;
    case "failed":
      return <Failed {...notice} />;
    case "cancelled":
      return <Cancelled {...notice} />;
  }
  return <Waiting {...notice} />;
}

function Picture({ figures: f, asked, locale, more, open }: State & Acts & { figures: Figures }) {
  const series = useMemo(() => seriesOf(f), [f]);
  const numbers = useMemo(() => new Numbers(locale), [locale]);
  const [wanted, setWanted] = useState("");
  const [view, setView] = useState<View>({ filter: "" });
  const chosen = series.find(({ key }) => key === wanted) ?? series[0];
  const title = titleOf(f, series.map(({ usage }) => usage.class));
  return (
    <>
      <header>
        <h1>
          {title.title}
          {f.subject && (
            <>
              {", "}
              <bdi>{f.subject}</bdi>
            </>
          )}
        </h1>
        <p class="period">
          {f.read ? `Read on ${momentOf(f.read.at)}` : f.compared && f.months.length === 2 ? `${monthsOf([f.months[0]!])} → ${monthsOf([f.months[1]!])}` : monthsOf(f.months)}
          {f.selection && (
            <>
              {": "}
              <bdi>{f.selection}</bdi>
            </>
          )}
        </p>
        {title.note && <p class="period">{title.note}</p>}
      </header>
      {f.money && <Unpriced of={f.money} numbers={numbers} />}
      <Warnings all={f.warnings} />
      <Missing of={f} />
      {chosen ? (
        <>
          <Controls from={f.proofs} />
          <Cards all={series} chosen={chosen} title={title} numbers={numbers} choose={({ key }) => setWanted(key)} months={f.compared && f.months.length === 2 ? f.months : undefined} money={!!f.money} now={!!f.read} />
          <Drawn figures={f} series={chosen} title={title} numbers={numbers} view={view} setView={setView} />
        </>
      ) : (
        <Empty from={f.proofs} warned={f.warnings.length > 0} of={f.read ? "the data centre's answer" : f.compared ? "either report" : "the report"} changes={f.compared} />
      )}
      <Truncated figures={f} series={series} numbers={numbers} more={more} />
      <Provenance of={f} asked={asked} numbers={numbers} open={open} />
    </>
  );
}

/** Empty is seen when no row fits what was asked for: no usage is known then, not even that there is none. */
function Empty({ from, warned, of, changes }: { from: Proof[]; warned: boolean; of: string; changes: boolean }) {
  return (
    <>
      <div class="notice">
        <h2>{changes ? "No change to show" : "No figures to show"}</h2>
        <p>
          No row of {of} fits what was asked for.{" "}
          {warned && "The warning says what was left out."}
        </p>
      </div>
      {from.some((p) => p.control.status === "differs") && <Controls from={from} />}
    </>
  );
}
