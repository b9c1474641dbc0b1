import { Fragment } from "preact";
import { visible } from "./fields";

/** About is what a notice shows of a call; beside figures it is a call after theirs. */
type About = { why?: string; asked: Record<string, unknown>; beside?: boolean };

const Beside = () => <p>The figures below are those of the call before.</p>;

/** Waiting is seen until there is an answer. */
export function Waiting({ asked }: About) {
  return (
    <div class="notice waiting" role="status">
      <h1>Waiting for figures…</h1>
      <Asked asked={asked} />
    </div>
  );
}

/** Refused frames a text that was written for the assistant. */
export function Refused({ why, asked, beside }: About) {
  return (
    <div class="notice failed" role="alert">
      <h1>No figures</h1>
      <p>The assistant asked for figures and got {why ? "this answer:" : "an error without a word of why."}</p>
      {why && <blockquote>{why}</blockquote>}
      <p>It can go on from there. You can also ask it for something else.</p>
      {beside ? <Beside /> : <Asked asked={asked} />}
    </div>
  );
}

export function Failed({ why, asked, beside }: About) {
  return (
    <div class="notice failed" role="alert">
      <h1>No picture</h1>
      <p>{why}</p>
      {beside ? <Beside /> : <Asked asked={asked} />}
    </div>
  );
}

export function Cancelled({ why, asked }: About) {
  return (
    <div class="notice" role="alert">
      <h1>Cancelled</h1>
      <p>{why ? visible(why) : "The call was cancelled before there was an answer."}</p>
      <Asked asked={asked} />
    </div>
  );
}

/** Asked are the arguments of the call, as the assistant wrote them. */
export function Asked({ asked }: { asked: Record<string, unknown> }) {
  const words = Object.entries(asked).filter(([name, value]) => name !== "cursor" && value !== undefined);
  return words.length ? (
    <p class="asked">
      Asked for{" "}
      {words.map(([name, value], i) => (
        <Fragment key={name}>
          {i > 0 && "; "}
          <bdi>{visible(name).replaceAll("_", " ")}</bdi>: <bdi>{[value].flat().map(wordsOf).join(", ")}</bdi>
        </Fragment>
      ))}
    </p>
  ) : null;
}

const wordsOf = (value: unknown) => visible(typeof value === "string" ? value : JSON.stringify(value) ?? "");
