// Kits for building agents start the demo, hand its tools to a model that is
// played on loopback, and carry out its call.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createMCPClient } from "@ai-sdk/mcp";
import { Experimental_StdioMCPTransport as StdioTransport } from "@ai-sdk/mcp/mcp-stdio";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { MultiServerMCPClient } from "@langchain/mcp-adapters";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { ChatOpenAI } from "@langchain/openai";
import { Agent } from "@mastra/core/agent";
import { MCPClient } from "@mastra/mcp";
import { generateText, isStepCount } from "ai";
import { calls } from "../calls.js";
import { callOnce, startModel } from "../model/server.js";
import { program } from "../program.js";

const question = "What was used last month?";
const summary = { ...calls.summarize_usage, limit: 1 };
const command = { command: program, args: ["--demo", "--log-level", "error"] };

// answered checks that all tools were offered and that the model saw the summary.
function answered(model, text) {
  const [first] = model.turns;
  assert.deepEqual(model.turns.flatMap(({ faults }) => faults), []);
  for (const name of Object.keys(calls)) assert.ok(first.tools.some((tool) => tool.name.endsWith(name)), name);
  assert.match(model.turns.at(-1).outputs.join("\n"), /truncated\\*":\s*true/);
  assert.equal(text, "Done.");
}

const vendors = {
  OpenAI: (url) => createOpenAI({ apiKey: "none", baseURL: `${url}/v1` })("demo"),
  Google: (url) => createGoogleGenerativeAI({ apiKey: "none", baseURL: `${url}/v1beta` })("demo"),
};
for (const [vendor, connect] of Object.entries(vendors)) {
  test(`AI SDK, ${vendor}`, async (t) => {
    const model = await startModel(t, callOnce("summarize_usage", summary));
    const client = await createMCPClient({ transport: new StdioTransport(command) });
    t.after(() => client.close());
    const { text } = await generateText({
      model: connect(model.url), tools: await client.tools(), prompt: question, stopWhen: isStepCount(3), maxRetries: 0,
    });
    answered(model, text);
  });
}

test("LangChain", async (t) => {
  const model = await startModel(t, callOnce("summarize_usage", summary));
  const client = new MultiServerMCPClient({ mcpServers: { acronis: { transport: "stdio", ...command } } });
  t.after(() => client.close());
  const llm = new ChatOpenAI({ model: "demo", apiKey: "none", maxRetries: 0, configuration: { baseURL: `${model.url}/v1` } });
  const agent = createReactAgent({ llm, tools: await client.getTools() });
  const { messages } = await agent.invoke({ messages: [{ role: "user", content: question }] });
  answered(model, messages.at(-1).content);
});

test("Mastra", async (t) => {
  const model = await startModel(t, callOnce("summarize_usage", summary));
  const client = new MCPClient({ servers: { acronis: command } });
  t.after(() => client.disconnect());
  const agent = new Agent({
    id: "agent", name: "agent", instructions: "Answer.", tools: await client.listTools(),
    model: { id: "demo/demo", url: `${model.url}/v1`, apiKey: "none" },
  });
  const { text } = await agent.generate(question, { maxSteps: 3 });
  answered(model, text);
});
