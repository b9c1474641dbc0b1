// The MCP bundle, as released and packed again by the tool that makes bundles:
// valid, unpacked, and started as an app would that was given nothing but what
// it has to ask for.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { bundle, run } from "./program.js";

const names = (list) => list.map(({ name }) => name);

test("the bundle", async (t) => {
  const dir = await mkdtemp(join(tmpdir(), "bundle-"));
  t.after(() => rm(dir, { recursive: true }));
  const [released, again] = [join(dir, "released"), join(dir, "again")];
  await run("mcpb", "unpack", bundle, released);
  await run("mcpb", "validate", join(released, "manifest.json"));
  await run("mcpb", "pack", released, `${again}.mcpb`);
  await run("mcpb", "unpack", `${again}.mcpb`, again);
  await starts(released);
  await starts(again);
});

async function starts(dir) {
  const manifest = JSON.parse(await readFile(join(dir, "manifest.json"), "utf8"));
  const { command, args, env, platform_overrides } = manifest.server.mcp_config;
  const given = { base_url: "http://127.0.0.1:1", client_id: "id", client_secret: "secret" };
  const path = (platform_overrides[process.platform]?.command ?? command).replace("${__dirname}", dir);

  // What a person leaves empty arrives as nothing, or as it stands in the manifest.
  for (const unset of [() => "", (placeholder) => placeholder]) {
    const fill = (text) => text.replace(/\$\{user_config\.(\w+)\}/, (placeholder, key) => given[key] ?? unset(placeholder));
    const filled = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));

    const client = new Client({ name: "e2e", version: "1" }, { versionNegotiation: { mode: "auto" } });
    await client.connect(new StdioClientTransport({ command: path, args, env: filled, stderr: "ignore" }));
    const { tools } = await client.listTools();
    assert.deepEqual(names(tools), names(manifest.tools));
    const { prompts } = await client.listPrompts();
    assert.deepEqual(names(prompts), names(manifest.prompts));
    await client.close();

    const { stdout } = spawnSync(path, ["doctor", "--json"], { env: filled, encoding: "utf8" });
    const settings = JSON.parse(stdout).checks.filter(({ check }) => check === "settings");
    assert.deepEqual(settings, [{ check: "settings", status: "ok", detail: "complete; access read" }]);
  }
}
