// What is seen before, instead of and beside figures, and how the page follows its host.
import assert from "node:assert/strict";
import { button, check, column, made, onStage, program, sum, summary, texts } from "../suite.js";

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
  assert.match(await alert.innerText(), /^No figures\s+The assistant asked for figures and got this answer:/);
  assert.equal(await alert.getByRole("blockquote").innerText(), result.content[0].text);
});

check("an error without a word", {}, async (host, picture) => {
  await host.show({}, { isError: true, content: [] });
  await picture.getByRole("alert").getByText("got an error without a word of why.").waitFor();
  assert.equal(await picture.getByRole("blockquote").count(), 0);
});

onStage("an answer of another kind", {}, async (host, picture) => {
  await host.show({}, { content: [{ type: "text", text: "<b>hello</b>" }] });
  await picture.getByText("The answer holds no figures").waitFor();
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

onStage("the host's colours and words for numbers", { theme: "dark", locale: "fr-FR" }, async (host, picture) => {
  await host.show(sum, summary);
  assert.equal((await column(picture, 2))[0], (1075.5).toLocaleString("fr-FR", { minimumFractionDigits: 2 }));
  const paper = "light-dark(rgb(255, 250, 240), rgb(20, 15, 10))";
  await host.send("sendHostContextChange", { theme: "light", locale: "en-US", styles: { variables: { "--color-background-primary": paper } } });
  await picture.getByRole("cell", { name: "1,075.50" }).waitFor();
  assert.equal(await host.style("backgroundColor"), "rgb(255, 250, 240)");
});

// Each is unknown to this page: a host may be newer than it, or wrong.
const odd = {
  theme: "sepia",
  locale: "not a locale",
  styles: { variables: { "--color-background-primary": "light-dark(rgb(255, 250, 240), rgb(20, 15, 10))", "--color-of-next-year": "red", "--font-sans": 5, color: "red" }, css: { fonts: 7, more: {} }, more: 1 },
  safeAreaInsets: { top: 40, right: "10", bottom: null },
  containerDimensions: { maxHeight: "tall", maxWidth: 600 },
  displayMode: "hologram", availableDisplayModes: "all", platform: "watch", toolInfo: { tool: 5 }, deviceCapabilities: [], next: { year: 1 },
};
for (const when of ["at the start", "later"]) {
  check(`a host that says what this page doesn't know, ${when}`, when === "later" ? { locale: "de-DE", theme: "dark" } : { raw: odd }, async (host, picture) => {
    if (when === "later") await host.raw({ jsonrpc: "2.0", method: "ui/notifications/host-context-changed", params: odd });
    await host.show(sum, summary);
    assert.equal((await column(picture, 2))[0], when === "later" ? "1.075,50" : "1,075.50");
    assert.equal(await host.style("backgroundColor"), when === "later" ? "rgb(20, 15, 10)" : "rgb(255, 250, 240)");
    assert.match(await host.style("padding"), /^52px /);
    assert.equal(await host.style("width"), "600px");
  });
}

check("a result with blocks of the future", {}, async (host, picture) => {
  const content = [{ type: "hologram", data: {} }, null, 5, { type: "text" }, ...summary.content];
  await host.raw({ jsonrpc: "2.0", method: "ui/notifications/tool-input", params: { arguments: null } });
  await host.raw({ jsonrpc: "2.0", method: "ui/notifications/tool-result", params: { content, isError: "no" } });
  await picture.getByRole("heading", { name: "Billable usage, Northwind Managed IT" }).waitFor();
});

check("an answer that can't be drawn, and then one that can", {}, async (host, picture) => {
  const frame = host.page.frames().at(-1);
  await frame.evaluate(() => {
    window.Kept = Intl.NumberFormat;
    Intl.NumberFormat = class {
      format() { return undefined.toFixed(); }
    };
  });
  await host.send("sendToolResult", summary);
  await picture.getByRole("alert").getByText("There is an answer, but this page can't draw it. The assistant can still tell you what is in it.").waitFor();
  assert.doesNotMatch(await picture.locator("#page").innerText(), /undefined|properties|TypeError/);
  await frame.evaluate(() => (Intl.NumberFormat = window.Kept));
  await host.send("sendToolResult", made([{ tenant: "A", usage: "servers", label: "Servers", value: "7", unit: "quantity" }]));
  await picture.getByRole("cell", { name: "7" }).first().waitFor();
});

check("arguments that are no JSON", {}, async (host, picture) => {
  await host.raw({ jsonrpc: "2.0", method: "ui/notifications/tool-input", params: { arguments: { month: undefined, tenant: [undefined], limit: NaN } } });
  await picture.getByText("Asked for tenant: ; limit: null").waitFor();
  await host.send("sendToolResult", summary);
  await picture.getByRole("heading", { name: "Billable usage, Northwind Managed IT" }).waitFor();
});

check("messages that are none", {}, async (host, picture) => {
  for (const message of [null, 5, "x", [], {}, { jsonrpc: "1.0", method: "ui/notifications/tool-result", params: {} }, { jsonrpc: "2.0" }, { jsonrpc: "2.0", id: 99, result: {} }, { jsonrpc: "2.0", method: "ui/notifications/next" }]) {
    await host.raw(message);
  }
  await host.show(sum, summary);
  assert.ok(await picture.locator("tbody tr").count());
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
