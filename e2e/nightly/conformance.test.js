// The official conformance suite speaks HTTP only: a proxy puts the demo behind
// a port. Scenarios that need tools of the suite's own are left out, and those
// that test the HTTP side, which is the proxy's.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { program } from "../program.js";
import { home, runAgent, startAgent } from "./agent.js";

const scenarios = {
  "2025-11-25": ["server-initialize", "server-session-lifecycle", "ping", "tools-list", "resources-list", "prompts-list"],
  "2026-07-28": ["tools-list", "resources-list", "prompts-list", "caching", "sep-2164-resource-not-found"],
};

for (const [version, names] of Object.entries(scenarios)) {
  test(`conformance to ${version}`, async (t) => {
    const dir = await home(t, {});
    const port = await freePort();
    const proxy = startAgent(dir, "mcp-proxy", ["--host", "127.0.0.1", "--port", port, "--server", "stream", "--", program, "--demo"]);
    t.after(() => proxy.end());
    await proxy.printed(/starting server on port/);
    for (const name of names) {
      await t.test(name, async () => {
        const url = `http://127.0.0.1:${port}/mcp`;
        const { status, stdout } = await runAgent(dir, "conformance", ["server", "--url", url, "--scenario", name, "--spec-version", version]);
        assert.match(stdout, /, 0 failed/);
        assert.equal(status, 0, stdout);
      });
    }
  });
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return String(port);
}
