// Agents with a command line start the demo, hand its tools to a model that is
// played on loopback, and carry out its call of a summary that doesn't fit.
import assert from "node:assert/strict";
import { test } from "node:test";
import { calls } from "../calls.js";
import { callOnce, startModel } from "../model/server.js";
import { program } from "../program.js";
import { home, runAgent } from "./agent.js";
import { agents } from "./agents.js";

const summary = { ...calls.summarize_usage, limit: 1 };

for (const [name, agent] of Object.entries(agents)) {
  test(name, async (t) => {
    const model = await startModel(t, callOnce("summarize_usage", summary));
    const dir = await home(t, agent.files(model.url));
    const run = (args) => runAgent(dir, agent.command ?? name, args, agent.env(model.url, dir));

    if (agent.list) {
      const { stdout, stderr } = await run(agent.list);
      assert.match(stdout + stderr, agent.listed);
    }
    const { status, stdout, stderr } = await run(agent.ask("summarize_usage"));
    assert.deepEqual(model.turns.flatMap(({ faults }) => faults), []);
    assert.equal(status, 0, stderr);
    assert.match(String(model.turns.at(-1)?.outputs.at(-1)), /truncated\\*":true/, stderr);
    assert.match(stdout, /Done\./);
    if (name === "codex") codexCall(stdout);
  });
}

for (const [name, agent] of Object.entries(agents).filter(([, { canAsk }]) => canAsk)) {
  test(`${name} with nobody to confirm a deletion`, async (t) => {
    const model = await startModel(t, callOnce("delete_reports", calls.delete_reports));
    const dir = await home(t, agent.files(model.url));
    const { stderr } = await runAgent(dir, name, agent.ask("delete_reports"), agent.env(model.url, dir));
    assert.match(String(model.turns.at(-1)?.outputs.at(-1)), /Nothing was sent: the user did not agree/, stderr);
  });
}

// codexCall checks what Codex reports of the call: versions of it fail a whole
// call for a kind of content that they don't know.
function codexCall(stdout) {
  const items = stdout.trim().split("\n").map((line) => JSON.parse(line).item);
  const [call] = items.filter((item) => item?.type === "mcp_tool_call" && item.status !== "in_progress");
  assert.equal(call.status, "completed");
  assert.equal(call.error, null);
  assert.deepEqual(call.result.content.map(({ type }) => type), ["text"]);
}

test("mcporter, which has no model", async (t) => {
  const dir = await home(t, {});
  const server = ["--stdio", `${program} --demo`];
  const listed = await runAgent(dir, "mcporter", ["list", ...server, "--json"]);
  assert.deepEqual(JSON.parse(listed.stdout).tools.map(({ name }) => name).sort(), Object.keys(calls).sort());
  const args = Object.entries(summary).map(([name, value]) => `${name}=${value}`);
  const called = await runAgent(dir, "mcporter", ["call", ...server, "summarize_usage", ...args]);
  assert.equal(JSON.parse(called.stdout).truncated, true, called.stderr);
});
