import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openHost, startBrowser, startProgram } from "./stage.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const usages = ["pw_base_storage", "pw_base_workstations", "pw_compute_points"];
const sum = { month: "2026-10", group_by: ["tenant"], usages };
const compare = { group_by: ["tenant"], usages };
let program, browser, summary, changes;

before(async () => {
  [program, browser] = await Promise.all([startProgram(), startBrowser()]);
  summary = await program.call("summarize_usage", sum);
  changes = await program.call("compare_usage", compare);
});
after(() => Promise.all([program?.close(), browser?.close()]));

/** onStage runs a check in a host of its own, and then looks for complaints of the browser. */
const onStage = (name, settings, check) =>
  test(name, async () => {
    const host = await openHost(browser, program, settings);
    await check(host, host.picture);
    await shoot(host, name);
    assert.deepEqual(host.complaints, []);
    await host.page.close();
  });

/** shoot keeps a picture of the picture in $SCREENSHOTS, for people to look at. */
async function shoot({ page }, name) {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.waitForTimeout(300); // the frame follows the picture's height
  await page.screenshot({ path: join(folder, name.replaceAll(/\W+/g, "-") + ".png"), fullPage: true });
}

const texts = (locator) => locator.allInnerTexts();
const column = (picture, n) => texts(picture.locator(`tbody tr > :nth-child(${n})`));
const button = (picture, name) => picture.getByRole("button", { name });

/** made is a result in the form of summarize_usage, for what the demo's reports don't hold. */
function made(items, change = {}) {
  const figures = structuredClone(summary.structuredContent);
  Object.assign(figures, { items, totals: items.slice(0, 1), rest: null, total: items.length, truncated: false }, change);
  return { content: [{ type: "text", text: JSON.stringify(figures) }], structuredContent: figures };
}

test("the resource allows nothing", () => assert.deepEqual(program.csp, {}));

for (const theme of ["light", "dark"]) {
  for (const width of [320, 1000]) {
    for (const tool of ["summarize_usage", "compare_usage"]) {
      onStage(`${tool}, ${theme}, ${width} px`, { theme, width }, async (host, picture) => {
        await host.show(...(tool === "summarize_usage" ? [sum, summary] : [compare, changes]));
        await picture.getByRole("table").waitFor();
        const frame = host.page.frames().at(-1);
        assert.equal(await frame.evaluate("document.documentElement.scrollWidth"), width, "it is wider than the frame");
        await frame.evaluate(axe);
        const { violations } = await frame.evaluate("axe.run()");
        assert.deepEqual(violations.map((v) => [v.id, v.nodes.map((n) => n.failureSummary)]), []);
      });
    }
  }
}

onStage("a sum, its rows and totals", {}, async (host, picture) => {
  await host.show(sum, summary);
  const storage = summary.structuredContent.items.filter((item) => item.usage === "pw_base_storage");
  assert.deepEqual(await column(picture, 1), storage.map((item) => item.tenant));
  assert.deepEqual(await column(picture, 2), storage.map((item) => Number(item.reading.replace(" GiB", "")).toLocaleString("en-US", { minimumFractionDigits: 2 })));
  assert.deepEqual(await texts(picture.locator("tfoot tr")), ["Not shown\t0.00\t218.40", "Total of all\t3,236.30\t218.40"]);
  assert.match(await picture.getByRole("img").getAttribute("aria-label"), /Bars in GiB: Contoso Ltd 1,075\.50; Woodgrove Bank 514\.00/);
  assert.match(await picture.locator("header").innerText(), /Northwind Managed IT\s+2026-10-01 to 2026-10-31\s+Asked for month: 2026-10; group by: tenant; usages: /);
  assert.match(await picture.locator(".control").innerText(), /reconciled in 54 sums/);
});

