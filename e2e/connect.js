// The official TypeScript clients, connected to the demo: the legacy one shakes
// hands, the modern one finds out what the server speaks. Both hold results
// against output schemas.
import assert from "node:assert/strict";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { Client as ModernClient } from "@modelcontextprotocol/client";
import { StdioClientTransport as ModernTransport } from "@modelcontextprotocol/client/stdio";
import { program } from "./program.js";

const me = (era) => ({ name: `typescript-${era}`, version: "1" }); // clients.json has these names
const capabilities = { elicitation: { form: {} } };

const eras = {
  legacy: async (server, answer) => {
    const client = new LegacyClient(me("legacy"), { capabilities });
    client.setRequestHandler(ElicitRequestSchema, answer);
    await client.connect(new LegacyTransport(server));
    return client;
  },
  modern: async (server, answer) => {
    const client = new ModernClient(me("modern"), { capabilities, versionNegotiation: { mode: "auto" } });
    client.setRequestHandler("elicitation/create", answer);
    await client.connect(new ModernTransport(server));
    assert.equal(client.getNegotiatedProtocolVersion(), "2026-07-28");
    return client;
  },
};

const nobodyAsks = () => assert.fail("asked without need");

// connect returns a client of the era with a demo of its own until the test
// ends. Questions to the user go to answer.
export async function connect(t, era, { answer = nobodyAsks, args = [] } = {}) {
  const client = await eras[era]({ command: program, args: ["--demo", ...args], stderr: "ignore" }, answer);
  t.after(() => client.close());
  return client;
}

export const eraNames = Object.keys(eras);

// agree answers a form as a user does who wants what it asks: with the offered
// choice of each field that isn't "Cancel".
export function agree({ params }) {
  const fields = Object.entries(params.requestedSchema.properties);
  const content = fields.map(([name, field]) => [name, field.enum.find((choice) => choice !== "Cancel")]);
  return { action: "accept", content: Object.fromEntries(content) };
}
