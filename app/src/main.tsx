import "./style.css";
import { render } from "preact";
import { type Answer, type Context, type Host, connect } from "./host";
import { Page, type State } from "./page";
import { type Pages, add, joined, next, sameAnswer } from "./pages";
import { Problem } from "./fields";
import { read } from "./results";

type Arguments = Record<string, unknown>;

let state: State = { notice: { phase: "waiting" }, asked: {} };
let host: Host = {};
let asked: Arguments | undefined; // by the last call; what figures on the page answer is in state
let answered: Arguments | undefined; // the question of the figures on the page, if the host passed it on
let pages: Pages | undefined;

function show(change: Partial<State>) {
  state = { ...state, ...change };
  render(<Page key={state.turn} {...state} more={host.call && answered && more} open={host.open && open} />, document.getElementById("page")!);
}

/** take shows a result: as a page of the figures that are there, or instead of them. A text says why it can't. */
function take(answer: Answer, by: Arguments | undefined): string | undefined {
  const figures = read(answer);
  if (figures instanceof Problem) return figures.message;
  const { cursor, ...question } = by ?? {};
  const same = pages !== undefined && sameAnswer(pages, figures) && (!answered || !by || JSON.stringify(answered) === JSON.stringify(question));
  pages = add(same ? pages! : { all: [], followed: [] }, figures, typeof cursor === "string" ? cursor : undefined);
  answered = by ? question : same ? answered : undefined;
  show({ figures: joined(pages), notice: undefined, ...(same ? {} : { turn: Symbol(), asked: question }) });
  return undefined;
}

/** more gets a page that hasn't come; a text says what came of it. */
async function more(): Promise<string | undefined> {
  const from = pages!;
  const before = state.figures!.items.length;
  const cursor = next(from);
  try {
    const answer = await host.call!(from.all[0]!.tool, { ...answered, cursor });
    if (pages?.all[0] !== from.all[0]) return undefined; // other figures have come
    const page = read(answer);
    if (page instanceof Problem) return `The next page was refused: “${page.message}”`;
    if (!sameAnswer(from, page)) return "The report has changed since. Ask for these figures anew.";
    take(answer, { ...answered, cursor });
    const came = state.figures!.items.length - before;
    return came ? `${came} more are shown.` : "That page was here already: nothing was added.";
  } catch {
    return "The app did not get the next page. Try again, or ask the assistant for it.";
  }
}

async function open(url: string): Promise<string | undefined> {
  const opened = await host.open!(url).catch(() => false);
  return opened ? undefined : "The app did not open it.";
}

/** dress follows the host: its context at first, and later what has changed in it. */
function dress({ theme, variables, fonts, locale, insets, room }: Context) {
  const { style, dataset } = document.documentElement;
  if (theme) dataset.theme = style.colorScheme = theme;
  for (const [name, value] of variables) style.setProperty(name, value);
  if (fonts && !document.getElementById("fonts")) {
    document.head.append(Object.assign(document.createElement("style"), { id: "fonts", textContent: fonts }));
  }
  for (const [side, pixels] of insets) style.setProperty(`--inset-${side}`, `${pixels}px`);
  if (room) {
    style.maxHeight = room.maxHeight ? `${room.maxHeight}px` : "";
    style.maxWidth = room.maxWidth ? `${room.maxWidth}px` : "";
  }
  show(locale ? { locale } : {});
}

show({});
connect({
  input(args, whole) {
    if (whole) asked = args;
    // Figures stay until others come: an input may be repeated, or come late.
    if (!state.figures) show({ notice: { phase: "waiting" }, asked: args });
  },
  result(answer) {
    const why = take(answer, asked);
    if (why !== undefined) show({ notice: { phase: answer.isError ? "refused" : "failed", why } });
  },
  cancelled(why) {
    if (!state.figures) show({ notice: { phase: "cancelled", why } });
  },
  context: dress,
}).then(
  (found) => {
    host = found;
    show({});
  },
  () => show({ notice: { phase: "failed", why: "No assistant answers this page." } }),
);
