// Pages of an answer, and calls after it: figures that are there stay, and none is added twice.
import assert from "node:assert/strict";
import { button, check, column, made, onStage, program, sum, summary, texts } from "../suite.js";

const shown = (picture, n) => picture.getByText(`${n} of 30 groups are shown`).waitFor();
const row = (tenant, value) => ({ tenant, usage: "servers", label: "Servers", value, unit: "quantity" });

/** pagesOf are n pages of two rows each, as a server makes them. */
function pagesOf(n) {
  const rows = Array.from({ length: 2 * n }, (_, i) => row(`T${i}`, `${90 - i}`));
  const total = { ...rows[0], tenant: undefined, value: String(rows.reduce((sum, { value }) => sum + Number(value), 0)), groups: 2 * n };
  return Array.from({ length: n }, (_, i) => {
    const items = rows.slice(2 * i, 2 * i + 2);
    const left = Number(total.value) - items.reduce((sum, { value }) => sum + Number(value), 0);
    return made(items, { total: 2 * n, totals: [total], rest: [{ ...total, value: `${left}` }], truncated: i < n - 1, next_cursor: i < n - 1 ? `page ${i + 1}` : undefined });
  });
}

onStage("the next page", {}, async (host, picture) => {
  await host.show(sum, summary);
  await shown(picture, 20);
  await button(picture, "Show more").focus();
  await host.page.keyboard.press("Enter");
  await shown(picture, 30);
  await picture.getByRole("status").getByText("10 more are shown.").waitFor();
  const focused = await picture.locator(":focus").innerText();
  assert.equal(focused, "All are shown");
  assert.deepEqual(await texts(picture.locator("tfoot tr")), ["Total of all groups\t3,236.30\t218.40"]);
  assert.deepEqual((await texts(picture.locator("tbody tr"))).slice(-2), ["Humongous Insurance\t0.00\t", "Lucerne Publishing\t0.00\t39.40"]);
  assert.ok(await picture.locator("rect.trial").count());
});

check("the same page again, from the host", {}, async (host, picture) => {
  await host.show(sum, summary);
  await host.send("sendToolResult", summary);
  const next = await program.call("summarize_usage", { ...sum, cursor: summary.structuredContent.next_cursor });
  for (const result of [next, summary, next]) await host.send("sendToolResult", result);
  await picture.locator("tbody tr:nth-child(13)").waitFor();
  assert.equal(await picture.getByText("groups are shown").count(), 0);
  assert.equal(await picture.locator("tbody tr").count(), 13);
});

check("pages out of order, twice, and the wrong one", {}, async (host, picture) => {
  const [first, second, third] = pagesOf(3);
  const answers = [third, first, third, second];
  host.answer = () => answers.shift();
  await host.show({}, first);
  const names = async (rows) => {
    await picture.getByText(`${rows.length} of 6 groups are shown`).waitFor();
    assert.deepEqual(await column(picture, 1), rows);
  };
  await button(picture, "Show more").click();
  await names(["T0", "T1", "T4", "T5"]);
  assert.deepEqual(await texts(picture.locator("tfoot tr")), [`Other groups (2)\t175`, "Total of all groups\t525"]);
  await host.send("sendToolResult", second);
  await names(["T0", "T1", "T2", "T3", "T4", "T5"]);
  assert.deepEqual(await texts(picture.locator("tfoot tr")), ["Total of all groups\t525"]);
});

check("a page that is there already instead of the next", {}, async (host, picture) => {
  const [first, second] = pagesOf(2);
  const answers = [first, second];
  host.answer = () => answers.shift();
  await host.show({}, first);
  await button(picture, "Show more").click();
  await picture.getByText("That page was here already: nothing was added.").waitFor();
  assert.equal(await picture.locator("tbody tr").count(), 2);
  await button(picture, "Show more").click();
  await picture.getByText("4 of 4 groups are shown").waitFor();
  assert.deepEqual(await column(picture, 1), ["T0", "T1", "T2", "T3"]);
});

check("a page with a bad row, and one of another report", {}, async (host, picture) => {
  const [first, second] = pagesOf(2);
  const bad = structuredClone(second);
  bad.structuredContent.items[1].value = "0x10";
  const other = structuredClone(second);
  other.structuredContent.proof[0].sha256 = "0".repeat(12);
  const answers = [bad, other, second];
  host.answer = () => answers.shift();
  await host.show({}, first);
  await button(picture, "Show more").click();
  await picture.getByText('The next page was refused: “Row 2 of the answer has no readable value: "0x10" is not a number.').waitFor();
  assert.deepEqual(await column(picture, 1), ["T0", "T1"]);
  await button(picture, "Show more").click();
  await picture.getByText("The report has changed since.").waitFor();
  assert.deepEqual(await column(picture, 1), ["T0", "T1"]);
  await button(picture, "Show more").click();
  await picture.getByText("4 of 4 groups are shown").waitFor();
});

check("a next page that the server or the host refuses", {}, async (host, picture) => {
  await host.show({ ...sum, order: "name" }, summary);
  await button(picture, "Show more").click();
  await picture.getByText("cursor belongs to a call with other arguments").waitFor();
  host.answer = () => Promise.reject(new Error("x is not a function"));
  await button(picture, "Show more").click();
  await picture.getByText("The app did not get the next page. Try again, or ask the assistant for it.").waitFor();
  assert.equal(await picture.getByText("is not a function").count(), 0);
});

check("input, partial input and cancellation after a result", {}, async (host, picture) => {
  await host.show(sum, summary);
  for (const [what, params] of [["sendToolInputPartial", { arguments: { month: "2026" } }], ["sendToolInput", { arguments: { month: "2026-09" } }], ["sendToolCancelled", { reason: "Stop" }]]) {
    await host.send(what, params);
  }
  await host.send("sendHostContextChange", { theme: "dark" }); // comes after them
  await picture.locator(":root[data-theme=dark]").waitFor();
  assert.equal(await picture.locator("h1").innerText(), "Billable usage, Northwind Managed IT");
  assert.equal(await picture.locator("tbody tr").count(), 10);
  assert.equal(await picture.getByText("Waiting").count(), 0);
});

check("a page after a part of an input that came late", {}, async (host, picture) => {
  const [first, second] = pagesOf(2);
  await host.show({ month: "2026-10" }, first);
  await host.send("sendToolInputPartial", { arguments: { month: "2026" } });
  await host.send("sendToolResult", second);
  await picture.locator("tbody tr:nth-child(4)").waitFor();
  assert.deepEqual(await column(picture, 1), ["T0", "T1", "T2", "T3"]);
});

check("a refusal after a result", {}, async (host, picture) => {
  await host.show(sum, summary);
  await host.send("sendToolResult", { isError: true, content: [{ type: "text", text: "No report for June." }] });
  await picture.getByRole("alert").getByText("No report for June.").waitFor();
  await picture.getByText("The figures below are those of the call before.").waitFor();
  assert.equal(await picture.locator("tbody tr").count(), 10);
});

check("a host that repeats no input", {}, async (host, picture) => {
  await host.send("sendToolResult", summary);
  await picture.getByText("Ask the assistant for the next page.").waitFor();
  assert.equal(await button(picture, "Show more").count(), 0);
});
