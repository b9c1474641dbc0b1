// Agents with a command line start the demo as their users would, hand its
// tools to a model that is played on loopback, and carry out its call of a
// summary that doesn't fit.
import assert from "node:assert/strict";
import { test } from "node:test";
import { calls } from "../calls.js";
import { callOnce, startModel } from "../model/server.js";
import { program } from "../program.js";
import { home, runAgent } from "./agent.js";

const question = "What was used last month?";
const summary = { ...calls.summarize_usage, limit: 1 };
const mcpServers = { acronis: { command: program, args: ["--demo"] } };

// Each agent with its files, the arguments that list its servers and what they
// print, the arguments that ask a question, and the environment.
const agents = {
  claude: {
    files: () => ({ ".claude.json": { mcpServers } }),
    list: ["mcp", "list"],
    connected: /acronis: .*Connected/,
    ask: ["-p", question, "--allowedTools", "mcp__acronis__summarize_usage"],
    env: (url) => ({
      ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "none",
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1", ENABLE_TOOL_SEARCH: "false",
    }),
  },
  codex: {
    files: (url) => ({ "config.toml": codexConfig(url) }),
    list: ["mcp", "list"], // only reads the file
    connected: /acronis .*enabled/,
    ask: ["exec", "--skip-git-repo-check", "--ephemeral", "--json", question],
    env: (_, dir) => ({ CODEX_HOME: dir }),
  },
  gemini: {
    files: () => ({
      ".gemini/settings.json": {
        mcpServers, security: { auth: { selectedType: "gemini-api-key" } },
        privacy: { usageStatisticsEnabled: false }, general: { disableAutoUpdate: true },
      },
    }),
    list: ["mcp", "list"],
    connected: /acronis: .*Connected/,
    ask: ["-p", question, "-m", "gemini-2.5-pro", "--approval-mode", "yolo"],
    env: (url) => ({ GEMINI_API_KEY: "none", GOOGLE_GEMINI_BASE_URL: url, GEMINI_CLI_TRUST_WORKSPACE: "true" }),
  },
  opencode: {
    command: "../opencode-linux-x64-baseline/bin/opencode", // its launcher wants all systems' packages
    files: (url) => ({
      "opencode.json": {
        model: "demo/demo", small_model: "demo/demo", autoupdate: false, share: "disabled",
        provider: { demo: { npm: "@ai-sdk/openai-compatible", options: { baseURL: `${url}/v1`, apiKey: "none" }, models: { demo: {} } } },
        mcp: { acronis: { type: "local", command: [program, "--demo"] } },
      },
    }),
    list: ["mcp", "list"],
    connected: /acronis .*connected/,
    ask: ["run", question],
    env: () => ({ OPENCODE_DISABLE_MODELS_FETCH: "1", OPENCODE_DISABLE_LSP_DOWNLOAD: "1", OPENCODE_DISABLE_DEFAULT_PLUGINS: "1" }),
  },
};

for (const [name, agent] of Object.entries(agents)) {
  test(name, async (t) => {
    const model = await startModel(t, callOnce("summarize_usage", summary));
    const dir = await home(t, agent.files(model.url));
    const env = agent.env(model.url, dir);

    const listed = await runAgent(dir, agent.command ?? name, agent.list, env);
    assert.match(listed.stdout + listed.stderr, agent.connected);

    const asked = await runAgent(dir, agent.command ?? name, agent.ask, env);
    const faults = model.turns.flatMap((turn) => turn.faults);
    assert.deepEqual(faults, []);
    assert.equal(asked.status, 0, asked.stderr);
    const output = model.turns.at(-1)?.outputs.at(-1);
    assert.match(String(output), /truncated\\*":true/, asked.stderr);
    assert.match(asked.stdout, /Done\./);
  });
}

// Codex asks for nobody's approval and looks for no update.
const codexConfig = (url) => `
model = "demo"
model_provider = "demo"
approval_policy = "never"
check_for_update_on_startup = false

[analytics]
enabled = false

[model_providers.demo]
name = "demo"
base_url = "${url}/v1"
wire_api = "responses"

[mcp_servers.acronis]
command = "${program}"
args = ["--demo"]
`;
