// What the checks of the picture have in common: the program in demo mode, a browser, and results of all kinds.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { forget, look } from "./looks.js";
import { openHost, startBrowser, startProgram } from "./stage.js";

const usages = ["pw_base_storage", "pw_base_workstations", "pw_compute_points"];
export const sum = { month: "2026-10", group_by: ["tenant"], usages };
export const compare = { group_by: ["tenant"], usages };
export let program, browser, summary, changes, charges;

before(async () => {
  forget();
  [program, browser] = await Promise.all([startProgram(), startBrowser()]);
  summary = await program.call("summarize_usage", sum);
  changes = await program.call("compare_usage", compare);
  charges = await program.call("price_usage", { months: ["2026-10"] });
});
after(() => Promise.all([program?.close(), browser?.close()]));

/** check runs a check in a host of its own, and then looks for complaints of the browser. */
export const check = (name, settings, run, then = () => {}) =>
  test(name, async () => {
    const host = await openHost(browser, program, settings);
    await run(host, host.picture);
    await then(host);
    assert.deepEqual(host.complaints, []);
    await host.page.close();
  });

/** onStage is a check that looks at the picture, too. */
export const onStage = (name, settings, run) => check(name, settings, run, (host) => look(host, name));

export const texts = (locator) => locator.allInnerTexts();
export const column = (picture, n) => texts(picture.locator(`tbody tr > :nth-child(${n})`));
export const button = (picture, name) => picture.getByRole("button", { name });
export const plain = (text) => text.replaceAll(/[\u00a0\u202f]/g, " ");

/** made is a result in the form of summarize_usage, for what the demo's reports don't hold. */
export function made(items, change = {}) {
  const figures = structuredClone(summary.structuredContent);
  Object.assign(figures, { items, totals: items.slice(0, 1), rest: null, total: items.length, truncated: false, next_cursor: undefined }, change);
  return resultOf(figures);
}

/** compared is a result in the form of compare_usage, of usages with their changes. */
export function compared(items, change = {}) {
  const figures = structuredClone(changes.structuredContent);
  Object.assign(figures, { items, total: items.length, truncated: false, next_cursor: undefined }, change);
  return resultOf(figures);
}

export const resultOf = (figures) => ({ content: [{ type: "text", text: JSON.stringify(figures) }], structuredContent: JSON.parse(JSON.stringify(figures)) });

/** hidden are the numbers and words that can't be seen whole without scrolling. */
export const hidden = (picture) =>
  picture.locator(".box td, .box th, .series label > *, .reading, .label").evaluateAll((cells) =>
    cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1 || cell.getBoundingClientRect().right > innerWidth).map((cell) => cell.innerText),
  );
