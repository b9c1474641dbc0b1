// Numbers: exact, in the host's way of writing them, and never 0 if they aren't.
import assert from "node:assert/strict";
import { button, check, column, compared, hidden, made, onStage, plain, sum, texts } from "../suite.js";

const gib = 2 ** 30;
const row = { tenant: "A", usage: "storage", label: "Backup storage", unit: "bytes" };
const units = (picture) => texts(picture.locator(".units label"));

onStage("numbers beyond 2^53, fractions and less than nothing", { locale: "de-DE" }, async (host, picture) => {
  const rows = ["9007199254740993", "9007199254740992.5", "12.5", "-4096"].map((value, i) => ({ tenant: `T${i}`, usage: "x", value, unit: "unknown" }));
  await host.show(sum, made(rows));
  await button(picture, "Billable").click();
  assert.deepEqual(await column(picture, 2), ["-4.096", "12,5", "9.007.199.254.740.992,5", "9.007.199.254.740.993"]);
});

for (const width of [320, 700]) {
  onStage(`the longest numbers leave room for names, ${width} px`, { width }, async (host, picture) => {
    const rows = ["1".repeat(64), `-${"9".repeat(60)}`, `1.${"0".repeat(60)}1`].map((value, i) => ({ tenant: `${"Long Name ".repeat(20)}${i}`, usage: "x", label: "X", value, unit: "bytes" }));
    await host.show(sum, made(rows, { totals: [] }));
    const widths = await picture.locator(".label, tbody th").evaluateAll((all) => all.map((label) => label.getBoundingClientRect().width));
    assert.ok(Math.min(...widths) > 90, `${widths}`);
    assert.deepEqual(await hidden(picture), []);
  });
}

check("what isn't 0 never reads 0", {}, async (host, picture) => {
  const rows = [`${gib}`, "1024", "-1024", "0"].map((value, i) => ({ ...row, tenant: `T${i}`, value, trial: i ? undefined : "1" }));
  await host.show(sum, made(rows, { totals: [] }));
  assert.deepEqual((await column(picture, 2)).map(plain), ["1.00", "< 0.01", "> -0.01", "0.00"]);
  assert.equal(plain((await column(picture, 3))[0]), "< 0.01");
  await host.show(sum, made(rows, { totals: [], measure: "change: as it is" }));
  assert.deepEqual((await column(picture, 2)).map(plain), ["+1.00", "< +0.01", "> -0.01", "0.00"]);
  const total = { usage: "storage", label: "Backup storage", unit: "bytes", before: "4000000000000", after: "4000000001024", change: "+1024", percent: "+0.0", changed: 1, unchanged: 0 };
  await host.show({}, compared([{ ...total, changes: [{ ...total, tenant: "A" }] }]));
  assert.deepEqual((await texts(picture.locator("tbody td"))).slice(-2).map(plain), ["< +0.01", "< +0.1%"]);
});

check("a unit in which all reads 0 isn't offered", {}, async (host, picture) => {
  for (const [value, offered] of [[`${900 * gib}`, ["GiB", "TiB", "bytes"]], [`${2 * gib}`, ["GiB", "bytes"]], ["1024", []], ["0", []]]) {
    await host.show(sum, made([{ ...row, value, tenant: `T${value}` }], { totals: [] }));
    await picture.getByText(`T${value}`).first().waitFor();
    assert.deepEqual(await units(picture), offered, value);
  }
  await host.show(sum, made([{ ...row, value: "1024" }], { totals: [] }));
  await picture.getByRole("cell", { name: "1,024" }).first().waitFor();
});

// A billion is 10^12 in most of these languages, and none groups digits as the next one does.
const locales = [["en-US", "1,234,567.50"], ["de-CH", "1’234’567.50"], ["fr-FR", "1 234 567,50"], ["hi-IN", "12,34,567.50"], ["ar-EG", "1,234,567.50"], ["es-ES", "1.234.567,50"]];
for (const [locale, written] of locales) {
  check(`cells and axes in ${locale}`, { locale }, async (host, picture) => {
    const rows = [{ ...row, value: `${1234567.5 * gib}` }, { ...row, tenant: "B", value: `${gib}` }];
    await host.show(sum, made(rows));
    assert.equal(plain((await column(picture, 2))[0]), written);
    await picture.getByLabel("bytes").check();
    const axis = await picture.locator(".axis").innerText();
    assert.match(axis, /× 10¹⁵ bytes/);
    assert.match(axis, /^0\s+0[.,]5\s+1\s+1[.,]5/);
    assert.doesNotMatch(await picture.locator("#page").innerText(), /billion|billón|Billion|milliard|mille|أ/);
    assert.equal(await picture.locator("html").getAttribute("lang"), "en");
  });
}

check("counts are counts of something", {}, async (host, picture) => {
  const rows = [["Workstations", "105"], ["Microsoft 365 seats", "1"], ["Mobile devices", "1"], ["Public IP addresses", "1"], ["Hosted Exchange mailboxes", "1"], ["Advanced Security", "3"], ["eSignatures", "2"]].map(
    ([label, value], i) => ({ tenant: "A", usage: `u${i}`, label, value, unit: "quantity" }),
  );
  await host.show(sum, made(rows, { totals: [] }));
  const counts = (await texts(picture.locator(".series label > span:nth-of-type(2)"))).map((text) => text.trim());
  assert.deepEqual(counts, ["105 workstations", "1 seat", "1 mobile device", "1 address", "1 mailbox", "3", "2 eSignatures"]);
  assert.doesNotMatch(await picture.locator("#page").innerText(), /quantity/);
});
