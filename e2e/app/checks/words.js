// Words: labels and names before ids, and nothing repeated in each row.
import assert from "node:assert/strict";
import { button, check, column, hidden, made, onStage, summary, sum, texts } from "../suite.js";

const bytes = (gib) => `${gib * 2 ** 30}`;
const storage = { usage: "storage", label: "Backup storage, per workload", offering_item: "pw_base_storage", unit: "bytes" };
const uuid = (n) => `${String(n).repeat(8)}-0000-4000-8000-000000000000`;

onStage("storages, owners, and parts of other usages", { width: 700 }, async (host, picture) => {
  const part = { usage: "immutable_storage", label: "Immutable storage", class: "informational", class_inferred: true, unit: "bytes" };
  const unclear = { usage: "hci_storage", label: "Cyber Infrastructure storage", class: "unclear", unit: "bytes" };
  const rows = [
    { ...storage, infra: "Frankfurt 1", owner: "Acronis", owner_kind: "vendor", value: bytes(100) },
    { ...storage, infra: "Frankfurt 1 geo-redundant", owner: "Acronis", owner_kind: "vendor", value: bytes(50) },
    { ...storage, infra: "Brightwater Vault", owner: "Brightwater IT", owner_kind: "reseller", value: bytes(20) },
    { ...part, tenant: "VanArsdel Ltd", value: bytes(30) },
    { ...part, tenant: "Nod Publishers", value: bytes(1) },
    { ...unclear, tenant: "Nod Publishers", value: bytes(2) },
  ];
  await host.show(sum, made(rows, { totals: [{ ...storage, label: "Backup storage", value: bytes(170) }, { ...part, value: bytes(31) }] }));
  assert.deepEqual(await column(picture, 1), ["Frankfurt 1", "Frankfurt 1 geo-redundant", "Brightwater Vault"]);
  assert.deepEqual(await column(picture, 2), ["Acronis\nthe vendor", "Acronis\nthe vendor", "Brightwater IT\na reseller"]);
  assert.equal(await picture.locator(".common").innerText(), "Item: Backup storage, per workload, pw_base_storage");
  assert.match(await picture.locator(".series label").first().innerText(), /^Backup storage\s+pw_base_storage\s+170\.00 GiB/);
  assert.match(await picture.locator(".series label").nth(1).innerText(), /^Immutable storage\s+immutable_storage\s+of which: a part or sum of other usages, not to be billed beside them \(inferred\)\s+31\.00 GiB/);
  await picture.getByRole("radio", { name: "Immutable storage" }).check();
  await picture.locator(".note", { hasText: "Of which: a part or sum of other usages" }).waitFor();
  assert.deepEqual((await texts(picture.locator("thead button"))).map((head) => head.slice(0, -1)), ["Tenant", "Of which"]);
  await picture.getByRole("radio", { name: "Cyber Infrastructure storage" }).check();
  assert.deepEqual((await texts(picture.locator("thead button"))).map((head) => head.slice(0, -1)), ["Tenant", "Unclear if billed"]);
});

check("usages of which none is billed by itself", {}, async (host, picture) => {
  const part = { tenant: "A", usage: "immutable_storage", label: "Immutable storage", class: "informational", unit: "bytes", value: bytes(1) };
  await host.show(sum, made([part], { totals: [] }));
  await picture.getByRole("heading", { name: "Usage, not billed by itself, Northwind Managed IT" }).waitFor();
  await host.show(sum, made([{ ...part, tenant: "B", class: "unclear" }], { totals: [] }));
  await picture.getByRole("heading", { name: "Usage, unclear if billed, Northwind Managed IT" }).waitFor();
  assert.doesNotMatch((await picture.locator("#page").innerText()).replaceAll(/before billing|to be billed/g, ""), /billable/i);
});

