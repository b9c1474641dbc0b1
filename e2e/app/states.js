// The states of the picture that screenshots are made of: what a user may come to see.
const row = (tenant, value, more = {}) => ({ tenant, usage: "storage", label: "Backup storage", unit: "bytes", value: `${Math.round(value * 2 ** 30)}`, ...more });

/** statesOf returns how to come to each state, by name, given calls of the demo. */
export function statesOf(program) {
  const sum = { month: "2026-10", group_by: ["tenant"] };
  const called = (tool, args, card) => async ({ show, picture }) => {
    await show(args, await program.call(tool, args));
    if (card) await picture.getByRole("radio", { name: card }).check();
  };
  const changed = (tool, args, change) => async ({ show }) => {
    const { structuredContent } = await program.call(tool, args);
    const figures = change(structuredClone(structuredContent));
    await show(args, { content: [{ type: "text", text: JSON.stringify(figures) }], structuredContent: figures });
  };
  const rows = (items, totals, more = {}) => changed("summarize_usage", sum, (f) => ({ ...f, items, totals, rest: [], total: items.length, truncated: false, next_cursor: undefined, ...more }));
  const days = Array.from({ length: 31 }, (_, i) => row(undefined, 90 + ((i * 37) % 23), { tenant: undefined, day: `2026-10-${String(i + 1).padStart(2, "0")}` }));
  const part = { usage: "immutable_storage", label: "Immutable storage", class: "informational", class_inferred: true };
  const unclear = { usage: "hci_storage", label: "Cyber Infrastructure storage", class: "unclear" };
  return {
    waiting: ({ send }) => send("sendToolInput", { arguments: sum }),
    refused: called("summarize_usage", { month: "2020-01" }),
    cancelled: async ({ send }) => (await send("sendToolInput", { arguments: sum })) ?? send("sendToolCancelled", { reason: "Stopped by the user" }),
    usage: called("summarize_usage", sum),
    "usage by storage": called("summarize_usage", { month: "2026-10" }),
    "usage on trial": called("summarize_usage", { ...sum, scope: "trial" }),
    "change in a month": called("summarize_usage", { ...sum, measure: "change" }),
    "two months": called("summarize_usage", { group_by: ["tenant"], months: ["2026-09", "2026-10"] }),
    "six keys": called("summarize_usage", { ...sum, group_by: ["tenant", "infra", "owner", "edition", "sku", "backend"], limit: 100 }),
    days: rows(days, [], { measure: "end: the reading at the end of the period" }),
    parts: rows([row("VanArsdel Ltd", 100), row("Nod Publishers", 50), row("VanArsdel Ltd", 30, part), row("Nod Publishers", 2, unclear)], [row(undefined, 150), row(undefined, 30, part)]),
    tiny: rows([row("VanArsdel Ltd", 1.5), row("Nod Publishers", 0.00001), row("Lucerne", 0)], [row(undefined, 1.50001)]),
    comparison: called("compare_usage", {}, "Backup storage"),
    "workstations compared": called("compare_usage", {}, "Workstations"),
    charges: called("price_usage", { months: ["2026-10"] }),
    "charges compared": called("price_usage", { months: ["2026-09", "2026-10"] }),
    margins: called("price_usage", { months: ["2026-10"], show: "margin" }),
    "differing totals": changed("summarize_usage", sum, (f) => {
      f.proof[0].control = { status: "differs", sums: 54, differing: 2, differences: ["storage: subject 5, children 4"] };
      f.warnings.unshift("The report's own totals differ in 2 sums: check before billing.");
      return { ...f, missing: { months: ["2026-08"] } };
    }),
    empty: changed("summarize_usage", sum, (f) => ({ ...f, items: [], totals: [], rest: [], total: 0, truncated: false, warnings: ["No row is in the sums, which does not mean that nothing was used: 17 rows were left out by tenant."] })),
  };
}