onStage("a comparison, its rows and totals", {}, async (host, picture) => {
  await host.show(compare, changes);
  assert.equal((await texts(picture.locator("tbody tr")))[0].replaceAll(/[\u00a0\u202f]/g, " "), "Humongous Insurance\t10\t0\t-10\t-100.0 %\tdeleted 2026-10-18");
  assert.match((await texts(picture.locator("tfoot tr")))[1], /^Total of all\t107\t105\t-2\t-1\.9/);
  await picture.getByText("20 groups did not change").waitFor();
});

onStage("units", {}, async (host, picture) => {
  await host.show(sum, summary);
  await picture.getByLabel("bytes").check();
  assert.equal((await column(picture, 2))[0], "1,154,809,331,712");
  await picture.getByLabel("TiB").check();
  assert.equal((await column(picture, 2))[0], "1.05");
  await picture.getByLabel("pw_compute_points").check();
  assert.deepEqual(await column(picture, 2), ["334.00", "167.00", "111.33", "83.50"]);
  assert.deepEqual(await column(picture, 4), ["15.50", "7.75", "5.17", "3.88"]);
  await picture.getByLabel("seconds").check();
  assert.equal((await column(picture, 2))[0], "1,202,400");
  await picture.getByLabel("pw_base_workstations").check();
  assert.equal(await picture.getByText("Unit", { exact: true }).count(), 0);
});

onStage("sorting and filtering by keyboard", {}, async (host, picture) => {
  await host.show(sum, summary);
  await button(picture, "Value").focus();
  await host.page.keyboard.press("Enter");
  await host.page.keyboard.press("Enter");
  assert.equal(await picture.locator("th[aria-sort=ascending]").innerText(), "Value▲");
  assert.deepEqual((await column(picture, 2)).slice(0, 3), ["3.00", "96.22", "130.80"]);
  assert.equal((await texts(picture.locator(".chart .label")))[1], "Trey \\u202excod.Research");
  await host.page.keyboard.press("Shift+Tab");
  await host.page.keyboard.press("Space");
  assert.equal((await column(picture, 1))[0], '=HYPERLINK("http://example.com","Click")');
  await picture.getByLabel("Filter").fill("WING");
  assert.deepEqual(await column(picture, 1), ["Wingtip Toys", "Wingtip Toys"]);
  await picture.getByText("2 of 10 rows match.").waitFor();
  await picture.getByRole("radio", { name: "pw_base_storage" }).focus();
  await host.page.keyboard.press("ArrowRight");
  assert.deepEqual(await column(picture, 2), ["9"]);
});

onStage("the next page", {}, async (host, picture) => {
  await host.show(sum, summary);
  await picture.getByText("20 of 39 groups are shown").waitFor();
  await button(picture, "Show more").click();
  await picture.getByText("20 of 39 groups are shown").waitFor({ state: "hidden" });
  assert.deepEqual(await texts(picture.locator("tfoot tr")), ["Total of all\t3,236.30\t218.40"]);
  assert.deepEqual((await texts(picture.locator("tbody tr"))).slice(-2), ["Humongous Insurance\t0.00\t", "Lucerne Publishing\t0.00\t39.40"]);
  assert.ok(await picture.locator("rect.trial").count());
});

onStage("a next page refused", {}, async (host, picture) => {
  await host.show({ ...sum, min_value: 1 }, summary);
  await button(picture, "Show more").click();
  await picture.getByText("cursor belongs to a call with other arguments").waitFor();
});

onStage("truncated in a host that calls no tools", { callsTools: false, width: 320 }, async (host, picture) => {
  await host.show(sum, summary);
  await picture.getByText("Ask the assistant for the next page.").waitFor();
  assert.equal(await button(picture, "Show more").count(), 0);
});

onStage("empty", {}, async (host, picture) => {
  const args = { ...sum, usages: ["nothing*"] };
  await host.show(args, await program.call("summarize_usage", args));
  await picture.getByText("Nothing to show").waitFor();
});

onStage("an error", {}, async (host, picture) => {
  const args = { month: "2020-01" };
  const result = await program.call("summarize_usage", args);
  assert.ok(result.isError);
  await host.show(args, result);
  assert.equal(await picture.getByRole("alert").getByRole("paragraph").first().innerText(), result.content[0].text);
});

