// The stage of the check: the program in demo mode, a browser, and a host page in it. Nothing of it listens on a port.
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { getToolUiResourceUri } from "@modelcontextprotocol/ext-apps/app-bridge";
import packed from "@sparticuz/chromium";
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const here = import.meta.dirname;
const host = "https://host.test/";
const sandbox = "https://sandbox.test/";

/** policyOf is what the extension has a host allow a page whose resource declares such domains. */
export function policyOf({ connectDomains = [], resourceDomains = [], frameDomains = [], baseUriDomains = [] } = {}) {
  const only = (...sources) => sources.join(" ") || "'none'";
  return [
    "default-src 'none'; object-src 'none'; form-action 'none'",
    ...["script-src", "style-src"].map((kind) => `${kind} ${only("'unsafe-inline'", ...resourceDomains)}`),
    `img-src ${only("data:", ...resourceDomains)}`,
    ...["font-src", "media-src"].map((kind) => `${kind} ${only(...resourceDomains)}`),
    `connect-src ${only(...connectDomains)}`,
    `frame-src ${only("'self'", ...frameDomains)}`, // the sandbox's own frame
    `base-uri ${only(...baseUriDomains)}`,
  ].join("; ");
}

/** startProgram builds and connects the program; months are prepared. */
export async function startProgram() {
  const program = join(mkdtempSync(join(tmpdir(), "picture-")), "acronis-reports-mcp");
  execFileSync("go", ["build", "-o", program, "."], { cwd: join(here, "../.."), env: { ...process.env, CGO_ENABLED: "0" } });
  const extensions = { "io.modelcontextprotocol/ui": { mimeTypes: ["text/html;profile=mcp-app"] } };
  const client = new Client({ name: "check", version: "1" }, { capabilities: { extensions }, versionNegotiation: { mode: "auto" } });
  await client.connect(new StdioClientTransport({ command: program, args: ["--demo"], stderr: "ignore" }));
  const call = (name, args) => client.callTool({ name, arguments: args });
  await call("prepare_months", { months: ["2026-09", "2026-10"] });
  const { tools } = await client.listTools();
  const [uri] = new Set(tools.map(getToolUiResourceUri).filter(Boolean));
  const { contents } = await client.readResource({ uri });
  return { call, close: () => client.close(), html: contents[0].text, csp: contents[0]._meta.ui.csp };
}

/** startBrowser opens Chromium: $CHROMIUM, or the one that npm brought. */
export async function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? (await packed.executablePath()), args: ["--no-sandbox"] });
}

const bundle = await build({ entryPoints: [join(here, "host.js")], bundle: true, write: false, format: "iife" });

/** openHost opens the host page; complaints gathers console errors and requests that should not be. */
export async function openHost(browser, program, { width = 1000, sharpness = 1, callsTools = true, opensLinks = true, raw, ...settings } = {}) {
  const page = await browser.newPage({ viewport: { width, height: 700 }, deviceScaleFactor: sharpness });
  const complaints = [];
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && complaints.push(m.text()));
  page.on("pageerror", (e) => complaints.push(String(e)));
  const frame = "<style>body { margin: 0 } iframe { width: 100%; border: 0; display: block }</style>";
  await page.route("**/*", (route) => {
    switch (route.request().url()) {
      case host:
        return route.fulfill({ contentType: "text/html", body: `<!doctype html><title>Host</title>${frame}<body><script>${bundle.outputFiles[0].text}</script>` });
      case sandbox:
        return route.fulfill({
          contentType: "text/html",
          body: readFileSync(join(here, "sandbox.html"), "utf8"),
          headers: { "content-security-policy": policyOf(program.csp) },
        });
    }
    complaints.push("request: " + route.request().url());
    return route.abort();
  });
  let opened;
  await page.exposeFunction("callTool", ({ name, arguments: args }) => (opened.answer ?? program.call)(name, args));
  await page.exposeFunction("openLink", ({ url }) => {
    opened.linked?.(url);
    return { isError: opened.refusesLinks };
  });
  await page.goto(host);
  const context = raw ?? { theme: "light", locale: "en-US", ...settings };
  await page.evaluate((o) => window.open(o), { html: program.html, csp: program.csp, sandbox, context, callsTools, opensLinks });
  const picture = page.frameLocator("iframe").frameLocator("iframe");
  return (opened = {
    page,
    picture,
    complaints,
    /** link is the next address that the picture asks for. */
    link: () => new Promise((resolve) => (opened.linked = resolve)),
    /** raw passes a message on as it is, past what the bridge would say. */
    raw: (message) => page.frames().at(-1).parentFrame().evaluate((message) => document.querySelector("iframe").contentWindow.postMessage(message, "*"), message),
    send: (what, params) => page.evaluate(([what, params]) => window.send(what, params), [what, params]),
    style: (property) => page.frames().at(-1).evaluate((property) => getComputedStyle(document.body)[property], property),
    async show(args, result) {
      await this.send("sendToolInput", { arguments: args });
      await this.send("sendToolResult", result);
      await picture.locator("header, .failed").first().waitFor();
    },
  });
}
