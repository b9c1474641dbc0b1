// Google's SDK hands the tools of an MCP client to Gemini, whose API is strict
// about schemas, and carries out the calls that it answers with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { GoogleGenAI, mcpToTool } from "@google/genai";
import { calls } from "./calls.js";
import { connect, eraNames } from "./connect.js";
import { callOnce, startModel } from "./model/server.js";

for (const era of eraNames) {
  test(`Gemini takes the schemas and calls, ${era}`, async (t) => {
    const client = await connect(t, era);
    const model = await startModel(t, callOnce("summarize_usage", calls.summarize_usage));
    const ai = new GoogleGenAI({ apiKey: "none", vertexai: false, httpOptions: { baseUrl: model.url } });
    const response = await ai.models.generateContent({
      model: "gemini-demo",
      contents: "What was used last month?",
      config: { tools: [mcpToTool(client)] },
    });
    assert.equal(response.text, "Done.");
    const [asked, answered] = model.turns;
    assert.deepEqual(asked.tools.map(({ name }) => name).sort(), Object.keys(calls).sort());
    const [output] = answered.outputs;
    assert.ok(JSON.parse(output).structuredContent.items.length > 0, output);
  });
}
