// OpenAI's agents make the schemas strict: each property required, and nullable
// where it was optional. The API takes them, and calls under them are answered.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Agent, MCPServerStdio, Runner, setTracingDisabled } from "@openai/agents-core";
import { OpenAIProvider } from "@openai/agents-openai";
import { calls } from "./calls.js";
import { startModel } from "./model/server.js";
import { program } from "./program.js";

setTracingDisabled(true);

test("strict schemas of OpenAI Agents", async (t) => {
  const mcpServer = new MCPServerStdio({ command: program, args: ["--demo", "--log-level", "error"] });
  await mcpServer.connect();
  t.after(() => mcpServer.close());

  // The model calls one tool after the other, with null where it may.
  const left = Object.keys(calls).filter((name) => !["delete_reports", "export_usage"].includes(name));
  const called = [...left];
  const model = await startModel(t, ({ tools }) => {
    const name = left.shift();
    if (!name) return { text: "Done." };
    const call = tools.find((tool) => tool.name === name);
    const names = Object.keys(call.parameters.properties);
    return { call, args: Object.fromEntries(names.map((property) => [property, calls[name][property] ?? null])) };
  });
  const runner = new Runner({ modelProvider: new OpenAIProvider({ apiKey: "none", baseURL: `${model.url}/v1`, useResponses: true }) });
  const agent = new Agent({ name: "agent", model: "demo", mcpServers: [mcpServer], mcpConfig: { convertSchemasToStrict: true } });
  const { finalOutput } = await runner.run(agent, "What was used?", { maxTurns: 20 });
  assert.equal(finalOutput, "Done.");

  const { tools, outputs } = model.turns.at(-1);
  assert.deepEqual(tools.map(({ name }) => name).sort(), Object.keys(calls).sort());
  for (const { name, strict } of tools) assert.equal(strict, true, name);
  assert.equal(outputs.length, called.length);
  called.forEach((name, i) => assert.doesNotMatch(outputs[i], /was not called/, name));
});
