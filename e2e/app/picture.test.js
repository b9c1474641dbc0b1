import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { forget, look } from "./looks.js";
import { openHost, policyOf, startBrowser, startProgram } from "./stage.js";

const usages = ["pw_base_storage", "pw_base_workstations", "pw_compute_points"];
const sum = { month: "2026-10", group_by: ["tenant"], usages };
const compare = { group_by: ["tenant"], usages };
let program, browser, summary, changes;

before(async () => {
  forget();
  [program, browser] = await Promise.all([startProgram(), startBrowser()]);
  summary = await program.call("summarize_usage", sum);
  changes = await program.call("compare_usage", compare);
});
after(() => Promise.all([program?.close(), browser?.close()]));

/** onStage runs a check in a host of its own, and then looks at the picture and for complaints of the browser. */
const onStage = (name, settings, check) =>
  test(name, async () => {
    const host = await openHost(browser, program, settings);
    await check(host, host.picture);
    await look(host, name);
    assert.deepEqual(host.complaints, []);
    await host.page.close();
  });

const texts = (locator) => locator.allInnerTexts();
const column = (picture, n) => texts(picture.locator(`tbody tr > :nth-child(${n})`));
const button = (picture, name) => picture.getByRole("button", { name });

/** made is a result in the form of summarize_usage, for what the demo's reports don't hold. */
function made(items, change = {}) {
  const figures = structuredClone(summary.structuredContent);
  Object.assign(figures, { items, totals: items.slice(0, 1), rest: null, total: items.length, truncated: false }, change);
  return { content: [{ type: "text", text: JSON.stringify(figures) }], structuredContent: figures };
}

test("the resource allows nothing", () => {
  assert.deepEqual(program.csp, {});
  const allowed = (csp) => policyOf(csp).split("; ");
  assert.ok(allowed(program.csp).includes("connect-src 'none'"));
  assert.ok(allowed({ connectDomains: ["https://a.test"] }).includes("connect-src https://a.test"));
});

/** hidden are the numbers and words that can't be seen whole without scrolling. */
const hidden = (picture) =>
  picture.locator(".box td, .box th, .series label > *, .reading, .label").evaluateAll((cells) =>
    cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1 || cell.getBoundingClientRect().right > innerWidth).map((cell) => cell.innerText),
  );

const whole = { month: "2026-10" };
for (const width of [320, 700, 1000]) {
  for (const [tool, args] of [["summarize_usage", sum], ["summarize_usage", whole], ["compare_usage", compare], ["compare_usage", {}]]) {
    onStage(`${tool} by ${args.group_by ?? "default"}, ${width} px`, { width }, async (host, picture) => {
      await host.show(args, await program.call(tool, args));
      for (const card of await picture.locator(".series input").all()) {
        await card.check();
        for (const unit of (await picture.locator(".units input").all()).toReversed()) {
          await unit.check();
          assert.deepEqual(await hidden(picture), []);
        }
        assert.deepEqual(await hidden(picture), []);
      }
      await picture.locator(".series input").first().check();
    });
  }
}

onStage("a sum, its rows and totals", {}, async (host, picture) => {
  await host.show(sum, summary);
  const storage = summary.structuredContent.items.filter((item) => item.usage === "storage");
  assert.deepEqual(await column(picture, 1), storage.map((item) => (item.tenant_id ? `${item.tenant} (${item.tenant_id.slice(0, 8)})` : item.tenant)));
  assert.deepEqual(await column(picture, 2), storage.map((item) => Number(item.reading.replace(" GiB", "")).toLocaleString("en-US", { minimumFractionDigits: 2 })));
  assert.deepEqual(await texts(picture.locator("tfoot tr")), ["Not shown\t0.00\t218.40", "Total of all\t3,236.30\t218.40"]);
  assert.match(await picture.getByRole("img").getAttribute("aria-label"), /Bars in GiB: Contoso Ltd 1,075\.50; Woodgrove Bank 514\.00/);
  assert.match(await picture.locator("header").innerText(), /Northwind Managed IT\s+2026-10\s+Asked for month: 2026-10; group by: tenant; usages: /);
  assert.match(await picture.locator(".control").innerText(), /reconciled in 54 sums/);
});

onStage("a comparison, its rows and totals", {}, async (host, picture) => {
  await host.show(compare, changes);
  await picture.getByLabel("Workstations").check();
  assert.equal((await texts(picture.locator("tbody tr")))[0].replaceAll(/[\u00a0\u202f]/g, " "), "Humongous Insurance\t10\t0\t-10\t-100.0 %\t\t\tdeleted 2026-10-18");
  assert.match((await texts(picture.locator("tfoot tr")))[1], /^Total of all\t107\t105\t-2\t-1\.9/);
  await picture.getByText(`${changes.structuredContent.items.find((item) => item.usage === "workstations").unchanged} groups did not change`).waitFor();
});