check("items of a usage, with their names below", {}, async (host, picture) => {
  const rows = [
    { ...storage, tenant: "A", value: bytes(3) },
    { ...storage, tenant: "A", label: "Backup storage, per gigabyte", offering_item: "pg_base_storage", value: bytes(2) },
  ];
  await host.show(sum, made(rows, { totals: [{ usage: "storage", label: "Backup storage", value: bytes(5), unit: "bytes" }] }));
  assert.deepEqual(await column(picture, 1), ["Backup storage, per workload\npw_base_storage", "Backup storage, per gigabyte\npg_base_storage"]);
  assert.deepEqual(await texts(picture.locator(".label")), ["Backup storage, per workload", "Backup storage, per gigabyte"]);
  assert.equal(await picture.locator(".common").innerText(), "Tenant: A");
  assert.match(await picture.locator(".series label").innerText(), /^Backup storage\s+storage\s/);
});

check("ids only where names are shared, and never at a bar", {}, async (host, picture) => {
  const rows = [
    { tenant: "Wingtip Toys", tenant_id: uuid(1), internal_tag: "W-1", parent: "Proseware" },
    { tenant: "Wingtip Toys", tenant_id: uuid(2), parent: "Tailspin" },
    { tenant: "Contoso", tenant_id: uuid(3), parent: "Tailspin" },
    { tenant: "Contoso", tenant_id: uuid(4), parent: "Tailspin" },
    { tenant: "Adatum", infra: "Vault", infra_id: uuid(5) },
    { tenant: "Adatum", infra: "Vault", infra_id: uuid(6) },
    { tenant: "Litware", infra: "Other", infra_id: uuid(7) },
  ].map((row, i) => ({ ...row, usage: "x", label: "X", value: `${9 - i}`, unit: "bytes" }));
  await host.show(sum, made(rows));
  const labels = await texts(picture.locator(".label"));
  assert.deepEqual(labels, [
    "Wingtip Toys (tag W-1, below Proseware)", "Wingtip Toys (below Tailspin)", "Contoso (below Tailspin) (1 of 2)", "Contoso (below Tailspin) (2 of 2)",
    "Adatum (1 of 2)", "Adatum (2 of 2)", "Litware",
  ]);
  assert.deepEqual(await column(picture, 1), [
    "Wingtip Toys\ntag W-1, below Proseware", "Wingtip Toys\nbelow Tailspin", "Contoso\nbelow Tailspin, 33333333…", "Contoso\nbelow Tailspin, 44444444…", "Adatum", "Adatum", "Litware",
  ]);
  assert.deepEqual((await column(picture, 2)).slice(4), ["Vault\n55555555…", "Vault\n66666666…", "Other"]);
});

check("a bar is named apart from rows that are not drawn", {}, async (host, picture) => {
  const rows = Array.from({ length: 17 }, (_, i) => ({ tenant: `T${i}`, infra: "Lyon", usage: "x", label: "X", value: `${90 - i}`, unit: "bytes" }));
  rows[0] = { ...rows[0], tenant: "Wingtip Toys", parent: "Proseware" };
  rows[15] = { ...rows[15], tenant: "T1", infra: "Bern" };
  rows[16] = { ...rows[16], tenant: "Wingtip Toys", internal_tag: "W-1" };
  await host.show(sum, made(rows));
  assert.deepEqual((await texts(picture.locator(".label"))).slice(0, 3), ["Wingtip Toys (below Proseware)", "T1 · Lyon", "T2"]);
});

check("a sum of what matches, and a view that stays", {}, async (host, picture) => {
  await host.show(sum, summary);
  await picture.getByLabel("TiB").check();
  await picture.getByLabel("Filter").fill("coho");
  await button(picture, "Tenant").click();
  await picture.getByRole("radio", { name: "Workstations" }).check();
  assert.equal(await picture.getByLabel("Filter").inputValue(), "coho");
  assert.ok((await column(picture, 1)).every((name) => /coho/i.test(name)));
  assert.equal(await picture.locator("th[aria-sort=ascending]").innerText(), "Tenant▲");
  await picture.getByRole("radio", { name: "Backup storage" }).check();
  assert.ok(await picture.getByLabel("TiB", { exact: true }).isChecked());
  await picture.getByLabel("GiB", { exact: true }).check();
  await picture.getByLabel("Filter").fill("w");
  const rows = (await column(picture, 2)).map((value) => Number(value.replace(",", "")));
  const [matching] = await texts(picture.locator("tfoot tr"));
  const expected = rows.reduce((a, b) => a + b, 0).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  assert.equal(matching.trim(), `Sum of the ${rows.length} matching\t${expected}`);
  assert.equal(await picture.locator(".count").innerText(), `${rows.length} of 10 rows match. Shown: 10 of 13 groups of this usage.`);
});

