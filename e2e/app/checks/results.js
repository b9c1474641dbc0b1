// Results of all kinds: the page says what they are from the result alone, and shows no figure that it can't read.
import assert from "node:assert/strict";
import { check, column, compared, made, onStage, plain, program, resultOf, summary, texts } from "../suite.js";

const titleOf = (picture) => picture.locator("h1").innerText();
const heads = async (picture) => (await texts(picture.locator("thead button"))).map((head) => head.slice(0, -1));
const row = { tenant: "A", usage: "storage", label: "Backup storage", value: "1073741824", trial: "-2147483648", unit: "bytes" };

/** show shows a result to a page whose host repeats no input. */
async function show(host, result) {
  await host.send("sendToolResult", result);
  await host.picture.locator("header, .failed").first().waitFor();
}

const kinds = [
  ["billed", "production", "Billable usage", "Billable", "1.00", "-2.00"],
  ["billed", "trial", "On trial, not billable", "On trial, not billable", "1.00"],
  ["billed", "total", "Usage with trials, not all billable", "With trials", "1.00"],
  ["end", "production", "Usage at the end of October 2026", "At the end", "1.00", "-2.00"],
  ["change", "production", "Change in October 2026", "Change in October", "+1.00", "-2.00"],
  ["change", "trial", "Change in October 2026, on trial, not billable", "Change in October, on trial", "+1.00"],
  ["peak", "production", "Highest day in October 2026", "Highest day", "1.00", "-2.00"],
  ["average", "production", "Average day in October 2026", "Average day", "1.00", "-2.00"],
  ["median", "production", "Usage", "Value", "1.00", "-2.00"],
  ["billed", "weekends", "Usage", "Value", "1.00", "-2.00"],
];
for (const [measure, scope, title, value, reading, trial] of kinds) {
  check(`what the figures are: ${measure}, ${scope}`, {}, async (host, picture) => {
    const item = trial ? row : { ...row, trial: undefined };
    await show(host, made([item, { ...item, tenant: "B" }], { measure: `${measure}: as it is`, scope, totals: [item] }));
    assert.equal(await titleOf(picture), `${title}, Northwind Managed IT`);
    const onTrial = measure === "change" ? "Change on trial, not billable" : "On trial, not billable";
    assert.deepEqual(await heads(picture), ["Tenant", value, ...(trial ? [onTrial] : [])]);
    assert.deepEqual(await column(picture, 2), [reading, reading]);
    if (trial) assert.deepEqual(await column(picture, 3), [trial, trial]);
    const page = await picture.locator("#page").innerText();
    if (title !== "Billable usage") assert.doesNotMatch(page.replaceAll(/not (all )?billable/gi, ""), /billable/i);
  });
}

check("what a comparison is of", {}, async (host, picture) => {
  const item = { ...row, value: undefined, trial: undefined, before: "1", after: "3", change: "+2", percent: "+200", changed: 1, unchanged: 0, changes: [{ tenant: "A", before: "1", after: "3", change: "+2" }] };
  for (const [scope, title] of [["production", "Change in billable usage"], ["trial", "Change in usage on trial, not billable"], ["total", "Change in usage with trials, not all billable"]]) {
    await show(host, compared([item], { scope }));
    await picture.getByText(`${title}, Northwind Managed IT`).waitFor();
  }
  await show(host, compared([item], { measure: "peak: the greatest of any day" }));
  await picture.getByText("Two months compared: highest day, Northwind Managed IT").waitFor();
});

onStage("several months, one of them missing", { width: 700 }, async (host, picture) => {
  const rows = ["2026-10", "2026-09"].flatMap((month) => ["A", "B"].map((tenant) => ({ ...row, trial: undefined, tenant, month })));
  const totals = ["2026-09", "2026-10"].map((month) => ({ ...rows[0], tenant: undefined, month, value: "2147483648" }));
  await show(host, made(rows, { months: ["2026-09", "2026-10"], totals, missing: { months: ["2026-08"], call: {} }, months_left: ["2026-11"] }));
  assert.deepEqual(await column(picture, 1), ["A", "A", "B", "B"]);
  assert.deepEqual(await column(picture, 2), ["September 2026", "October 2026", "September 2026", "October 2026"]);
  assert.deepEqual(await texts(picture.locator("tfoot tr")), ["Total of all groups, September 2026\t2.00", "Total of all groups, October 2026\t2.00"]);
  const missing = await picture.getByRole("region", { name: "Missing" }).innerText();
  assert.match(missing, /no report for August 2026: these figures are without it[^]*no time to read November 2026/);
});

onStage("usages without a total", { width: 700 }, async (host, picture) => {
  const rows = [
    { ...row, trial: undefined },
    { tenant: "A", usage: "vms", label: "Virtual machines", value: "3", unit: "quantity" },
    { tenant: "B", usage: "vms", label: "Virtual machines", value: "1", unit: "quantity" },
    { tenant: "A", usage: "servers", label: "Servers", value: "7", unit: "quantity" },
  ];
  await show(host, made(rows, { totals_cut: 2, truncated: true, total: 9 }));
  assert.deepEqual(await texts(picture.locator(".series label > :nth-child(2)")), ["Backup storage", "Virtual machines", "Servers"]);
  await picture.getByRole("radio", { name: "Virtual machines" }).check();
  assert.deepEqual(await texts(picture.locator("tbody tr")), ["A\t3", "B\t1"]);
  assert.deepEqual(await texts(picture.locator(".reading")), ["3", "1"]);
  assert.deepEqual(await texts(picture.locator("tfoot tr")), ["This answer has no total of this usage."]);
  assert.match(await picture.locator(".truncated").innerText(), /Totals hold all groups; this answer has no total of Virtual machines and Servers\./);
});

