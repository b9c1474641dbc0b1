// A dataset of 24 months, read by DuckDB with the statements of docs/scale.md, and
// compared with the answers of summarize_usage.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { monthsAgo } from "./calls.js";
import { program } from "./program.js";
import { statements } from "./scale.js";

const start = promisify(execFile);

test("24 months in DuckDB", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "dataset-"));
  t.after(() => rm(folder, { recursive: true }));
  const out = join(folder, "usage-data");
  const span = `${monthsAgo(24)}..${monthsAgo(1)}`;
  const { stdout } = await start(program, ["--demo", "dataset", "--out", out, "--months", span, "--create"]);
  const lines = stdout.trim().split("\n");
  assert.equal(lines.length, 24);
  for (const line of lines) assert.match(line, /^\d{4}-\d\d written, \d+ rows$/);
  assert.deepEqual(JSON.parse(await readFile(join(out, "schema.json"))).version, 1);

  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const query = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const views = await statements("DuckDB");
  assert.equal(views.length, 2);
  for (const view of views) await query(view.replace("usage-data", out.replaceAll("'", "''")));

  // The demo's figures depend on the day, not on the process.
  const months = Array.from({ length: 24 }, (_, i) => monthsAgo(24 - i));
  const summarize = async (args) => {
    const call = ["summarize_usage", JSON.stringify({ months, limit: 100, ...args })];
    const prepare = ["prepare_months", JSON.stringify({ months }), "+"];
    const { stdout } = await start(program, ["--demo", "call", ...prepare, ...call], { maxBuffer: 1 << 24 });
    return JSON.parse(stdout.trim().split("\n").at(-1));
  };
  const decimal = (text) => BigInt(text.replace(/\.0+$/, ""));
  const { span_totals: _, ...answer } = await summarize({ group_by: ["usage"] });
  assert.ok(answer.items.length > 0);
  const sums = new Map(
    (await query("SELECT month, usage, sum(billed)::VARCHAR AS billed FROM usage WHERE counted GROUP BY month, usage")).map(
      (row) => [`${row.month} ${row.usage}`, decimal(row.billed)],
    ),
  );
  let compared = 0;
  for (const item of answer.items) {
    assert.equal(sums.get(`${item.month} ${item.usage}`), decimal(item.value), `${item.month} ${item.usage}`);
    compared++;
  }
  assert.ok(compared >= 24, `${compared} sums compared`);

  const measures = { end_production: ["end", "production"], end_total: ["end", "total"], end_trial: ["end", "trial"],
    change_production: ["change", "production"], change_total: ["change", "total"], change_trial: ["change", "trial"] };
  for (const [column, [measure, scope]] of Object.entries(measures)) {
    const month = monthsAgo(1);
    const { items } = await summarize({ months: [month], group_by: ["usage"], measure, scope });
    const rows = await query(`SELECT usage, sum(${column})::VARCHAR AS sum FROM usage WHERE counted AND month = '${month}' GROUP BY usage`);
    const found = new Map(rows.map((row) => [row.usage, decimal(row.sum)]));
    assert.ok(items.length > 0, column);
    for (const item of items) assert.equal(found.get(item.usage), decimal(item.value), `${column} ${item.usage}`);
  }

  for (const by of ["owner", "tenant"]) {
    const month = monthsAgo(1);
    const { items } = await summarize({ months: [month], group_by: [by], detail: "full" });
    const column = `${by}_id`;
    const rows = await query(`SELECT coalesce(${column}, '') AS id, usage, sum(billed)::VARCHAR AS billed FROM usage
      WHERE counted AND month = '${month}' GROUP BY ALL`);
    const found = new Map(rows.map((row) => [`${row.id} ${row.usage}`, decimal(row.billed)]));
    assert.ok(items.length > 3);
    for (const item of items) {
      assert.equal(found.get(`${item[column] ?? ""} ${item.usage}`), decimal(item.value), `${by} ${item[by]} ${item.usage}`);
    }
  }

  // The demo has a price list. Months without any usage have no charges.
  const { stdout: priced } = await start(program, ["--demo", "call", "prepare_months", JSON.stringify({ months }), "+",
    "price_usage", JSON.stringify({ months, by: "account", limit: 1 })], { maxBuffer: 1 << 24 });
  const { totals } = JSON.parse(priced.trim().split("\n").at(-1));
  const charged = new Map(
    (await query("SELECT month, currency, sum(amount)::DECIMAL(38,2)::VARCHAR AS amount FROM charges GROUP BY ALL")).map(
      (row) => [`${row.month} ${row.currency}`, row.amount],
    ),
  );
  assert.ok(totals.length >= 12);
  for (const total of totals) assert.equal(charged.get(`${total.of_month} ${total.currency}`), total.charge, total.of_month);

  const questions = await statements("Four questions");
  assert.equal(questions.length, 4);
  for (const sql of questions) assert.ok(Array.isArray(await query(sql)), sql);
  const [growth, outgrown, margin, owners] = questions;
  const billed = new Map();
  for (const row of await query(growth)) {
    const key = `${row.label} ${row.unit}`;
    if (row.growth !== null) assert.equal(decimal(row.growth), decimal(row.billed) - billed.get(key), `${row.month} ${key}`);
    billed.set(key, decimal(row.billed));
  }
  assert.ok(billed.size > 5);

  const prices = async (args) => {
    const call = ["prepare_months", JSON.stringify({ months }), "+", "price_usage", JSON.stringify({ limit: 100, detail: "full", ...args })];
    const { stdout } = await start(program, ["--demo", "call", ...call], { maxBuffer: 1 << 24 });
    return JSON.parse(stdout.trim().split("\n").at(-1));
  };
  const margins = new Map((await query(margin)).map((row) => [`${row.month} ${row.currency}`, row]));
  const ours = (await prices({ months, by: "account", show: "margin", limit: 1 })).totals;
  assert.ok(ours.length >= 12);
  for (const total of ours) {
    const row = margins.get(`${total.of_month} ${total.currency}`);
    for (const of of ["charge", "cost", "margin"]) assert.equal(Number(row[of] ?? 0), Number(total[of] ?? row[of] ?? 0), `${of} of ${total.of_month}`);
  }

  const rows = await query(outgrown);
  assert.ok(rows.length > 0);
  for (const [column, month] of [["fee_now", monthsAgo(1)], ["fee_before", rows[0].since]]) {
    const { items } = await prices({ months: [month], by: "account" });
    const fees = new Map(items.map((item) => [`${item.tenant_id} ${item.currency}`, Number(item.charge)]));
    for (const row of rows.filter((row) => column === "fee_now" || row.since === month)) {
      assert.equal(Number(row[column]), fees.get(`${row.account_id} ${row.currency}`), `${column} of ${row.account}`);
    }
  }
  assert.ok((await query(owners)).some((row) => row.owner_kind === "vendor"));
});
