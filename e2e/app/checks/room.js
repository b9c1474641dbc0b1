// Little room: narrow frames and pages enlarged to 200 %, by eye and by keyboard.
import assert from "node:assert/strict";
import { check, hidden, program } from "../suite.js";
import { statesOf } from "../states.js";

const states = ["usage", "six keys", "long names", "comparison", "charges compared", "margins", "over the quota", "differing totals", "refused"];

/** rooms are widths in pixels of the page: twice as large, 700 pixels of a screen are 350 of a page. */
const rooms = [["320 px", { width: 320 }], ["700 px at 200 %", { width: 350, sharpness: 2 }], ["320 px at 200 %", { width: 160, sharpness: 2 }]];

for (const [name, settings] of rooms) {
  check(`nothing is cut and nothing scrolls sideways: ${name}`, settings, async (host, picture) => {
    for (const state of states) {
      await statesOf(program)[state]({ show: (args, result) => host.show(args, result), send: host.send, picture });
      await picture.locator("header, .failed").first().waitFor();
      const wide = await picture.locator("html").evaluate((html) => [html, ...html.querySelectorAll(".box, textarea, .chart")].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => `${e.className || e.tagName} ${e.scrollWidth} > ${e.clientWidth}`));
      assert.deepEqual([wide, await hidden(picture)], [[], []], state);
    }
  });
}

/** rings are what the Tab key reaches, each with whether its ring is seen whole. */
async function rings(host, picture, most = 60) {
  const all = [];
  for (let i = 0; i < most; i++) {
    await host.page.keyboard.press("Tab");
    const ring = await picture.locator("html").evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return undefined;
      const ringed = focused.matches(".series input, .units input") ? focused.parentElement : focused;
      const { left, right, width, height } = ringed.getBoundingClientRect();
      const { outlineStyle, outlineWidth } = getComputedStyle(ringed);
      return { name: focused.innerText || focused.ariaLabel || focused.parentElement.innerText, seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && width > 0 && height > 0 && left >= 0 && right <= innerWidth };
    });
    if (!ring) break;
    all.push(ring);
  }
  return all;
}

for (const [name, settings, forced] of [["320 px", { width: 320 }], ["200 %", { width: 350, sharpness: 2 }], ["colours that the system chose", { width: 700 }, true]]) {
  check(`the focus is seen at each stop: ${name}`, settings, async (host, picture) => {
    if (forced) await host.page.emulateMedia({ forcedColors: "active" });
    await statesOf(program).usage({ show: (args, result) => host.show(args, result), send: host.send, picture });
    const all = await rings(host, picture);
    assert.ok(all.length >= 9, `only ${all.length} stops`);
    assert.deepEqual(all.filter(({ seen }) => !seen), []);
    for (const stop of ["Backup storage", "GiB", "Filter", "Copy as a table", "Billable", "Show more", "Where the figures come from"]) assert.ok(all.some(({ name }) => name.includes(stop)), `no stop at ${stop}: ${all.map(({ name }) => name)}`);
  });
}
