// ClickHouse reads a dataset with the statement of docs/scale.md, and finds the sums of
// summarize_usage.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { Session } from "chdb";
import { monthsAgo } from "../calls.js";
import { program } from "../program.js";
import { statements } from "../scale.js";

const start = promisify(execFile);

test("ClickHouse", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "dataset-"));
  t.after(() => rm(folder, { recursive: true }));
  const months = [3, 2, 1].map(monthsAgo);
  await start(program, ["--demo", "dataset", "--out", folder, "--months", `${months[0]}..${months[2]}`, "--create"]);

  const session = new Session();
  t.after(() => session.cleanup());
  session.query("CREATE DATABASE acronis ENGINE = Atomic");
  session.query("USE acronis");
  const [view] = await statements("ClickHouse");
  session.query(view.replace("usage-data", folder.replaceAll("'", "\\'")));
  const query = (sql) => session.query(sql, "JSONEachRow").trim().split("\n").map((line) => JSON.parse(line));
  const rows = query(`SELECT month, usage, toString(sum(billed)) AS billed FROM usage
    WHERE counted AND data_centre = 'demo' GROUP BY month, usage`);
  const sums = new Map(rows.map((row) => [`${row.month} ${row.usage}`, row.billed]));

  const calls = ["prepare_months", JSON.stringify({ months }), "+", "summarize_usage", JSON.stringify({ months, group_by: ["usage"], limit: 100 })];
  const { stdout } = await start(program, ["--demo", "call", ...calls], { maxBuffer: 1 << 24 });
  const { items } = JSON.parse(stdout.trim().split("\n").at(-1));
  assert.ok(items.length > 9);
  for (const item of items) assert.equal(sums.get(`${item.month} ${item.usage}`), item.value, `${item.month} ${item.usage}`);

  const names = query("SELECT DISTINCT tenant_name FROM usage").map((row) => row.tenant_name);
  assert.ok(names.some((name) => name.startsWith("=HYPERLINK(\"")), "a name with quotes is as it is");
});
