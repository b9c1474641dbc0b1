/**
 * The page's side of MCP Apps: JSON-RPC to the window that shows it
 * (https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx).
 * What a host says is taken part by part, so that one that this page doesn't know costs nothing else.
 */

type Raw = Record<string, unknown>;

/** An Answer is the result of a tool, as far as the page reads it. */
export type Answer = { text: string; structured?: unknown; isError: boolean };

/** A Context is how a host wants the page to look; what it doesn't say stays. */
export type Context = {
  theme?: "light" | "dark";
  locale?: string;
  variables: [string, string][];
  fonts?: string;
  insets: [string, number][];
  room?: { maxHeight?: number; maxWidth?: number };
};

/** Events are what a host tells a page. */
export type Events = {
  input: (args: Raw, whole: boolean) => void;
  result: (answer: Answer) => void;
  cancelled: (reason?: string) => void;
  context: (context: Context) => void;
};

export type Host = {
  call?: (name: string, args: Raw) => Promise<Answer>;
  open?: (url: string) => Promise<boolean>;
};

const isObject = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);
const object = (value: unknown): Raw => (isObject(value) ? value : {});
const text = (value: unknown) => (typeof value === "string" ? value : undefined);
const entries = <T>(value: unknown, type: string) => Object.entries(object(value)).filter(([, part]) => typeof part === type) as [string, T][];

const version = "2026-01-26";
const firstAnswer = 60_000; // ms to wait for it

/** connect introduces the page to its host and says what the host can do. */
export async function connect(on: Events): Promise<Host> {
  const waiting = new Map<unknown, { resolve: (result: Raw) => void; reject: (e: Error) => void }>();
  const send = (message: Raw) => window.parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
  const notify = (method: string, params: Raw) => send({ method, params });
  let last = 0;
  const request = (method: string, params: Raw) =>
    new Promise<Raw>((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      send({ id: last, method, params });
    });

  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || !isObject(data) || data.jsonrpc !== "2.0") return;
    const { id, method, params, result, error } = data;
    if (typeof method !== "string") {
      const call = waiting.get(id);
      waiting.delete(id);
      if (error) call?.reject(new Error(text(object(error).message)));
      else call?.resolve(object(result));
    } else if (id === undefined) {
      notified(method, object(params), on);
    } else if (method === "ping" || method === "ui/resource-teardown") {
      send({ id, result: {} }); // there is nothing to save
    } else {
      send({ id, error: { code: -32601, message: "Method not found" } });
    }
  });

  const { hostCapabilities, hostContext } = await Promise.race([
    request("ui/initialize", {
      protocolVersion: version,
      appInfo: { name: "acronis-reports-mcp", version: "1" },
      appCapabilities: { availableDisplayModes: ["inline", "fullscreen"] },
    }),
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error()), firstAnswer)),
  ]);
  notify("ui/notifications/initialized", {});
  tellSize((size) => notify("ui/notifications/size-changed", size));
  on.context(contextOf(hostContext));
  const { serverTools, openLinks } = object(hostCapabilities);
  return {
    call: serverTools ? async (name, args) => answerOf(await request("tools/call", { name, arguments: args })) : undefined,
    open: openLinks ? async (url) => (await request("ui/open-link", { url })).isError !== true : undefined,
  };
}

/** notified passes on what a host says without asking for an answer. */
function notified(method: string, params: Raw, on: Events) {
  switch (method) {
    case "ui/notifications/tool-input-partial":
      return on.input(object(params.arguments), false);
    case "ui/notifications/tool-input":
      return on.input(object(params.arguments), true);
    case "ui/notifications/tool-result":
      return on.result(answerOf(params));
    case "ui/notifications/tool-cancelled":
      return on.cancelled(text(params.reason));
    case "ui/notifications/host-context-changed":
      return on.context(contextOf(params));
  }
}

function answerOf({ content, structuredContent, isError }: Raw): Answer {
  const texts = (Array.isArray(content) ? content : []).flatMap((block) => (object(block).type === "text" ? (text(block.text) ?? []) : []));
  return { text: texts.join("\n"), structured: structuredContent, isError: isError === true };
}

function contextOf(value: unknown): Context {
  const { theme, locale, styles, safeAreaInsets, containerDimensions } = object(value);
  const { variables, css } = object(styles);
  return {
    theme: theme === "light" || theme === "dark" ? theme : undefined,
    locale: isLocale(locale) ? locale : undefined,
    variables: entries<string>(variables, "string").filter(([name]) => /^--(color|font|border|shadow)-/.test(name)),
    fonts: text(object(css).fonts),
    insets: entries<number>(safeAreaInsets, "number").filter(([side]) => /^(top|right|bottom|left)$/.test(side)),
    room: isObject(containerDimensions) ? Object.fromEntries(entries<number>(containerDimensions, "number")) : undefined,
  };
}

function isLocale(locale: unknown): locale is string {
  try {
    return typeof locale === "string" && Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}

/** tellSize tells how high the page is, at first and whenever that changes. */
function tellSize(tell: (size: { width: number; height: number }) => void) {
  let known = "";
  const measure = () => {
    const root = document.documentElement;
    const { height: set } = root.style;
    root.style.height = "max-content"; // not that of the frame
    const size = { width: Math.ceil(innerWidth), height: Math.ceil(root.getBoundingClientRect().height) };
    root.style.height = set;
    if (JSON.stringify(size) !== known) tell(size);
    known = JSON.stringify(size);
  };
  const watch = new ResizeObserver(() => requestAnimationFrame(measure));
  watch.observe(document.documentElement);
  watch.observe(document.body);
}
