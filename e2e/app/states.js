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
  const long = (n) => row(`The Northwind Association of Managed Service Providers, Western Europe and Scandinavia, Department ${n}`, 40 / n, { infra: "Northwind Azure West Europe, geo-redundant, second copy" });
  const charge = (tenant, currency, charge) => ({ tenant, account: tenant, currency, charge });
  const charges = (items, totals) => changed("price_usage", { months: ["2026-10"] }, (f) => ({ ...f, items, totals, total: items.length, truncated: false, next_cursor: undefined }));
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
    "one row": rows([row("VanArsdel Ltd", 12)], []),
    "a thousand rows": rows(Array.from({ length: 1000 }, (_, i) => row(`Customer ${String(i).padStart(4, "0")} GmbH & Co. KG`, 1000 - i, i % 4 ? {} : { trial: `${i * 2 ** 28}` })), [row(undefined, 500_500)]),
    "long names": rows([1, 2, 3].map(long), [row(undefined, 73.33)]),
    "names of other scripts": rows(["\u0645\u0624\u0633\u0633\u0629 \u0627\u0644\u0646\u0648\u0631 (2)", "\u05d7\u05d1\u05e8\u05d4 12 \u05d1\u05e2\u05f4\u05de", "\u682a\u5f0f\u4f1a\u793e\u5c71\u7530", "\u041e\u041e\u041e \u0421\u0435\u0432\u0435\u0440", "<b>Bold</b> & Co"].map((name, i) => row(name, 50 - 9 * i)), [row(undefined, 160)]),
    "less than nothing": rows([row("VanArsdel Ltd", 12, { trial: `${-3 * 2 ** 30}` }), row("Nod Publishers", -20), row("Lucerne", 0)], [row(undefined, -8, { trial: `${-3 * 2 ** 30}` })], { measure: "change: as it is" }),
    "current usage": called("get_current_usage", { tenant: "Contoso Ltd" }),
    "over the quota": changed("get_current_usage", { tenant: "Contoso Ltd" }, (f) => {
      const item = f.items.find(({ quota }) => quota);
      const one = (value) => ({ value, reading: value });
      return { ...f, items: [{ ...item, ...one("46"), quota: { ...one("40"), percent: "115.0", overage: one("5") }, over_quota: one("6"), over_allowed: one("1") }, ...f.items.filter((other) => other !== item)] };
    }),
    "two currencies": charges([charge("VanArsdel Ltd", "JPY", "12800"), charge("Nod Publishers", "KWD", "31.250"), charge("Lucerne", "JPY", "900")], [{ currency: "JPY", charge: "13700" }, { currency: "KWD", charge: "31.250" }]),
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
