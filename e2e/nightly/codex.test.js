// Codex asks its user before reports are deleted. This test is a client of its
// app server, as its extensions for editors are.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { calls } from "../calls.js";
import { callOnce, startModel } from "../model/server.js";
import { home } from "./agent.js";
import { agents } from "./agents.js";

const command = new URL("node_modules/.bin/codex", import.meta.url).pathname;

// deleteReports has the model call delete_reports, and returns the questions
// that Codex put and what the call returned. Codex's own question, whether the
// tool may be called, is answered with yes, the server's with answer.
async function deleteReports(t, answer) {
  const model = await startModel(t, callOnce("delete_reports", calls.delete_reports));
  const dir = await home(t, agents.codex.files(model.url));
  const env = { PATH: process.env.PATH, HOME: dir, TMPDIR: dir, ...agents.codex.env(model.url, dir) };
  const codex = spawn(command, ["app-server"], { cwd: dir, env, stdio: ["pipe", "pipe", "ignore"] });
  t.after(() => codex.kill());
  const write = (message) => codex.stdin.write(JSON.stringify(message) + "\n");

  const questions = [];
  write({ id: 1, method: "initialize", params: { clientInfo: { name: "e2e", title: "e2e", version: "1" } } });
  write({ method: "initialized" });
  write({ id: 2, method: "thread/start", params: { cwd: dir, ephemeral: true, approvalPolicy: "on-request" } });
  for await (const line of createInterface({ input: codex.stdout })) {
    const { id, method, params, result, error } = JSON.parse(line);
    assert.equal(error, undefined, line);
    if (id === 2 && result) write({ id: 3, method: "turn/start", params: { threadId: result.thread.id, input: [{ type: "text", text: "Delete it." }] } });
    if (method === "mcpServer/elicitation/request") {
      const own = params._meta?.codex_approval_kind !== undefined;
      if (!own) questions.push(params);
      write({ id, result: own ? { action: "accept", content: null, _meta: null } : { content: null, _meta: null, ...answer(params) } });
    }
    if (method === "turn/completed") break;
  }
  return { questions, output: model.turns.at(-1).outputs.join("\n") };
}

const choose = (choice) => ({ requestedSchema }) => {
  const [[name, field]] = Object.entries(requestedSchema.properties);
  return { action: "accept", content: { [name]: field.enum[choice] } };
};

for (const [name, answer, want] of [
  ["accept without content, which Codex makes an empty form", () => ({ action: "accept" }), /none of the offered choices/],
  ["accept with the choice", choose(0), /"outcome\\*":\\*"deleted/],
  ["accept with the choice to cancel", choose(1), /did not agree/],
  ["decline", () => ({ action: "decline" }), /did not agree/],
  ["cancel", () => ({ action: "cancel" }), /did not agree/],
]) {
  test(name, { timeout: 60_000 }, async (t) => {
    const { questions, output } = await deleteReports(t, answer);
    assert.equal(questions.length, 1);
    assert.match(questions[0].message, /^Delete 1 report permanently\?/);
    assert.match(output, want);
  });
}
