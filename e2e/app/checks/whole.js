// Whole results of the demo, at three widths, with nothing cut off.
import assert from "node:assert/strict";
import { button, changes, column, compare, hidden, onStage, plain, program, sum, summary, texts } from "../suite.js";

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
  assert.deepEqual(await texts(picture.locator("tbody .tenant > bdi")), storage.map((item) => item.tenant));
  assert.deepEqual(await column(picture, 2), storage.map((item) => Number(item.reading.replace(" GiB", "")).toLocaleString("en-US", { minimumFractionDigits: 2 })));
  assert.deepEqual(await texts(picture.locator("tfoot tr")), ["Other groups (3)\t0.00\t218.40", "Total of all groups\t3,236.30\t218.40"]);
  assert.match(await picture.getByRole("img").getAttribute("aria-label"), /^Billable in GiB: Contoso Ltd 1,075\.50; Woodgrove Bank 514\.00/);
  assert.match(await picture.locator("header").innerText(), /^Billable usage, Northwind Managed IT\s+October 2026: all customers below Northwind Managed IT/);
  assert.equal(await picture.locator(".control").innerText(), "✓ The report's own totals agree (54 checked)");
  assert.match(await picture.locator("footer").innerText(), /Asked for month: 2026-10; group by: tenant; usages: /);
});

onStage("a comparison, its rows and totals", {}, async (host, picture) => {
  await host.show(compare, changes);
  await picture.getByRole("radio", { name: "Workstations" }).check();
  assert.equal(plain((await texts(picture.locator("tbody tr")))[0]), "Humongous Insurance\t10\t0\t-10\tgone\t\tdeleted 2026-10-18");
  assert.match(plain((await texts(picture.locator("tfoot tr")))[1]), /^Total of all groups\t107\t105\t-2\t-1\.9%\t10 → 5 \(-5\)/);
  assert.deepEqual((await texts(picture.locator("thead th"))).map((head) => head.slice(0, -1)), ["Tenant", "September 2026", "October 2026", "Change", "Percent", "On trial, not billable", "Note"]);
  await picture.getByText(`${changes.structuredContent.items.find((item) => item.usage === "workstations").unchanged} groups did not change`).waitFor();
});

onStage("units", {}, async (host, picture) => {
  await host.show(sum, summary);
  await picture.getByLabel("bytes").check();
  assert.equal((await column(picture, 2))[0], "1,154,809,331,712");
  await picture.getByLabel("TiB").check();
  assert.equal((await column(picture, 2))[0], "1.05");
  await picture.getByRole("radio", { name: "Compute points compute_points" }).check();
  assert.deepEqual(await column(picture, 2), ["15.50", "7.75", "5.17", "3.88"]);
  await picture.getByText("Of compute points what was used in it (column delta; that these are billed so is inferred).").waitFor();
  await picture.getByLabel("seconds").check();
  assert.equal((await column(picture, 2))[0], "55,800");
  await picture.getByRole("radio", { name: "Workstations" }).check();
  assert.equal(await picture.getByText("Unit", { exact: true }).count(), 0);
});

onStage("sorting and filtering by keyboard", {}, async (host, picture) => {
  await host.show(sum, summary);
  assert.equal(await picture.locator("th[aria-sort=descending]").innerText(), "Billable▼");
  await button(picture, "Billable").first().focus();
  await host.page.keyboard.press("Enter");
  assert.equal(await picture.locator("th[aria-sort=ascending]").innerText(), "Billable▲");
  assert.deepEqual((await column(picture, 2)).slice(0, 3), ["3.00", "96.22", "130.80"]);
  assert.equal((await texts(picture.locator(".chart .label")))[1], "Trey \\u202excod.Research");
  await host.page.keyboard.press("Shift+Tab");
  await host.page.keyboard.press("Space");
  assert.equal((await column(picture, 1))[0], '=HYPERLINK("http://example.com","Click")');
  await picture.getByLabel("Filter").fill("WING");
  assert.deepEqual(await column(picture, 1), ["Wingtip Toys\nbelow Proseware Resale", "Wingtip Toys\ntag CRM-1058, below Retail customers"]);
  await picture.getByText("2 of 10 rows match.").waitFor();
});
