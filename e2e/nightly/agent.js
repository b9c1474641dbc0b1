// Installed commands, each in a home folder of its own, without an account.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const bin = new URL("node_modules/.bin/", import.meta.url).pathname;

// home makes a folder with these files, each a text or what becomes JSON, until
// the test ends.
export async function home(t, files) {
  const dir = await mkdtemp(join(tmpdir(), "agent-"));
  t.after(() => rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  for (const [name, content] of Object.entries(files)) {
    const file = join(dir, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  }
  return dir;
}

// startAgent starts a command in the home folder. printed waits for a text among
// what it prints; closed is its end; end ends it and all that it started. input
// is what the user types.
export function startAgent(dir, command, args, env = {}, input) {
  const child = spawn(join(bin, command), args, {
    cwd: dir,
    detached: true,
    env: { PATH: process.env.PATH, HOME: dir, TMPDIR: dir, TERM: "dumb", NO_COLOR: "1", ...env },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(input);
  const agent = {
    stdout: "",
    stderr: "",
    closed: once(child, "close"),
    end() {
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {} // all have ended
    },
    async printed(text) {
      while (!text.test(agent.stdout + agent.stderr)) {
        await Promise.race([once(child.stdout, "data"), once(child.stderr, "data"), agent.closed]);
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${command} ended: ${agent.stderr}`);
      }
    },
  };
  child.stdout.on("data", (chunk) => (agent.stdout += chunk));
  child.stderr.on("data", (chunk) => (agent.stderr += chunk));
  return agent;
}

// runAgent starts a command and waits for its end, at most two minutes.
export async function runAgent(dir, command, args, env, input) {
  const agent = startAgent(dir, command, args, env, input);
  const timer = setTimeout(agent.end, 120_000);
  const [status, signal] = await agent.closed;
  clearTimeout(timer);
  agent.end();
  return { status: status ?? signal, stdout: agent.stdout, stderr: agent.stderr };
}
