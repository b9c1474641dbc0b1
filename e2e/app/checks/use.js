// What a user does with the picture: copying, opening, moving by keyboard, reading rows that are many or full of words.
import assert from "node:assert/strict";
import { button, check, column, made, onStage, program, resultOf, sum, summary, texts } from "../suite.js";

const sheet = (text) => text.split(/\r?\n/).map((line) => line.split("\t"));

check("copied as a table", { locale: "de-DE" }, async (host, picture) => {
  const rows = [
    { tenant: '=HYPERLINK("http://example.com")', infra: "Frankfurt", usage: "storage", label: "Backup storage", value: "1154809331712.5", trial: "7", unit: "bytes" },
    { tenant: "Wingtip\tToys", tenant_id: "2c9e6b14-0000-4000-8000-000000000000", parent: "Proseware", infra: "Frankfurt", usage: "storage", label: "Backup storage", value: "-1", unit: "bytes" },
  ];
  await host.show(sum, made(rows));
  await picture.locator("body").evaluate(() => addEventListener("copy", (e) => (window.copied = e.clipboardData.getData("text/plain"))));
  await button(picture, "Copy as a table").click();
  await picture.getByText("2 rows copied, with exact values.").waitFor();
  assert.deepEqual(sheet(await picture.locator("body").evaluate(() => window.copied)), [
    ["Usage", "Tenant", "Storage", "tenant id", "parent", "Billable", "On trial, not billable", "Unit"],
    ["storage", `'=HYPERLINK("http://example.com")`, "Frankfurt", "", "", "1154809331712,5", "7", "bytes"],
    ["storage", "Wingtip\\u0009Toys", "Frankfurt", "2c9e6b14-0000-4000-8000-000000000000", "Proseware", "-1", "", "bytes"],
  ]);
});

check("copied where copying is forbidden", {}, async (host, picture) => {
  await host.show(sum, summary);
  await picture.locator("body").evaluate(() => (document.execCommand = () => false));
  await button(picture, "Copy as a table").click();
  await picture.getByText("This app lets no page copy by itself.").waitFor();
  const area = picture.getByRole("textbox", { name: "The table, to copy" });
  assert.equal(sheet(await area.inputValue()).length, 11);
  assert.equal(await area.evaluate((area) => area.selectionEnd - area.selectionStart === area.value.length), true);
});

check("a link to the data centre", {}, async (host, picture) => {
  for (const [name, address] of [["eu2-cloud.acronis.com", "eu2-cloud.acronis.com"], ["West (us5-cloud.acronis.com)", "us5-cloud.acronis.com"]]) {
    await host.show(sum, resultOf({ ...summary.structuredContent, data_centre: name }));
    const link = host.link();
    await button(picture, `Open ${address}`).click();
    assert.equal(await link, `https://${address}/`);
    await picture.getByText(`Open ${address}, the start page of the data centre where the reports are.`).waitFor();
  }
  host.refusesLinks = true;
  await button(picture, "Open us5-cloud.acronis.com").click();
  await picture.getByText("The app did not open it.").waitFor();
  for (const name of ["the demo data centre", "javascript:alert(1)", "a.test/?x=", "x y@evil.test:1"]) {
    await host.show(sum, resultOf({ ...summary.structuredContent, data_centre: name, subject: name }));
    await picture.getByRole("heading", { name }).waitFor();
    assert.equal(await picture.getByRole("button", { name: /^Open/ }).count(), 0, name);
  }
});

check("no link in a host that opens none", { opensLinks: false }, async (host, picture) => {
  await host.show(sum, resultOf({ ...summary.structuredContent, data_centre: "eu2-cloud.acronis.com" }));
  assert.equal(await picture.getByRole("button", { name: /^Open/ }).count(), 0);
});

check("what is chosen, in colours that the system chose", {}, async (host, picture) => {
  await host.show(sum, summary);
  await host.page.emulateMedia({ forcedColors: "active" });
  const outlines = await picture.locator(".series label, .units label").evaluateAll((labels) =>
    labels.map((label) => [label.querySelector("input").checked, getComputedStyle(label).outlineStyle !== "none"]),
  );
  for (const [checked, outlined] of outlines) assert.equal(outlined, checked);
});

