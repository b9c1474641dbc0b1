// Makes a screenshot of each state, light and dark, at two widths, in five languages' ways of writing numbers.
// node screenshots.js [STATE...] makes those of some states only.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openHost, startBrowser, startProgram } from "./stage.js";
import { statesOf } from "./states.js";

const folder = join(import.meta.dirname, "screenshots/states");
const widths = [320, 700];
const locales = ["en-US", "de-DE", "fr-FR", "hi-IN", "ar-EG"];
const themes = ["light", "dark"];
const attempts = 3; // a browser on a busy machine may be too slow, or end

const program = await startProgram();
const all = Object.entries(statesOf(program));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.some(([known]) => known === name));
if (unknown.length) throw new Error(`no state ${unknown}; there are ${all.map(([name]) => name).join(", ")}`);
const states = all.filter(([name]) => !wanted.length || wanted.includes(name));
if (!wanted.length) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

let browser = await startBrowser();
for (const [name, reach] of states) {
  for (const width of widths) {
    for (let attempt = 1; ; attempt++) {
      try {
        await shoot(name, reach, width);
        break;
      } catch (e) {
        if (attempt === attempts || e.complaints) throw e;
        console.error(`${name}, ${width} px: ${e.message.split("\n")[0]}; again`);
        await browser.close().catch(() => {});
        browser = await startBrowser();
      }
    }
  }
  console.log(name);
}
await Promise.all([program.close(), browser.close()]);
console.log(`${states.length * widths.length * locales.length * themes.length} screenshots are in ${folder}`);

/** shoot comes to a state once, and then changes the language and the theme of the app. */
async function shoot(name, reach, width) {
  const host = await openHost(browser, program, { width });
  await reach({ show: (args, result) => host.show(args, result), send: host.send, picture: host.picture });
  for (const locale of locales) {
    for (const theme of themes) {
      await host.send("sendHostContextChange", { locale, theme });
      await settled(host);
      const path = join(folder, `${name.replaceAll(" ", "-")}-${width}-${locale}-${theme}.png`);
      await host.page.locator("iframe").screenshot({ path, animations: "disabled", timeout: 120_000 });
    }
  }
  if (host.complaints.length) throw Object.assign(new Error(`${name}: ${host.complaints}`), { complaints: true });
  await host.page.close();
}

/** settled waits until the frame is as high as the picture, for as long as two frames are drawn. */
async function settled({ page }) {
  const height = () => page.locator("iframe").evaluate((frame) => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(frame.clientHeight)))));
  const inner = () => page.frames().at(-1).evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(document.body.getBoundingClientRect().bottom)))));
  for (let i = 0, before = -1; i < 100; i++) {
    const now = await height();
    if (now === before && now >= Math.floor(await inner())) return;
    before = now;
  }
  throw new Error("the frame does not follow the picture's height");
}
