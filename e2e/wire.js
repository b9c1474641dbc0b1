// A client that writes its frames itself, for what the official clients would
// put right before sending it.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { program } from "./program.js";

const capabilities = { elicitation: { form: {} } };
const clientInfo = { name: "wire", version: "1" };

// Each calls a tool and answers the question that comes back with these members
// of a JSON-RPC response, {result} or {error}.
export const wires = {
  legacy: async (t, call, answer) => {
    const wire = start(t);
    await wire.request("initialize", { protocolVersion: "2025-11-25", capabilities, clientInfo });
    wire.write({ method: "notifications/initialized" });
    wire.answer = answer;
    return wire.request("tools/call", call);
  },

  // Since 2026-07-28 the answer is part of the same call, made once more. An
  // error of the client's never gets there: it is left out.
  modern: async (t, call, answer) => {
    const wire = start(t);
    const _meta = {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": clientInfo,
      "io.modelcontextprotocol/clientCapabilities": capabilities,
    };
    const { result } = await wire.request("tools/call", { ...call, _meta });
    const [id] = Object.keys(result.inputRequests);
    const question = result.inputRequests[id];
    const given = answer(question.params).result;
    return wire.request("tools/call", { ...call, _meta, requestState: result.requestState, inputResponses: given ? { [id]: given } : {} });
  },
};

function start(t) {
  const child = spawn(program, ["--demo", "--log-level", "error"], { stdio: ["pipe", "pipe", "inherit"] });
  t.after(() => child.kill());
  const waiting = new Map();
  const wire = {
    write: (message) => child.stdin.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n"),
    request: (method, params) =>
      new Promise((resolve) => {
        const id = waiting.size + 1;
        waiting.set(id, resolve);
        wire.write({ id, method, params });
      }),
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    const message = JSON.parse(line);
    if (message.method === "elicitation/create") wire.write({ id: message.id, ...wire.answer(message.params) });
    else if (message.id !== undefined) waiting.get(message.id)(message);
  });
  return wire;
}