/** many is a result of n rows of six keys, as long as they are in practice. */
function many(n) {
  const rows = Array.from({ length: n }, (_, i) => ({
    tenant: `Customer ${String(i).padStart(4, "0")} GmbH & Co. KG`, usage: "storage", label: "Backup storage, per workload", offering_item: "pw_base_storage",
    edition: `pck_per_workload_${i % 3}`, infra: `Frankfurt ${i % 7} geo-redundant`, owner: `Reseller ${i % 5}`, owner_kind: "reseller", sku: `SPBAMSENS-${i}`, backend: `abgw ${i % 2}`,
    value: `${(n - i) * 2 ** 30}`, ...(i % 4 ? {} : { trial: `${i * 2 ** 28}` }), unit: "bytes",
  }));
  return made(rows, { totals: [{ usage: "storage", label: "Backup storage", value: `${((n * (n + 1)) / 2) * 2 ** 30}`, unit: "bytes" }] });
}

onStage("a hundred rows of six keys", { width: 700 }, async (host, picture) => {
  await host.show(sum, many(100));
  await button(picture, "50 rows more").focus();
  await picture.locator("tbody tr:nth-child(100)").waitFor();
  const heights = await picture.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
  assert.equal(heights.length, 100);
  assert.ok(Math.max(...heights) <= 40, `${Math.max(...heights)} px`);
  for (const key of ["Tenant", "Edition", "Storage", "Backend", "Owner", "SKU"]) await button(picture, key).waitFor();
});

/** timed shows a result and says how long after it came the page was drawn, in ms. */
async function timed(host, result) {
  const frame = host.page.frames().at(-1);
  await frame.evaluate(() => {
    window.drawn = new Promise((resolve) =>
      addEventListener("message", ({ timeStamp, data }) => data.method?.endsWith("tool-result") && requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)))),
    );
  });
  await host.send("sendToolResult", result);
  return frame.evaluate(() => window.drawn);
}

/** typed presses a key in the filter and says how long it took until all was laid out. */
const typed = (picture, text) =>
  picture.getByLabel("Filter").evaluate(async (filter, text) => {
    const start = performance.now();
    filter.value = text;
    filter.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve));
    document.body.getBoundingClientRect();
    return performance.now() - start;
  }, text);

check("a thousand rows", { width: 700 }, async (host, picture) => {
  const times = { 100: [], 1000: [] };
  for (let i = 0; i < 3; i++) for (const n of [100, 1000]) times[n].push(await timed(host, many(n)));
  assert.equal(await picture.locator("tbody tr").count(), 50, "rows are drawn that are not in view");
  const keys = [];
  for (const text of ["c", "cu", "cus", "cust", "custo 1", ""]) keys.push(await typed(picture, text));
  const [few, all, key] = [Math.min(...times[100]), Math.min(...times[1000]), Math.max(...keys)];
  console.log(`# 1,000 rows drawn in ${all.toFixed()} ms, 100 in ${few.toFixed()} ms; a key of the filter takes at most ${key.toFixed()} ms`);
  assert.ok(all < 2500 && all < 6 * few + 100, `${all} ms, and ${few} ms for a hundred`);
  assert.ok(key < 250, `${keys} ms`);

  await picture.getByLabel("Filter").fill("customer 0999");
  assert.deepEqual((await column(picture, 1)).length, 1);
  await picture.getByLabel("Filter").fill("");
  await button(picture, "950 rows more").focus();
  await picture.locator("tbody tr:nth-child(51)").waitFor();
});

check("every tool call is one that the user asked for", {}, async (host, picture) => {
  const calls = [];
  host.answer = (name, args) => calls.push([name, args]) && program.call(name, args);
  await host.show(sum, summary);
  await picture.getByLabel("Filter").fill("x");
  await button(picture, "Show more").click();
  await picture.getByText("All are shown").waitFor();
  assert.deepEqual(calls, [["summarize_usage", { ...sum, cursor: summary.structuredContent.next_cursor }]]);
});
