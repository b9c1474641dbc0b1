// The MCP Inspector's command line against the demo, in both protocol eras.
import assert from "node:assert/strict";
import { test } from "node:test";
import { program, reportID, run } from "./program.js";

const inspect = async (...args) =>
  JSON.parse(await run("mcp-inspector", "--cli", program, "--demo", ...args, "--format", "json"));

for (const era of ["legacy", "modern"]) {
  test(`strict schemas, ${era}`, async () => {
    // It ends with status 6, and this fails, if a schema isn't portable.
    const { result } = await inspect("--method", "tools/list", "--strict", "--protocol-era", era);
    assert.ok(result.tools.length > 0);
    for (const tool of result.tools) assert.ok(tool.outputSchema, `${tool.name} has no output schema`);
  });

  test(`calls, ${era}`, async () => {
    for (const tool of ["get_report", "get_report_version"]) {
      const args = JSON.stringify({ report_id: reportID });
      const { result } = await inspect("--method", "tools/call", "--tool-name", tool, "--tool-args-json", args, "--protocol-era", era);
      assert.equal(result.structuredContent.version, 1);
    }
  });

  test(`prompts and resource templates, ${era}`, async () => {
    const { result: { prompts } } = await inspect("--method", "prompts/list", "--protocol-era", era);
    assert.deepEqual(prompts.map(({ name }) => name).sort(), ["check_trials", "clean_up_reports", "close_month", "explain_change"]);
    const { result: { resourceTemplates } } = await inspect("--method", "resources/templates/list", "--protocol-era", era);
    assert.equal(resourceTemplates.length, 2);
    for (const { uriTemplate } of resourceTemplates) assert.match(uriTemplate, /^acronis:\/\/reports\/\{report_id\}/);
  });
}
