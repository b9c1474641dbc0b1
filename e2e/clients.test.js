// The official TypeScript clients of both protocol eras.
import assert from "node:assert/strict";
import { test } from "node:test";
import { calls } from "./calls.js";
import { connect, eraNames } from "./connect.js";
import { reportID } from "./program.js";

for (const era of eraNames) {
  const call = async (client, name, args) => {
    const result = await client.callTool({ name, arguments: args });
    assert.ok(!result.isError, result.content?.[0]?.text);
    assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
    return result.structuredContent;
  };

  test(`reads, ${era}`, async (t) => {
    const client = await connect(t, era);
    const { tools } = await client.listTools(); // and keeps the output schemas
    assert.ok(tools.some((tool) => tool.name === "get_report_version"));
    const report = await call(client, "get_report", { report_id: reportID });
    assert.equal(report.id, reportID);
    const version = await call(client, "get_report_version", { report_id: reportID });
    assert.deepEqual(version, { report_id: reportID, version: report.version });
  });

  test(`prompts, templates and what completes them, ${era}`, async (t) => {
    const client = await connect(t, era);
    const complete = async (ref, name, value, context) => {
      const { completion } = await client.complete({ ref, argument: { name, value }, context: { arguments: context ?? {} } });
      return completion.values;
    };

    const { prompts } = await client.listPrompts();
    assert.deepEqual(prompts.map(({ name }) => name).sort(), ["check_trials", "clean_up_reports", "close_month", "explain_change"]);
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
    assert.ok(seen.length > 0);

    const { stored_reports } = await call(client, "wait_for_report", calls.wait_for_report);
    const uri = stored.replace("{report_id}", calls.wait_for_report.report_id).replace("{stored_report_id}", stored_reports[0].id);
    const { contents } = await client.readResource({ uri });
    assert.ok(contents[0].text.length > 0, uri);
  });
}

test("both eras list the same tools", async (t) => {
  const [legacy, modern] = await Promise.all(eraNames.map(async (era) => (await connect(t, era)).listTools()));
  assert.deepEqual(legacy.tools, modern.tools);
});
