// Current usage: what there is now, beside what there may be.
import assert from "node:assert/strict";
import { button, check, column, onStage, plain, program, resultOf, texts } from "../suite.js";

const contoso = { tenant: "Contoso Ltd" };
const gib = 2 ** 30;
const amount = (value) => ({ value: `${value}`, reading: `${value}` });

/** current is a result in the form of get_current_usage. */
async function current(items, change = {}) {
  const { structuredContent } = await program.call("get_current_usage", contoso);
  return resultOf({ ...structuredContent, items, total: items.length, truncated: false, next_cursor: undefined, ...change });
}

for (const width of [320, 700]) {
  onStage(`current usage and quotas, ${width} px`, { width }, async (host, picture) => {
    const result = await program.call("get_current_usage", contoso);
    await host.send("sendToolResult", result); // from a host that repeats no input
    await picture.getByRole("heading", { name: "Usage now, not for billing, Contoso Ltd" }).waitFor();
    assert.match(await picture.locator("header").innerText(), /Read on \d+ \w+ \d{4}, \d\d:\d\d UTC\s+Up to about 6 hours old when read/);
    const { items } = result.structuredContent;
    const one = items.find((item) => item.quota && items.filter(({ usage }) => usage === item.usage).length === 1);
    await picture.getByRole("radio", { name: one.label }).check();
    assert.deepEqual((await texts(picture.locator(".bar .reading"))).map(plain), [one.value, `of ${one.quota.value}`]);
    const cells = plain((await texts(picture.locator("tbody tr")))[0]);
    for (const words of [one.label, one.value, one.quota.value, `${one.quota.percent}%`]) assert.ok(cells.includes(words), `${cells}: ${words}`);
    assert.doesNotMatch(await picture.locator("#page").innerText(), /Billable|report's own totals|undefined|NaN/);
  });
}

onStage("over the quota, no quota, and no value", { width: 1000 }, async (host, picture) => {
  const storage = { usage: "storage", label: "Backup storage, per workload", offering_item: "pw_base_storage", unit: "bytes" };
  const items = [
    { ...storage, infra: "Frankfurt 1", ...amount(12 * gib), quota: { ...amount(10 * gib), percent: "120.0", overage: amount(gib) }, over_quota: amount(2 * gib), over_allowed: amount(gib) },
    { ...storage, infra: "Lyon", ...amount(3 * gib), switched_off: true },
    { ...storage, infra: "Bern", quota: amount(5 * gib) },
    { usage: "", offering_item: "pw_new_item", label: "pw_new_item", unit: "", ...amount(7) },
  ];
  await host.show({}, await current(items));
  assert.match(await picture.locator(".series label").first().innerText(), /over quota\s+no sum/);
  assert.deepEqual((await texts(picture.locator(".bar .reading"))).map(plain), ["12.00", "▲ 2.00 over 10.00", "3.00", "no quota", "no value", "of 5.00"]);
  assert.deepEqual((await texts(picture.locator("tbody tr"))).map(plain), [
    "Frankfurt 1\t12.00\t10.00\t120.0%\t2.00\t1.00\t", "Lyon\t3.00\t\t\t\t\tswitched off", "Bern\t\t5.00\t\t\t\tthe data centre gave no value",
  ]);
  assert.deepEqual(await texts(picture.locator("tfoot tr")), ["No sum: an item has no value."]);
  const [mark, bar] = await picture.locator(".bar:first-child rect").evaluateAll((all) => ["limit", "value"].map((kind) => all.find((rect) => rect.classList.contains(kind)).getBoundingClientRect()));
  assert.ok(bar.right > mark.right && mark.left > bar.left, "the bar passes the mark of its quota");
});

check("the next page of current usage", {}, async (host, picture) => {
  const args = { tenant: "Contoso Ltd", limit: 3 };
  await host.show(args, await program.call("get_current_usage", args));
  assert.match(await picture.locator(".series label").first().innerText(), /of the items shown$/);
  assert.deepEqual(await texts(picture.locator(".series").getByText("no sum")), []);
  await button(picture, "Show more").click();
  await picture.getByText("6 of ").waitFor();
  assert.equal(await picture.locator(".series input").count() >= 4, true);
});

check("no current usage", {}, async (host, picture) => {
  await host.show({}, await current([]));
  await picture.getByText("No row of the data centre's answer fits what was asked for.").waitFor();
  assert.equal(await column(picture, 1).then((all) => all.length), 0);
});