check("a usage without the total of its last month", { width: 700 }, async (host, picture) => {
  const months = ["2026-09", "2026-10"];
  const rows = ["storage", "servers"].flatMap((usage) => ["A", "B"].flatMap((tenant) => months.map((month) => ({ tenant, usage, label: usage, month, value: "7", unit: "quantity" }))));
  const totals = [{ ...rows[0], value: "14" }, ...months.map((month) => ({ ...rows[4], month, value: "15" }))].map((total) => ({ ...total, tenant: undefined }));
  await show(host, made(rows, { months, totals, totals_cut: 1, truncated: true, total: 9 }));
  assert.match(await picture.locator(".series label").first().innerText(), /storage\s+no total of October 2026 in this answer$/);
  assert.match(await picture.locator(".series label").last().innerText(), /15[^]*in October 2026$/);
  assert.deepEqual(await texts(picture.locator("tfoot tr")), ["Total of all groups, September 2026\t14", "This answer has no total of October 2026."]);
  assert.match(await picture.locator(".truncated").innerText(), /this answer has no total of storage for October 2026\./);
  assert.equal(await picture.locator(".count").innerText(), "Shown: 4 groups of this usage; there may be more.");
});

check("a usage whose only row is its total", {}, async (host, picture) => {
  await show(host, made([{ tenant: "A", usage: "servers", label: "Servers", value: "7", unit: "quantity" }], { totals: [] }));
  assert.match(await picture.locator(".series label").innerText(), /7 servers/);
  assert.deepEqual(await texts(picture.locator("tfoot tr")), ["Total of all groups\t7"]);
});

for (const value of ["0x10", "1.2.3", "NaN", "1e5", "", "-", ".5", "1_000", " 5", "9".repeat(300), null, 5, ["1"]]) {
  check(`a value that is no decimal number: ${JSON.stringify(value)?.slice(0, 20)}`, {}, async (host, picture) => {
    await show(host, made([row, { ...row, tenant: "B", value }]));
    const words = await picture.getByRole("alert").innerText();
    assert.match(words, /Row 2 of the answer has no readable value/);
    assert.doesNotMatch(words, /error|undefined|BigInt|cannot|token/i);
    assert.equal(await picture.locator("table").count(), 0);
  });
}

check("rows that are no rows", {}, async (host, picture) => {
  for (const item of [null, "row", [], {}, { ...row, usage: 5 }, { ...row, unit: undefined }, { ...row, tenant: {} }]) {
    await host.send("sendToolResult", made([item]));
    await picture.getByRole("alert").getByText(/Row 1 of the answer has no/).waitFor();
  }
});

check("a result without what can be left out", {}, async (host, picture) => {
  const { items, proof } = summary.structuredContent;
  await show(host, resultOf({ items, proof }));
  assert.equal(await titleOf(picture), "Usage");
  assert.ok(await picture.locator("tbody tr").count());
});

check("figures only as text", {}, async (host, picture) => {
  await show(host, { content: summary.content });
  assert.match(await titleOf(picture), /^Billable usage, Northwind Managed IT/);
});

check("the days of a month, all of them and in their order", {}, async (host, picture) => {
  const days = Array.from({ length: 31 }, (_, i) => `2026-10-${String(i + 1).padStart(2, "0")}`);
  const rows = days.map((day, i) => ({ ...row, trial: undefined, tenant: undefined, day, value: `${(i * 7919) % 31}000000000` }));
  await show(host, made(rows.toSorted((a, b) => b.value.length - a.value.length || (b.value > a.value ? 1 : -1)), { measure: "end: the reading" }));
  assert.deepEqual(await column(picture, 1), days);
  assert.deepEqual(await texts(picture.locator(".label")), days);
  assert.equal(await picture.locator("th[aria-sort=ascending]").innerText(), "Day▲");
  await picture.getByLabel("Filter").fill("2026-10-1");
  assert.equal(await picture.locator("tbody tr").count(), 10);
  assert.doesNotMatch(await picture.locator("tfoot").innerText(), /Sum of/, "readings of several days were added");
});

check("real results of every measure and scope", {}, async (host, picture) => {
  for (const scope of ["production", "trial", "total"]) {
    for (const measure of ["billed", "end", "change"]) {
      await show(host, await program.call("summarize_usage", { month: "2026-10", group_by: ["tenant"], measure, scope }));
      assert.ok(await picture.locator("tbody tr").count(), `${measure} ${scope}`);
      assert.doesNotMatch(plain(await picture.locator("#page").innerText()), /NaN|undefined|Infinity/);
    }
  }
});
