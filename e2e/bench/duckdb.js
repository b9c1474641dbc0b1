// Answers queries: a line of standard input is SQL as JSON, and a line of standard
// output is the time of the answer in milliseconds.
import readline from "node:readline";
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
for await (const line of readline.createInterface({ input: process.stdin })) {
  const begin = performance.now();
  const rows = (await connection.runAndReadAll(JSON.parse(line))).getRows();
  if (rows.length === 0) throw new Error("no rows: " + line);
  console.log(performance.now() - begin);
}
process.exit(0);
