// Comparisons: bars of the change itself, and what is on trial apart from it.
import assert from "node:assert/strict";
import { check, compared, onStage, plain, texts } from "../suite.js";

const gib = 2 ** 30;
const change = (tenant, before, after, more = {}) => ({
  tenant, before: `${before * gib}`, after: `${after * gib}`, change: `${after > before ? "+" : ""}${(after - before) * gib}`, ...(before && { percent: `${(((after - before) / before) * 100).toFixed(1)}` }), ...more,
});
const storage = (changes, from_zero = []) =>
  compared([{ usage: "storage", label: "Backup storage", unit: "bytes", ...change(undefined, 100, 130), changed: changes.length + from_zero.length, unchanged: 4, changes, from_zero }]);

onStage("growth, decline, new, gone, and trials", { width: 700 }, async (host, picture) => {
  const result = storage(
    [change("Grown", 40, 60), change("Shrunk", 30, 20), change("Left", 20, 0, { gone: true }), change("Steady", 10, 10, { trial_before: `${5 * gib}`, trial_after: `${2 * gib}` })],
    [change("Fresh", 0, 40), change("Trying", 0, 0, { trial_before: "0", trial_after: `${gib}` })],
  );
  await host.show({}, result);
  const cells = async (n) => (await texts(picture.locator(`tbody tr > :nth-child(${n})`))).map(plain);
  assert.deepEqual(await cells(4), ["+20.00", "-10.00", "-20.00", "0.00", "+40.00", "0.00"]);
  assert.deepEqual(await cells(5), ["+50.0%", "-33.3%", "gone", "0.0%", "new", ""]);
  assert.deepEqual(await cells(6), ["", "", "", "5.00 → 2.00 (-3.00)", "", "0.00 → 1.00 (+1.00)"]);
  assert.deepEqual((await texts(picture.locator(".reading"))).map(plain), ["▲ +20.00", "▼ -10.00", "▼ -20.00", "0.00", "-3.00 trial", "▲ +40.00", "0.00", "+1.00 trial"]);

  // From zero to the change, to the left if it is less: readable without colour.
  const bars = await picture.locator(".chart .bar:not(.axis)").evaluateAll((all) =>
    all.map((bar) => {
      const zero = bar.querySelector(".zero").getBoundingClientRect().x;
      return [...bar.querySelectorAll("rect")].map((rect) => {
        const { left, right, width } = rect.getBoundingClientRect();
        return width < 1 ? "none" : Math.abs(left - zero) < 2 ? "right" : Math.abs(right - zero) < 2 ? "left" : "elsewhere";
      });
    }),
  );
  assert.deepEqual(bars, [["right"], ["left"], ["left"], ["none", "left"], ["right"], ["none", "right"]]);
  const lengths = await picture.locator(".bar :is(.value, .less)").evaluateAll((all) => all.map((rect) => Math.round(rect.getBoundingClientRect().width)));
  assert.ok(Math.abs(lengths[0] - 2 * lengths[1]) <= 2 && Math.abs(lengths[4] - 2 * lengths[0]) <= 2, `lengths ${lengths}`);
});

check("what is new stands among the other changes, the largest first", { width: 700 }, async (host, picture) => {
  await host.show({}, storage([change("Left", 90, 0), change("Grown", 40, 60), change("Shrunk", 30, 25)], [change("Fresh", 0, 40), change("Small", 0, 1)]));
  const order = ["Left", "Fresh", "Grown", "Shrunk", "Small"];
  assert.deepEqual(await texts(picture.locator("tbody tr > :nth-child(1)")), order);
  assert.deepEqual(await texts(picture.locator(".label")), order);
  await picture.getByText("Largest change first, up or down").waitFor();
  assert.match(await picture.locator(".series label").innerText(), /130\.00 GiB\s+in October 2026\s+\+30\.00 \(\+30\.0%\) since September 2026/);
  await picture.getByRole("button", { name: "Change" }).click();
  assert.equal(await picture.getByText("Largest change first").count(), 0);
});

check("changes sorted by percent", {}, async (host, picture) => {
  await host.show({}, storage([change("Grown", 40, 60), change("Shrunk", 30, 20), change("Left", 20, 0)], [change("Fresh", 0, 40)]));
  await picture.getByRole("button", { name: "Percent" }).click();
  assert.deepEqual(await texts(picture.locator("tbody tr > :nth-child(1)")), ["Fresh", "Grown", "Shrunk", "Left"]);
});

check("one cause of all changes is shown once", {}, async (host, picture) => {
  const why = ["no cause known"];
  await host.show({}, storage([change("A", 40, 60, { why }), change("B", 30, 20, { why })]));
  assert.equal(await picture.locator(".common").innerText(), "Note: no cause known");
  assert.equal(await picture.getByRole("columnheader", { name: "Note" }).count(), 0);
});
