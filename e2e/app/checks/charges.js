// Amounts of money: in their own currency, and never to be billed while they aren't complete.
import assert from "node:assert/strict";
import { button, charges, check, column, onStage, plain, program, resultOf, texts } from "../suite.js";

const heads = async (picture) => (await texts(picture.locator("thead button"))).map((head) => head.slice(0, -1));

for (const width of [320, 700]) {
  onStage(`charges by customer, ${width} px`, { width, locale: "de-DE" }, async (host, picture) => {
    await host.show({ months: ["2026-10"] }, charges);
    assert.equal(await picture.locator("h1").innerText(), "Charges, Northwind Managed IT");
    const { items: [first], totals: [total] } = charges.structuredContent;
    const german = (amount) => Number(amount).toLocaleString("de-DE", { minimumFractionDigits: 2 });
    assert.equal(plain(await picture.locator(".series label").innerText()).replaceAll(/\s+/g, " ").trim(), `Charge ${german(total.charge)} ${total.currency}`);
    assert.deepEqual(await heads(picture), ["Tenant", "Invoice to", "Charge", "For usage", "Discount", "Minimum top-up", "Fees"]);
    const inOrder = (text, words) => assert.match(plain(text), new RegExp(words.join("[^]*")));
    inOrder(await picture.locator("tbody tr").first().innerText(), [`^${first.tenant}`, first.account, german(first.charge)]);
    inOrder(await picture.locator("tfoot").innerText(), ["Total of all groups", ...[total.charge, total.usage_charge, total.discount, total.minimum_top_up, total.fees].map(german)]);
    assert.equal(await picture.getByRole("alert").count(), 0);
  });
}

onStage("charges that are not complete", { width: 700 }, async (host, picture) => {
  const unpriced = { lines: 28, items: [{ why: "no row fits", usage: "compute_points", label: "Compute points", lines: 4, reading: "31.25 compute points", customers: ["Woodgrove Bank", "Coho Winery"] }], more: 3 };
  await host.show({}, resultOf({ ...charges.structuredContent, complete: false, unpriced }));
  assert.equal(await picture.locator("h1").innerText(), "Charges, not complete: do not bill them, Northwind Managed IT");
  const alert = await picture.getByRole("alert").innerText();
  assert.match(alert, /^Not complete: do not bill these amounts\s+28 lines of the report without a price are in no amount:\s+Compute points; 31\.25 compute points; Woodgrove Bank, Coho Winery: no row fits\s+3 more/);
  assert.ok((await heads(picture)).includes("Charge, not complete"));
  const order = await picture.locator("main > *").evaluateAll((all) => all.map((element) => element.className || element.tagName.toLowerCase()));
  assert.deepEqual(order.slice(0, 2), ["header", "notice failed"]);
});

onStage("why charges changed", { width: 700 }, async (host, picture) => {
  const result = await program.call("price_usage", { months: ["2026-09", "2026-10"] });
  await host.show({}, result);
  assert.equal(await picture.locator("h1").innerText(), "Change in charges, Northwind Managed IT");
  const { items: [first], totals: [total] } = result.structuredContent;
  const row = plain((await texts(picture.locator("tbody tr")))[0]);
  for (const words of [first.tenant, first.before, first.after, first.change, ...Object.entries(first.due_to).map(([cause, amount]) => `${cause} ${amount}`)]) assert.ok(row.includes(words), `${row}: ${words}`);
  const sum = plain(await picture.locator("tfoot").innerText()).replaceAll(",", "");
  for (const words of ["Total of all groups", total.before, total.after, total.change]) assert.ok(sum.includes(words), `${sum}: ${words}`);
  assert.match(plain((await texts(picture.locator(".reading")))[0]), first.change.startsWith("-") ? /^▼ -/ : /^▲ \+/);
});

check("charges by line, with how each came about", { width: 1000 }, async (host, picture) => {
  await host.show({ by: "line" }, await program.call("price_usage", { by: "line", limit: 3 }));
  assert.match((await texts(picture.locator("tbody tr")))[0], /Adventure Works[^]*Microsoft 365 seats, per workload\s+pw_base_m365_seats[^]*68 × 1\.80 per item[^]*122\.40/);
  await button(picture, "Show more").click();
  await picture.getByText("23 of 40 groups are shown").waitFor();
});

check("the parts of all charges add up to those of the total", { width: 1000 }, async (host, picture) => {
  await host.show({ months: ["2026-10"] }, charges);
  const columns = await heads(picture);
  const numbers = (cells) => cells.split("\t").map((cell) => Number(cell.replaceAll(",", "")) || 0);
  const rows = (await texts(picture.locator("tbody tr"))).map((row) => numbers(row.split("\n").at(-1)));
  const [total] = await texts(picture.locator("tfoot tr"));
  const amounts = columns.length - columns.indexOf("Charge");
  for (let i = 1; i <= amounts; i++) {
    const sum = rows.reduce((sum, row) => sum + row.at(-i), 0);
    assert.ok(Math.abs(sum - numbers(total).at(-i)) < 0.005, `${columns.at(-i)}: ${sum}, and in all ${total}`);
  }
});