onStage("units", {}, async (host, picture) => {
  await host.show(sum, summary);
  await picture.getByLabel("bytes").check();
  assert.equal((await column(picture, 2))[0], "1,154,809,331,712");
  await picture.getByLabel("TiB").check();
  assert.equal((await column(picture, 2))[0], "1.05");
  await picture.getByLabel("Compute points").check();
  assert.deepEqual(await column(picture, 2), ["15.50", "7.75", "5.17", "3.88"]);
  await picture.getByLabel("seconds").check();
  assert.equal((await column(picture, 2))[0], "55,800");
  await picture.getByLabel("Workstations").check();
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
  assert.deepEqual(await column(picture, 1), ["Wingtip Toys (2c9e6b14)", "Wingtip Toys (d7f3a5e8)"]);
  await picture.getByText("2 of 10 rows match.").waitFor();
  await picture.getByRole("radio", { name: "Backup storage" }).focus();
  await host.page.keyboard.press("ArrowRight");
  assert.deepEqual(await column(picture, 2), ["15.50", "7.75", "5.17", "3.88"]);
});

onStage("the next page", {}, async (host, picture) => {
  await host.show(sum, summary);
  await picture.getByText("20 of 30 groups are shown").waitFor();
  await button(picture, "Show more").click();
  await picture.getByText("20 of 30 groups are shown").waitFor({ state: "hidden" });
  assert.deepEqual(await texts(picture.locator("tfoot tr")), ["Total of all\t3,236.30\t218.40"]);
  assert.deepEqual((await texts(picture.locator("tbody tr"))).slice(-2), ["Humongous Insurance\t0.00\t", "Lucerne Publishing\t0.00\t39.40"]);
  assert.ok(await picture.locator("rect.trial").count());
});

onStage("a next page refused", {}, async (host, picture) => {
  await host.show({ ...sum, order: "name" }, summary);
  await button(picture, "Show more").click();
  await picture.getByText("cursor belongs to a call with other arguments").waitFor();
});

onStage("truncated in a host that calls no tools", { callsTools: false, width: 320 }, async (host, picture) => {
  await host.show(sum, summary);
  await picture.getByText("Ask the assistant for the next page.").waitFor();
  assert.equal(await button(picture, "Show more").count(), 0);
});

onStage("empty", {}, async (host, picture) => {
  const warnings = ["No row is in the sums, which does not mean that nothing was used: 17 rows were left out by tenant."];
  await host.show(sum, made([], { warnings, totals: [] }));
  await picture.getByText("No figures to show").waitFor();
  await picture.getByText("which does not mean that nothing was used").waitFor();
  assert.doesNotMatch(await picture.locator("#page").innerText(), /✓|no group has usage/i);
});

onStage("an error", {}, async (host, picture) => {
  const args = { month: "2020-01" };
  const result = await program.call("summarize_usage", args);
  assert.ok(result.isError);
  await host.show(args, result);
  const alert = picture.getByRole("alert");
  assert.match(await alert.innerText(), /^No figures\s+The assistant asked for figures and was told:/);
  assert.equal(await alert.getByRole("blockquote").innerText(), result.content[0].text);
});

onStage("an answer of another kind", {}, async (host, picture) => {
  await host.show({}, { content: [{ type: "text", text: "<b>hello</b>" }] });
  await picture.getByText("The answer holds no figures").waitFor();
});

onStage("an answer that can't be drawn, and then one that can", {}, async (host, picture) => {
  const row = { tenant: "A", usage: "x", value: "1", unit: "quantity" };
  await host.show(sum, made([{ ...row, value: "1e5" }]));
  await picture.getByRole("alert").getByText("can't be drawn").waitFor();
  await host.show(sum, made([row]));
  await picture.getByRole("cell", { name: "1" }).first().waitFor();
  const broken = made([row]);
  delete broken.structuredContent.months;
  await host.show(sum, broken);
  await picture.getByRole("alert").getByText("can't be drawn").waitFor();
});