check("names of every script begin at the left, apart from bars", { width: 700 }, async (host, picture) => {
  const rows = ["مؤسسة النور (2)", "חברה 12 בע״מ", "Adatum"].map((tenant, i) => ({ tenant, usage: "x", label: "X", value: `${9 - i}`, unit: "bytes" }));
  for (const width of [320, 700]) {
    await host.page.setViewportSize({ width, height: 700 });
    await host.show(sum, made(rows));
    const places = await picture.locator(".bar:not(.axis)").evaluateAll((bars) =>
      bars.map((bar) => {
        const range = document.createRange();
        range.selectNodeContents(bar.querySelector(".label"));
        return [Math.round(range.getBoundingClientRect().left - bar.getBoundingClientRect().left), range.getBoundingClientRect().right < bar.querySelector(innerWidth > 560 ? "svg" : ".reading").getBoundingClientRect().left - 5];
      }),
    );
    assert.deepEqual(places, [[0, true], [0, true], [0, true]], `${width} px`);
  }
});

check("what is not in the rows below a tenant", {}, async (host, picture) => {
  const rows = [
    { tenant: "VanArsdel Ltd", usage: "x", value: "3500", unit: "quantity" },
    { tenant: "Brightwater IT", usage: "x", value: "150", unit: "quantity", not_in_rows_below: true },
  ];
  await host.show(sum, made(rows));
  assert.deepEqual(await column(picture, 1), ["VanArsdel Ltd", "Brightwater IT, not in the rows below"]);
});

onStage("usage on trial only, and long names of groups", { width: 700 }, async (host, picture) => {
  const owner = "Northwind Managed IT, Western Europe and Scandinavia";
  const rows = [
    { infra: "abgw", owner, usage: "x", value: "0", trial: "192199786496", unit: "bytes" },
    { infra: "azure", owner: "B", usage: "x", value: "1099511627776", unit: "bytes" },
  ];
  await host.show(sum, made(rows));
  assert.deepEqual(await texts(picture.locator(".reading")), ["0.00", "179.00 trial", "1,024.00"]);
  assert.deepEqual(await texts(picture.locator(".label")), ["abgw", "azure"]);
  assert.deepEqual(await column(picture, 2), [owner, "B"]);
  assert.deepEqual(await hidden(picture), []);
  assert.equal(await picture.locator("#hatch").count(), 1);
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

onStage("names are text", { width: 600 }, async (host, picture) => {
  const names = ['=HYPERLINK("http://example.com","Click")', "<img src=https://evil.test/x onerror=alert(1)>", "ä <b>B</b>", "javascript:alert(1)"];
  await host.show(sum, made(names.map((tenant, i) => ({ tenant, usage: "pw_base_storage", value: `${5 - i}`, unit: "bytes" }))));
  assert.deepEqual(await column(picture, 1), names);
  assert.deepEqual(await texts(picture.locator(".chart .label")), names);
  assert.equal(await picture.locator("img, a, tbody b").count(), 0);
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
  assert.equal(await picture.locator(".differs").innerText(), "✗ The report's own totals differ: 2 of 18 checked");
  await picture.getByLabel("no infrastructure").check();
  assert.equal((await column(picture, 1)).length, 2);
  await picture.getByText("Where the figures come from").click();
  await picture.getByText("subject 5, children 4").waitFor();
});
