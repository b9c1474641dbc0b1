import "./style.css";
import { App, applyDocumentTheme, applyHostFonts, applyHostStyleVariables, type McpUiHostContext } from "@modelcontextprotocol/ext-apps";
import { render } from "preact";
import { config } from "zod";
import { Page, type State } from "./page";
import { type Figures, append, figures, toolOf } from "./results";

// A host's content security policy forbids code made from strings, and zod would try.
config({ jitless: true });

const app = new App({ name: "acronis-reports-mcp", version: "1" }, { availableDisplayModes: ["inline", "fullscreen"] });
let state: State = { phase: "waiting", asked: {} };

function show(change: Partial<State>) {
  state = { ...state, ...change } as State;
  render(<Page key={state.turn} {...state} more={app.getHostCapabilities()?.serverTools && more} />, document.getElementById("page")!);
}

/** more gets the next page of figures; an Error says why there is none. */
async function more(f: Figures): Promise<Error | undefined> {
  try {
    const result = await app.callServerTool({ name: toolOf(f), arguments: { ...state.asked, cursor: f.next_cursor } });
    const next = figures(result);
    const all = next instanceof Error ? next : append(f, next);
    if (all instanceof Error) return all;
    if (state.phase === "figures" && state.figures === f) show({ figures: all });
  } catch (e) {
    return e as Error;
  }
}

/** dress follows the host: its context at first, and later what has changed in it. */
function dress({ theme, styles, locale, safeAreaInsets: insets, containerDimensions: room }: Partial<McpUiHostContext>) {
  const root = document.documentElement.style;
  if (theme) applyDocumentTheme(theme);
  if (styles?.variables) applyHostStyleVariables(styles.variables);
  if (styles?.css?.fonts) applyHostFonts(styles.css.fonts);
  for (const [side, pixels] of Object.entries(insets ?? {})) root.setProperty(`--inset-${side}`, `${pixels}px`);
  if (room) {
    root.maxHeight = "maxHeight" in room ? `${room.maxHeight}px` : "";
    root.maxWidth = "maxWidth" in room ? `${room.maxWidth}px` : "";
  }
  if (locale) show({ locale });
}

app.ontoolinputpartial = ({ arguments: asked = {} }) => show({ phase: "waiting", asked });
app.ontoolinput = ({ arguments: asked = {} }) => show({ phase: "waiting", asked, turn: Symbol() });
app.ontoolresult = (result) => {
  const f = figures(result);
  const turn = Symbol();
  if (f instanceof Error) show({ phase: result.isError ? "refused" : "failed", why: f.message, turn });
  else show({ phase: "figures", figures: f, turn });
};
app.ontoolcancelled = ({ reason }) => show({ phase: "cancelled", why: reason });
app.onhostcontextchanged = dress;
app.onteardown = () => ({}); // there is nothing to save

show({});
app.connect().then(
  () => dress(app.getHostContext() ?? {}),
  (e: Error) => show({ phase: "failed", why: `No assistant answers this page: ${e.message}` }),
);
