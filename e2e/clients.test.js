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

  test(`prompts, templates and what completes them, ${era}`, async (t) => {
    const client = await connect(nobodyAsks);
    t.after(() => client.close());
    const complete = async (ref, name, value, context) => {
      const { completion } = await client.complete({ ref, argument: { name, value }, context: { arguments: context ?? {} } });
      return completion.values;
    };

    const { prompts } = await client.listPrompts();
    assert.deepEqual(prompts.map(({ name }) => name).sort(), ["clean_up_reports", "close_month", "explain_change"]);
    const explain = { type: "ref/prompt", name: "explain_change" };
    assert.deepEqual(await complete(explain, "tenant", "wing"), ["Wingtip Toys"]);
    const [last, before] = await complete(explain, "before", "");
    assert.deepEqual(await complete(explain, "after", "", { before }), [last]);
    const { messages } = await client.getPrompt({ name: "explain_change", arguments: { tenant: "Wingtip Toys", before, after: last } });
    assert.ok(messages[0].content.text.startsWith(`Explain what changed for the tenant "Wingtip Toys" between ${before} and ${last}.`));
    await assert.rejects(client.getPrompt({ name: "explain_change", arguments: { before: last, after: before } }), /later month/);
    await assert.rejects(complete(explain, "nothing", ""), /no argument/);

    const { resourceTemplates } = await client.listResourceTemplates();
    const [report, stored] = resourceTemplates.map(({ uriTemplate }) => uriTemplate).sort((a, b) => a.length - b.length);
    assert.deepEqual(await complete({ type: "ref/resource", uri: report }, "report_id", ""), []);
    const { items } = await call(client, "list_reports", { tenant: "Contoso Ltd" });
    const seen = await complete({ type: "ref/resource", uri: report }, "report_id", "");
    assert.deepEqual([...seen].sort(), items.map(({ id }) => id).sort());
    let read = 0;
    for (const report_id of seen) {
      for (const file of await complete({ type: "ref/resource", uri: stored }, "stored_report_id", "", { report_id })) {
        const uri = stored.replace("{report_id}", report_id).replace("{stored_report_id}", file);
        const { contents } = await client.readResource({ uri });
        assert.ok(contents[0].text.length > 0, uri);
        read++;
      }
    }
    assert.ok(read > 0, "no stored report was completed");
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