onStage("arguments as they come in", {}, async (host, picture) => {
  const asked = picture.locator(".asked");
  await host.send("sendToolInputPartial", { arguments: { month: "2026-1" } });
  await picture.getByText("Waiting for figures").waitFor();
  await picture.getByText("Asked for month: 2026-1").waitFor();
  await host.send("sendToolInputPartial", { arguments: { month: "2026-10", group_by: null, usages: [] } });
  await picture.getByText("group by: null").waitFor();
  await host.send("sendToolInput", { arguments: { month: "2026-10", "x\u202ey": { a: ["\u2066", 1] } } });
  await picture.getByText("x\\u202ey").waitFor();
  assert.equal(await asked.innerText(), 'Asked for month: 2026-10; x\\u202ey: {"a":["\\u2066",1]}');
  assert.deepEqual(await texts(asked.locator("bdi")), ["month", "2026-10", "x\\u202ey", '{"a":["\\u2066",1]}']);
});

onStage("arguments with what can't be seen, as the server spells it", {}, async (host, picture) => {
  const args = { month: "2026-10", tenant: "\u202eevil\u00ad\u2028\u3164\ufe0f\ue000\u{e0041}e\u0301x" };
  const result = await program.call("summarize_usage", args);
  const [, spelled] = /no tenant "(.*)" at/.exec(result.content[0].text);
  await host.show(args, result);
  assert.equal(await picture.locator(".asked").innerText(), `Asked for month: 2026-10; tenant: ${spelled}`);
});

onStage("waiting", {}, async (host, picture) => {
  await host.send("sendToolInput", { arguments: sum });
  await picture.getByText("Asked for month: 2026-10").waitFor();
});

onStage("cancelled", {}, async (host, picture) => {
  await host.send("sendToolInput", { arguments: sum });
  await host.send("sendToolCancelled", { reason: "The person pressed Stop." });
  await picture.getByText("The person pressed Stop.").waitFor();
  await host.send("teardownResource", {});
});

onStage("many usages of large numbers", { width: 320 }, async (host, picture) => {
  const rows = Array.from({ length: 11 }, (_, i) => ({ tenant: "A", usage: `pw_some_usage_${i}`, value: "9007199254740993", unit: i ? "quantity" : "unknown" }));
  await host.show(sum, made(rows, { totals: rows.toReversed() }));
  assert.equal(await picture.locator(".series label").count(), 8);
  const first = picture.locator(".series label").first();
  assert.match(await first.innerText(), /^pw_some_usage_0/);
  assert.ok(await first.getByRole("radio").isChecked());
  assert.deepEqual(await hidden(picture), []);
  const heights = await picture.locator(".series strong").evaluateAll((numbers) => numbers.map((number) => number.getClientRects().length));
  assert.deepEqual(new Set(heights), new Set([1]), "a number is broken in two");
  await button(picture, "All 11 usages").click();
  assert.equal(await picture.locator(".series label").count(), 11);
});

onStage("usage on trial only, and long names of groups", { width: 700 }, async (host, picture) => {
  const owner = "Northwind Managed IT, Western Europe and Scandinavia";
  const rows = [
    { infra: "abgw", owner, usage: "x", value: "0", trial: "192199786496", unit: "bytes" },
    { infra: "azure", owner: "B", usage: "x", value: "1099511627776", unit: "bytes" },
  ];
  await host.show(sum, made(rows));
  assert.deepEqual(await texts(picture.locator(".reading")), ["0.00", "+ 179.00 trial", "1,024.00"]);
  assert.deepEqual(await texts(picture.locator(".label")), [`abgw · ${owner}`, "azure · B"]);
  assert.deepEqual(await hidden(picture), []);
  assert.equal(await picture.locator("#hatch").count(), 1);
});

onStage("storages, owners, and parts of other usages", { width: 700 }, async (host, picture) => {
  const bytes = (gib) => `${gib * 2 ** 30}`;
  const storage = { usage: "storage", label: "Backup storage, per workload", offering_item: "pw_base_storage", unit: "bytes" };
  const part = { usage: "immutable_storage", label: "Immutable storage", class: "informational", class_inferred: true, unit: "bytes" };
  const rows = [
    { ...storage, infra: "Frankfurt 1", owner: "Acronis", owner_kind: "vendor", value: bytes(100) },
    { ...storage, infra: "Frankfurt 1 geo-redundant", owner: "Acronis", owner_kind: "vendor", value: bytes(50) },
    { ...storage, infra: "Brightwater Vault", owner: "Brightwater IT", owner_kind: "reseller", value: bytes(20) },
    { ...part, tenant: "VanArsdel Ltd", value: bytes(30) },
    { ...part, tenant: "Nod Publishers", value: bytes(1) },
  ];
  await host.show(sum, made(rows, { totals: [{ ...storage, label: "Backup storage", value: bytes(170) }, { ...part, value: bytes(31) }] }));
  assert.deepEqual(await column(picture, 2), ["Frankfurt 1", "Frankfurt 1 geo-redundant", "Brightwater Vault"]);
  assert.deepEqual(await column(picture, 4), ["vendor", "vendor", "reseller"]);
  assert.match(await picture.locator(".series label").nth(1).innerText(), /^Immutable storage\s+of which: a part or sum of other usages \(inferred\)\s+31\.00 GiB/);
  await picture.getByLabel("Immutable storage").check();
  assert.match(await picture.locator(".controls").innerText(), /of which: a part or sum of other usages/);
});

