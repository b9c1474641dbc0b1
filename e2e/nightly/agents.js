// Agents with a command line, each as a user would set it up who has a model of
// their own: the files in the home folder, the environment, the arguments that
// list its servers and what they print, the arguments that ask a question and
// allow it one tool, and whether it passes on a server's questions.
import { program } from "../program.js";

const question = "What was used last month?";

const mcpServers = { acronis: { command: program, args: ["--demo"] } };
const list = ["mcp", "list"];

export const agents = {
  claude: {
    files: () => ({ ".claude.json": { mcpServers } }),
    list,
    listed: /acronis: .*Connected/,
    ask: (tool) => ["-p", question, "--allowedTools", `mcp__acronis__${tool}`],
    canAsk: true,
    env: (url) => ({
      ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "none",
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1", ENABLE_TOOL_SEARCH: "false",
    }),
  },

  // Its launcher depends on packages for all systems, and so does opencode's.
  cline: {
    command: "../@cline/cli-linux-x64/bin/cline",
    files: (url) => ({
      ".cline/data/settings/providers.json": {
        version: 1, lastUsedProvider: "openai-compatible",
        providers: {
          "openai-compatible": {
            settings: { provider: "openai-compatible", apiKey: "none", model: "demo", baseUrl: `${url}/v1` },
            updatedAt: "2026-01-01T00:00:00.000Z", tokenSource: "manual",
          },
        },
      },
      ".cline/data/settings/cline_mcp_settings.json": { mcpServers },
    }),
    ask: () => [question],
    env: () => ({ CLINE_SESSION_BACKEND_MODE: "local", CLINE_NO_AUTO_UPDATE: "1" }), // no daemon that stays
  },

  // The list only reads the file.
  codex: {
    files: (url) => ({ "config.toml": codexConfig(url) }),
    list,
    listed: /acronis .*enabled/,
    ask: () => ["exec", "--skip-git-repo-check", "--ephemeral", "--json", question],
    env: (_, dir) => ({ CODEX_HOME: dir }),
  },

  // Continue
  cn: {
    files: (url) => ({ ".continue/config.yaml": JSON.stringify(continueConfig(url)) }), // JSON is YAML
    ask: () => ["-p", question, "--auto", "--config", ".continue/config.yaml"],
    env: () => ({ CONTINUE_TELEMETRY_ENABLED: "0" }),
  },

  // The list only reads the file.
  copilot: {
    files: () => ({ ".copilot/mcp-config.json": { mcpServers: { acronis: { ...mcpServers.acronis, type: "local", tools: ["*"] } } } }),
    list,
    listed: /acronis \(local\)/,
    ask: (tool) => ["-p", question, "--allow-tool", `acronis(${tool})`],
    canAsk: true,
    env: (url) => ({ COPILOT_OFFLINE: "true", COPILOT_PROVIDER_BASE_URL: `${url}/v1`, COPILOT_PROVIDER_API_KEY: "none", COPILOT_MODEL: "demo" }),
  },

  gemini: {
    files: () => ({
      ".gemini/settings.json": {
        mcpServers, security: { auth: { selectedType: "gemini-api-key" } },
        privacy: { usageStatisticsEnabled: false }, general: { disableAutoUpdate: true },
      },
    }),
    list,
    listed: /acronis: .*Connected/,
    ask: () => ["-p", question, "-m", "gemini-2.5-pro", "--approval-mode", "yolo"],
    env: (url) => ({ GEMINI_API_KEY: "none", GOOGLE_GEMINI_BASE_URL: url, GEMINI_CLI_TRUST_WORKSPACE: "true" }),
  },

  opencode: {
    command: "../opencode-linux-x64-baseline/bin/opencode",
    files: (url) => ({
      "opencode.json": {
        model: "demo/demo", small_model: "demo/demo", autoupdate: false, share: "disabled",
        provider: { demo: { npm: "@ai-sdk/openai-compatible", options: { baseURL: `${url}/v1`, apiKey: "none" }, models: { demo: {} } } },
        mcp: { acronis: { type: "local", command: [program, "--demo"] } },
      },
    }),
    list,
    listed: /acronis .*connected/,
    ask: () => ["run", question],
    env: () => ({ OPENCODE_DISABLE_MODELS_FETCH: "1", OPENCODE_DISABLE_LSP_DOWNLOAD: "1", OPENCODE_DISABLE_DEFAULT_PLUGINS: "1" }),
  },
};

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

const continueConfig = (url) => ({
  name: "demo", version: "1.0.0", schema: "v1",
  models: [{ name: "demo", provider: "openai", model: "demo", apiKey: "none", apiBase: `${url}/v1`, capabilities: ["tool_use"], roles: ["chat"] }],
  mcpServers: [{ name: "acronis", ...mcpServers.acronis }],
});
