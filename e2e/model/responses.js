// OpenAI's Responses API.
import { openAIFaults, openAIRefusal } from "./openai_rules.js";

export const responses = {
  path: /\/responses$/,
  refusal: openAIRefusal,
  faults: openAIFaults,
  streams: (body) => body.stream === true,

  // Codex puts the tools of a server into a namespace.
  tools: (body) =>
    (body.tools ?? []).flatMap((tool) => {
      const inside = tool.type === "namespace" ? tool.tools : [tool];
      return inside
        .filter(({ type }) => type === "function")
        .map(({ name, parameters, strict }) => ({ name, parameters, strict, namespace: tool.tools && tool.name }));
    }),

  outputs: (body) =>
    (Array.isArray(body.input) ? body.input : [])
      .filter(({ type }) => type === "function_call_output")
      .map(({ output }) => (typeof output === "string" ? output : output.map(({ text }) => text).join("\n"))),

  whole: (reply) => response(reply, "completed", [item(reply)]),

  events: (reply) =>
    [
      { type: "response.created", response: response(reply, "in_progress", []) },
      { type: "response.output_item.added", output_index: 0, item: item(reply) },
      { type: "response.output_item.done", output_index: 0, item: item(reply) },
      { type: "response.completed", response: response(reply, "completed", [item(reply)]) },
    ].map((data, i) => ({ event: data.type, data: { ...data, sequence_number: i } })),
};

const item = ({ id, call, args, text }) =>
  call
    ? {
        type: "function_call", id: `fc_${id}`, call_id: `call_${id}`, status: "completed",
        name: call.name, namespace: call.namespace, arguments: JSON.stringify(args),
      }
    : {
        type: "message", id: `msg_${id}`, status: "completed", role: "assistant",
        content: [{ type: "output_text", text, annotations: [] }],
      };

const response = ({ id }, status, output) => ({
  id: `resp_${id}`, object: "response", created_at: 0, model: "demo", status, output,
  usage: {
    input_tokens: 1, input_tokens_details: { cached_tokens: 0 },
    output_tokens: 1, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 2,
  },
});