check("what each charge is made of, where one has several parts", { width: 1000 }, async (host, picture) => {
  const item = (tenant, charge, more = {}) => ({ tenant, account: "Invoiced", currency: "EUR", charge, ...more });
  const items = [item("A", "9.00", { usage_charge: "10.00", discount: "1.00" }), item("B", "7.00"), item(undefined, "4.00", { kind: "account", fees: "4.00" })];
  await host.show({}, resultOf({ ...charges.structuredContent, items, totals: [{ currency: "EUR", charge: "20.00", usage_charge: "17.00", discount: "1.00", fees: "4.00" }], total: 3, truncated: false, next_cursor: undefined }));
  assert.deepEqual(await texts(picture.locator("tbody tr")), ["A\t9.00\t10.00\t1.00\t", "B\t7.00\t7.00\t\t", "Invoiced, as a whole\t4.00\t\t\t4.00"]);
  await picture.getByText("As a whole: what belongs to the invoice, not to one customer.").waitFor();
});

check("an amount or a percentage that is no number", {}, async (host, picture) => {
  const item = { tenant: "A", account: "A", currency: "EUR", charge: "5.00", cost: "4.00", margin: "1.00", margin_percent: "20.0" };
  for (const change of [{ charge: "5,00" }, { margin: "1e5" }, { margin_percent: "NaN" }, { margin_percent: "0x10" }, { discount: "9".repeat(300) }]) {
    await host.send("sendToolResult", resultOf({ ...charges.structuredContent, items: [{ ...item, ...change }], total: 1 }));
    await picture.getByRole("alert").getByText(`Row 1 of the answer has no readable ${change.charge ? "value" : Object.keys(change)[0].replaceAll("_", " ")}`).waitFor();
    assert.equal(await picture.locator("table").count(), 0);
  }
});

check("two currencies are two sums", {}, async (host, picture) => {
  const items = [["A", "EUR", "2.00"], ["B", "CHF", "3.00"], ["C", "EUR", "1.50"]].map(([tenant, currency, charge]) => ({ tenant, account: tenant, currency, charge }));
  const totals = [{ currency: "EUR", charge: "3.50" }, { currency: "CHF", charge: "3.00" }];
  await host.show({}, resultOf({ ...charges.structuredContent, items, totals, total: 3, truncated: false, next_cursor: undefined }));
  assert.deepEqual((await texts(picture.locator(".series label > span:last-child"))).map(plain), ["3.50 EUR", "3.00 CHF"]);
  assert.deepEqual(await column(picture, 1), ["A", "C"]);
});

onStage("cost and margin, where they were asked for", { width: 700 }, async (host, picture) => {
  const args = { months: ["2026-10"], show: "margin" };
  const result = await program.call("price_usage", args);
  const { items, totals, without_cost: open } = result.structuredContent;
  await host.show(args, result);
  assert.equal(await picture.locator("h1").innerText(), "Charges, costs and margin, not complete: do not bill them, Northwind Managed IT");
  const alert = await picture.getByRole("alert").innerText();
  assert.ok(alert.startsWith("Not complete: do not bill these amounts"), alert);
  assert.ok(alert.includes(`${open.lines} lines of the report without a cost are in no cost, and margins are too high by it:`), alert);
  for (const { label, reading, customers, why } of open.items) assert.ok(alert.includes(`${label}; ${reading}; ${customers.join(", ")}: ${why}`), `${alert}: ${label}`);
  assert.deepEqual(await heads(picture), ["Tenant", "Invoice to", "Note", "Charge, not complete", "Cost", "Margin", "Margin in percent"]);
  const amounts = ({ charge, cost, margin, margin_percent }) => [charge, cost, margin, `${margin_percent}%`];
  const at = items.findIndex((item) => item.margin_percent && Number(item.cost) > 0);
  const rows = [[plain((await texts(picture.locator("tbody tr")))[at]), items[at]], [plain(await picture.locator("tfoot").innerText()), totals[0]]];
  for (const [row, from] of rows) assert.ok(row.split(/\s+/).join(" ").includes(amounts(from).join(" ")), `${row}: ${amounts(from)}`);
  assert.equal(await picture.locator("th[aria-sort=ascending]").innerText(), "Margin▲");
  const margins = items.map(({ margin }) => Number(margin).toLocaleString("en-US", { minimumFractionDigits: 2 }));
  assert.deepEqual((await texts(picture.locator(".bar .reading"))).map(plain), margins.slice(0, 15), "bars are of the margin");
  assert.match(plain(await picture.locator(".series label").innerText()), new RegExp(`cost ${totals[0].cost}, margin ${totals[0].margin} \\(${totals[0].margin_percent}%\\)`));
  await host.show({ show: "cost" }, await program.call("price_usage", { ...args, show: "cost" }));
  await picture.getByRole("heading", { name: "Costs, not complete" }).waitFor();
  assert.ok((await heads(picture)).includes("Cost, not complete"));
});
