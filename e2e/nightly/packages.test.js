// The plugin and the extension as released: valid by their owners' checks,
// installed by their apps without an account, and used with a data centre.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { test } from "node:test";
import { callOnce, startModel } from "../model/server.js";
import { home, runAgent } from "./agent.js";
import { agents } from "./agents.js";

const { CASES: cases, DIST: dist } = process.env;
const name = "acronis-reports";

// dataCentre serves a simulated one until the test ends, and returns its settings.
async function dataCentre(t) {
  const child = spawn(cases, { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill());
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return Object.fromEntries(line.replace("export ", "").split(" ").map((pair) => pair.split("=")));
}

// answered checks that the tool and the skill were offered, and that the call
// brought the tenants of the data centre.
function answered(model, { status, stdout, stderr }) {
  assert.equal(status, 0, stderr);
  assert.deepEqual(model.turns.flatMap(({ faults }) => faults), []);
  assert.match(JSON.stringify(model.turns[0].body), /acronis-reports[\s\S]*Closes a month/);
  assert.match(String(model.turns.at(-1).outputs.at(-1)), /"kind\\*":\\*"customer/, stderr);
  assert.match(stdout, /Done\./);
}

test("the plugin in Claude Code", async (t) => {
  const model = await startModel(t, callOnce("find_tenants", { kind: "customer", limit: 1 }));
  const dir = await home(t, {});
  execFileSync("unzip", ["-q", join(dist, "acronis-reports-mcp-claude-plugin.zip"), "-d", join(dir, "plugin")]);
  const run = async (...args) => runAgent(dir, "claude", args, agents.claude.env(model.url));

  const checked = await run("plugin", "validate", "--strict", "--profile", "directory", "plugin");
  assert.equal(checked.status, 0, checked.stdout);
  const settings = await dataCentre(t);
  const given = { base_url: settings.ACRONIS_BASE_URL, client_id: settings.ACRONIS_CLIENT_ID, client_secret: settings.ACRONIS_CLIENT_SECRET };
  const config = Object.entries(given).flatMap(([key, value]) => ["--config", `${key}=${value}`]);
  const installed = await run("plugin", "install", name, "--marketplace", "./plugin", ...config);
  assert.equal(installed.status, 0, installed.stderr);
  assert.doesNotMatch(await readFile(join(dir, ".claude/settings.json"), "utf8"), new RegExp(given.client_secret));

  const { stdout } = await run("mcp", "list");
  assert.match(stdout, /plugin:acronis-reports:acronis: .*Connected/);
  answered(model, await run("-p", "Which customers are there?", "--allowedTools", "mcp__plugin_acronis-reports_acronis__find_tenants"));
});

test("the skill alone in Claude Code", async (t) => {
  const dir = await home(t, { ".claude/skills/none": "" });
  execFileSync("unzip", ["-q", join(dist, "acronis-reports-mcp-skill.zip"), "-d", join(dir, ".claude/skills")]);
  const { status, stdout } = await runAgent(dir, "claude", ["plugin", "validate", "--strict", ".claude/skills"], agents.claude.env("http://127.0.0.1:1"));
  assert.equal(status, 0, stdout);
});

test("the extension in Gemini CLI", async (t) => {
  const model = await startModel(t, callOnce("find_tenants", { kind: "customer", limit: 1 }));
  const files = agents.gemini.files();
  const config = { ...files[".gemini/settings.json"], mcpServers: {}, security: { ...files[".gemini/settings.json"].security, folderTrust: { enabled: false } } };
  const dir = await home(t, { ".gemini/settings.json": config, "extension/none": "" });
  execFileSync("tar", ["xzf", join(dist, "linux.x64.acronis-reports-mcp.tar.gz"), "-C", join(dir, "extension")]);
  const run = async (args, input) => runAgent(dir, "gemini", args, agents.gemini.env(model.url), input);

  const checked = await run(["extensions", "validate", "extension"]);
  assert.match(checked.stdout + checked.stderr, /successfully validated/);
  assert.doesNotMatch(checked.stdout + checked.stderr, /warning/i);
  const installed = await run(["extensions", "install", "extension", "--consent", "--skip-settings"]);
  assert.equal(installed.status, 0, installed.stderr);
  const settings = await dataCentre(t);
  for (const [name, value] of Object.entries(settings)) {
    const { stderr } = await run(["extensions", "config", "acronis-reports", name], `${value}\n`);
    assert.match(stderr, /updated/);
  }
  const kept = await readFile(join(dir, ".gemini/extensions/acronis-reports/.env"), "utf8");
  assert.ok(kept.includes(settings.ACRONIS_CLIENT_ID) && !kept.includes(settings.ACRONIS_CLIENT_SECRET), kept);

  const { stdout, stderr } = await run(["mcp", "list"]);
  assert.match(stdout + stderr, /acronis \(from acronis-reports\): .*Connected/);
  answered(model, await run(agents.gemini.ask()));
});
