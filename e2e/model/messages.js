// Anthropic's Messages API.
export const messages = {
  path: /\/messages$/,
  refusal: (message) => ({ type: "error", error: { type: "invalid_request_error", message } }),
  streams: (body) => body.stream === true,

  tools: (body) => (body.tools ?? []).map(({ name, input_schema }) => ({ name, parameters: input_schema })),

  faults: (tools) =>
    tools
      .filter(({ name, parameters }) => parameters && (!/^[a-zA-Z0-9_-]{1,128}$/.test(name) || parameters.type !== "object"))
      .map(({ name }) => `tools.${name}: invalid name or schema`),

  outputs: (body) =>
    body.messages
      .flatMap(({ content }) => (Array.isArray(content) ? content : []))
      .filter(({ type }) => type === "tool_result")
      .map(({ content }) => (typeof content === "string" ? content : content.map(({ text }) => text).join("\n"))),

  whole: (reply) => message(reply, [block(reply)], reason(reply)),

  events: (reply) =>
    [
      { type: "message_start", message: message(reply, [], null) },
      { type: "content_block_start", index: 0, content_block: reply.call ? { ...block(reply), input: {} } : { type: "text", text: "" } },
      { type: "content_block_delta", index: 0, delta: delta(reply) },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: reason(reply), stop_sequence: null }, usage: { output_tokens: 1 } },
      { type: "message_stop" },
    ].map((data) => ({ event: data.type, data })),
};

const block = ({ id, call, args, text }) =>
  call ? { type: "tool_use", id: `toolu_${id}`, name: call.name, input: args } : { type: "text", text };

const delta = ({ call, args, text }) =>
  call ? { type: "input_json_delta", partial_json: JSON.stringify(args) } : { type: "text_delta", text };

const reason = ({ call }) => (call ? "tool_use" : "end_turn");

const message = ({ id }, content, stop_reason) => ({
  id: `msg_${id}`, type: "message", role: "assistant", model: "demo", content, stop_reason, stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
});
