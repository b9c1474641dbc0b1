// A hosted language model, played on loopback: it costs nothing, needs no
// account, and refuses the schemas that the vendor's service refuses.
import { createServer } from "node:http";
import { once } from "node:events";
import { chat } from "./chat.js";
import { gemini } from "./gemini.js";
import { messages } from "./messages.js";
import { responses } from "./responses.js";

const wires = [responses, chat, messages, gemini];

// startModel serves until the test ends. Each request for an answer becomes a
// turn {tools, outputs, faults}: the tools that were offered, what the calls so
// far returned as text, and why the vendor would refuse the tools. answer is
// called with the turns that have no fault and returns {call, args} or {text}.
export async function startModel(t, answer) {
  const turns = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { pathname } = new URL(request.url, "http://model");
    const wire = wires.find(({ path }) => path.test(pathname));
    if (request.method !== "POST" || !wire) return send(response, 404, { error: { message: `no ${pathname} here` } });

    const body = JSON.parse(text);
    const tools = wire.tools(body);
    const turn = { tools, outputs: wire.outputs(body), faults: wire.faults(tools), body };
    turns.push(turn);
    if (turn.faults.length > 0) return send(response, 400, wire.refusal(turn.faults.join("\n")));

    const reply = { id: turns.length, ...answer(turn) };
    if (!wire.streams(body, pathname)) return send(response, 200, wire.whole(reply));
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const { event, data } of wire.events(reply)) {
      if (event) response.write(`event: ${event}\n`);
      response.write(`data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
    }
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, turns };
}

function send(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

// callOnce answers with one call of the tool, whatever the client puts before
// its name, and with a text where that tool isn't offered or has been called.
export const callOnce = (name, args) => ({ tools, outputs }) => {
  const tool = tools.find((offered) => offered.name.endsWith(name));
  return tool && outputs.length === 0 ? { call: tool, args } : { text: "Done." };
};
