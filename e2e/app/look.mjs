import { openHost, startBrowser, startProgram } from "./stage.js";
const p = await startProgram(); const b = await startBrowser();
console.log(b.version(), p.html.length, p.csp);
const sum = { month: "2026-10", group_by: ["tenant"] };
const s = await p.call("summarize_usage", sum), c = await p.call("compare_usage", { group_by: ["tenant"] });
for (const theme of ["light", "dark"]) for (const width of [320, 1000]) for (const [n, a, r] of [["sum", sum, s], ["cmp", { group_by: ["tenant"] }, c]]) {
  const h = await openHost(b, p, { theme, width });
  await h.show(a, r); await h.page.waitForTimeout(400);
  await h.page.screenshot({ path: `/tmp/app-try/shot-${n}-${theme}-${width}.png`, fullPage: true });
  if (h.complaints.length) console.log(n, theme, width, h.complaints);
  await h.page.close();
}
await b.close(); await p.close();