onStage("an answer of another kind", {}, async (host, picture) => {
  await host.show({}, { content: [{ type: "text", text: "<b>hello</b>" }] });
  await picture.getByText("The answer holds no figures").waitFor();
});

onStage("waiting, then cancelled", {}, async (host, picture) => {
  await host.send("sendToolInput", { arguments: sum });
  await picture.getByText("Waiting for figures").waitFor();
  await picture.getByText("Asked for month: 2026-10").waitFor();
  await host.send("sendToolCancelled", { reason: "The person pressed Stop." });
  await picture.getByText("The person pressed Stop.").waitFor();
  await host.send("teardownResource", {});
});

onStage("names are text", { width: 600 }, async (host, picture) => {
  const names = ['=HYPERLINK("http://example.com","Click")', "<img src=https://evil.test/x onerror=alert(1)>", "\u202Etxt.exe", "ä <b>B</b>", "javascript:alert(1)"];
  await host.show(sum, made(names.map((tenant, i) => ({ tenant, usage: "pw_base_storage", value: `${5 - i}`, unit: "bytes" }))));
  await picture.getByLabel("bytes").check();
  const seen = names.map((name) => name.replace("\u202E", "\\u202e"));
  assert.deepEqual(await column(picture, 1), seen);
  assert.deepEqual(await texts(picture.locator(".chart .label")), seen);
  assert.equal(await picture.locator("img, a, tbody b").count(), 0);
});

onStage("numbers beyond 2^53, fractions and less than nothing", { locale: "de-DE" }, async (host, picture) => {
  const rows = ["9007199254740993", "9007199254740992.5", "12.5", "-4096"].map((value, i) => ({ tenant: `T${i}`, usage: "x", value, unit: "unknown" }));
  await host.show(sum, made(rows));
  await button(picture, "Value").click();
  await button(picture, "Value").click();
  assert.deepEqual(await column(picture, 2), ["-4.096", "12,5", "9.007.199.254.740.992,5", "9.007.199.254.740.993"]);
});

onStage("warnings, differing totals, and what may not be added", { theme: "dark" }, async (host, picture) => {
  const proof = structuredClone(summary.structuredContent.proof);
  proof.control = { status: "differs", sums: 18, differing: 2, differences: ["pw_base_storage: subject 5, children 4"] };
  proof.warnings = ["The control totals differ in 2 sums: check before billing.", "3 rows could not be read and are in no sum."];
  const rows = [false, true].flatMap((no_infra) => [
    { tenant: "A", usage: "x", value: "2", trial: "1", unit: "quantity", no_infra },
    { tenant: "B", usage: "x", value: "4", unit: "quantity", no_infra },
  ]);
  await host.show(sum, made(rows, { proof, totals: [rows[0], rows[2]] }));
  assert.deepEqual(await texts(picture.getByRole("region", { name: "2 warnings" }).getByRole("listitem")), proof.warnings);
  assert.match(await picture.locator(".differs").innerText(), /differ in 2 of 18 sums/);
  await picture.getByLabel("no infrastructure").check();
  assert.equal((await column(picture, 1)).length, 2);
  await picture.getByText("Where the figures come from").click();
  await picture.getByText("subject 5, children 4").waitFor();
});

onStage("the host's colours and words for numbers", { theme: "dark", locale: "fr-FR" }, async (host, picture) => {
  await host.show(sum, summary);
  assert.equal((await column(picture, 2))[0], (1075.5).toLocaleString("fr-FR", { minimumFractionDigits: 2 }));
  await host.send("sendHostContextChange", { theme: "light", locale: "en-US", styles: { variables: { "--color-background-primary": "rgb(255, 250, 240)" } } });
  await picture.getByRole("cell", { name: "1,075.50" }).waitFor();
  assert.equal(await host.page.frames().at(-1).evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(255, 250, 240)");
});
