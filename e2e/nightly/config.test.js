// config --write connects agents: each lists the entry that it puts into an empty home
// folder, and into the file that the agent is set up with, beside what is there.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { calls } from "../calls.js";
import { callOnce, startModel } from "../model/server.js";
import { program } from "../program.js";
import { home, runAgent } from "./agent.js";
import { agents } from "./agents.js";

const apps = { claude: "claude-code", codex: "chatgpt", copilot: "copilot", gemini: "gemini", opencode: "opencode" };
const start = promisify(execFile);

for (const [name, app] of Object.entries(apps)) {
  const agent = agents[name];
  const url = "http://127.0.0.1:9"; // no model is needed for a list
  for (const [kind, files] of Object.entries({ "nothing there": {}, "its files": agent.files(url) })) {
    test(`config ${app} --write, ${kind}`, async (t) => {
      const dir = await home(t, files);
      const env = { PATH: process.env.PATH, HOME: dir, ...agent.env(url, dir) };
      const config = async () => (await start(program, ["--demo", "config", app, "--write", "--yes"], { env })).stdout;
      assert.match(await config(), / written/);
      assert.match(await config(), / needs no change/);

      const { stdout, stderr } = await runAgent(dir, agent.command ?? name, agent.list, agent.env(url, dir));
      const ours = new RegExp(agent.listed.source.replace("acronis", "acronis-reports"));
      assert.match(stdout + stderr, ours);
      if (kind !== "nothing there") assert.match(stdout + stderr, agent.listed);
    });
  }
}

// Cline's command line doesn't list its servers, so it makes a call.
test("config cline --write", async (t) => {
  const { ask, command, env, files } = agents.cline;
  const model = await startModel(t, callOnce("summarize_usage", { ...calls.summarize_usage, limit: 1 }));
  const { ".cline/data/settings/providers.json": providers } = files(model.url);
  const dir = await home(t, { ".cline/data/settings/providers.json": providers });
  await start(program, ["--demo", "config", "cline", "--write", "--yes"], { env: { PATH: process.env.PATH, HOME: dir } });
  const { stderr } = await runAgent(dir, command, ask("summarize_usage"), env(model.url, dir));
  assert.match(String(model.turns.at(-1)?.outputs.at(-1)), /truncated\\*":true/, stderr);
});
