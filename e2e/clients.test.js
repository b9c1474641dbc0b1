// The official TypeScript clients: the legacy one shakes hands, the modern one
// finds out what the server speaks. Both hold results against output schemas.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { Client as ModernClient } from "@modelcontextprotocol/client";
import { StdioClientTransport as ModernTransport } from "@modelcontextprotocol/client/stdio";
import { program, reportID } from "./program.js";

const me = { name: "e2e", version: "1" };
const capabilities = { elicitation: { form: {} } };
const server = { command: program, args: ["--demo"], stderr: "ignore" };

// Each returns a connected client that answers questions with answer.
const clients = {
  legacy: async (answer) => {
    const client = new LegacyClient(me, { capabilities });
    client.setRequestHandler(ElicitRequestSchema, answer);
    await client.connect(new LegacyTransport(server));
    return client;
  },
  modern: async (answer) => {
    const client = new ModernClient(me, { capabilities, versionNegotiation: { mode: "auto" } });
    client.setRequestHandler("elicitation/create", answer);
    await client.connect(new ModernTransport(server));
    assert.equal(client.getNegotiatedProtocolVersion(), "2026-07-28");
    return client;
  },
};

const nobodyAsks = () => assert.fail("asked without need");

for (const [era, connect] of Object.entries(clients)) {
  const call = async (client, name, args) => {
    const result = await client.callTool({ name, arguments: args });
    assert.ok(!result.isError, result.content?.[0]?.text);
    assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
    return result.structuredContent;
  };

  test(`reads, ${era}`, async (t) => {
    const client = await connect(nobodyAsks);
    t.after(() => client.close());
    const { tools } = await client.listTools(); // and keeps the output schemas
    assert.ok(tools.some((tool) => tool.name === "get_report_version"));
    const report = await call(client, "get_report", { report_id: reportID });
    assert.equal(report.id, reportID);
    const version = await call(client, "get_report_version", { report_id: reportID });
    assert.deepEqual(version, { report_id: reportID, version: report.version });
  });

  for (const action of ["accept", "decline"]) {
    test(`asked before deleting, ${action}, ${era}`, async (t) => {
      const asked = [];
      const client = await connect(({ params }) => {
        asked.push(params.message);
        return action === "accept" ? { action, content: {} } : { action };
      });
      t.after(() => client.close());
      const result = await client.callTool({ name: "delete_reports", arguments: { reports: [{ report_id: reportID, version: 1 }] } });
      assert.equal(asked.length, 1);
      assert.match(asked[0], /^Delete 1 /);
      if (action === "accept") assert.equal(result.structuredContent.outcomes[0].outcome, "deleted");
      else assert.ok(result.isError && result.content[0].text.includes("did not agree"));
    });
  }
}
