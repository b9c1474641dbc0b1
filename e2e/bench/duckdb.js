// Answers queries: a line of standard input is SQL as JSON, and a line of standard
// output is the time of the answer in milliseconds, with its first rows.
import readline from "node:readline";
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
for await (const line of readline.createInterface({ input: process.stdin })) {
  const begin = performance.now();
  const rows = (await connection.runAndReadAll(JSON.parse(line))).getRowsJson();
  if (rows.length === 0) throw new Error("no rows: " + line);
  console.log(JSON.stringify({ took: performance.now() - begin, rows: rows.slice(0, 100) }));
}
process.exit(0);