onStage("names are text", { width: 600 }, async (host, picture) => {
  const names = ['=HYPERLINK("http://example.com","Click")', "<img src=https://evil.test/x onerror=alert(1)>", "ä <b>B</b>", "javascript:alert(1)"];
  await host.show(sum, made(names.map((tenant, i) => ({ tenant, usage: "pw_base_storage", value: `${5 - i}`, unit: "bytes" }))));
  await picture.getByLabel("bytes").check();
  assert.deepEqual(await column(picture, 1), names);
  assert.deepEqual(await texts(picture.locator(".chart .label")), names);
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
  const [proof] = structuredClone(summary.structuredContent.proof);
  proof.control = { status: "differs", sums: 18, differing: 2, differences: ["pw_base_storage: subject 5, children 4"] };
  const warnings = ["The control totals differ in 2 sums: check before billing.", "3 rows could not be read and are in no sum."];
  const rows = [false, true].flatMap((no_infra) => [
    { tenant: "A", usage: "x", value: "2", trial: "1", unit: "quantity", no_infra },
    { tenant: "B", usage: "x", value: "4", unit: "quantity", no_infra },
  ]);
  await host.show(sum, made(rows, { proof: [proof], warnings, totals: [rows[0], rows[2]] }));
  assert.deepEqual(await texts(picture.getByRole("region", { name: "2 warnings" }).getByRole("listitem")), warnings);
  assert.match(await picture.locator(".differs").innerText(), /differ in 2 of 18 sums/);
  await picture.getByLabel("no infrastructure").check();
  assert.equal((await column(picture, 1)).length, 2);
  await picture.getByText("Where the figures come from").click();
  await picture.getByText("subject 5, children 4").waitFor();
});

onStage("the host's colours and words for numbers", { theme: "dark", locale: "fr-FR" }, async (host, picture) => {
  await host.show(sum, summary);
  assert.equal((await column(picture, 2))[0], (1075.5).toLocaleString("fr-FR", { minimumFractionDigits: 2 }));
  const paper = "light-dark(rgb(255, 250, 240), rgb(20, 15, 10))";
  await host.send("sendHostContextChange", { theme: "light", locale: "en-US", styles: { variables: { "--color-background-primary": paper } } });
  await picture.getByRole("cell", { name: "1,075.50" }).waitFor();
  assert.equal(await host.style("backgroundColor"), "rgb(255, 250, 240)");
});

onStage("what is not in the rows below a tenant", {}, async (host, picture) => {
  const rows = [
    { tenant: "VanArsdel Ltd", usage: "x", value: "3500", unit: "quantity" },
    { tenant: "Brightwater IT", usage: "x", value: "150", unit: "quantity", not_in_rows_below: true },
  ];
  await host.show(sum, made(rows));
  assert.deepEqual(await column(picture, 1), ["VanArsdel Ltd", "Brightwater IT, not in the rows below"]);
});

onStage("the host's alphabet", { locale: "sv-SE" }, async (host, picture) => {
  await host.show(sum, made(["Öl", "Zebra", "Ara"].map((tenant) => ({ tenant, usage: "x", value: "1", unit: "quantity" }))));
  await button(picture, "Tenant").click();
  assert.deepEqual(await column(picture, 1), ["Ara", "Zebra", "Öl"]);
  await host.send("sendHostContextChange", { locale: "de-DE" });
  await picture.locator("tbody tr:nth-child(2)", { hasText: "Öl" }).waitFor();
});

const room = {
  styles: { css: { fonts: "@font-face { font-family: Host; src: local('Arial') }" } },
  safeAreaInsets: { top: 40, right: 10, bottom: 20, left: 30 },
  containerDimensions: { maxHeight: 300, maxWidth: 600 },
};
onStage("the host's font and room", room, async (host, picture) => {
  await host.show(sum, summary);
  const frame = host.page.frames().at(-1);
  assert.deepEqual(await frame.evaluate("[...document.fonts].map((font) => font.family)"), ["Host"]);
  assert.equal(await host.style("padding"), "52px 26px 36px 46px");
  assert.equal(await host.style("width"), "600px");
  await host.page.waitForFunction("document.querySelector('iframe').clientHeight === 300");
  await picture.getByText("Where the figures come from").click(); // by scrolling within
});
