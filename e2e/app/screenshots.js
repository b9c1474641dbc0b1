// Makes a screenshot of each state, light and dark, at two widths, in five languages' ways of writing numbers.
// node screenshots.js [STATE...] makes those of some states only.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openHost, startBrowser, startProgram } from "./stage.js";
import { statesOf } from "./states.js";

const folder = join(import.meta.dirname, "screenshots/states");
mkdirSync(folder, { recursive: true });
const [program, browser] = await Promise.all([startProgram(), startBrowser()]);
const wanted = process.argv.slice(2);
const states = Object.entries(statesOf(program)).filter(([name]) => !wanted.length || wanted.includes(name));
for (const [name, reach] of states) {
  for (const width of [320, 700]) {
    for (const locale of ["en-US", "de-DE", "fr-FR", "hi-IN", "ar-EG"]) {
      const host = await openHost(browser, program, { width, locale });
      await reach({ show: (args, result) => host.show(args, result), send: host.send, picture: host.picture });
      for (const theme of ["light", "dark"]) {
        await host.send("sendHostContextChange", { theme });
        await host.page.waitForTimeout(200); // the frame follows the picture's height
        await host.page.locator("iframe").screenshot({ path: join(folder, `${name.replaceAll(" ", "-")}-${width}-${locale}-${theme}.png`), animations: "disabled" });
      }
      if (host.complaints.length) throw new Error(`${name}: ${host.complaints}`);
      await host.page.close();
    }
  }
}
await Promise.all([program.close(), browser.close()]);
console.log(`${states.length * 20} screenshots are in ${folder}`);
