// OpenAI's Chat Completions API, which many others offer too.
import { openAIFaults, openAIRefusal } from "./openai_rules.js";

export const chat = {
  path: /\/chat\/completions$/,
  refusal: openAIRefusal,
  faults: openAIFaults,
  streams: (body) => body.stream === true,

  tools: (body) =>
    (body.tools ?? []).map((tool) => ({ name: tool.function.name, parameters: tool.function.parameters, strict: tool.function.strict })),

  outputs: (body) =>
    body.messages
      .filter(({ role }) => role === "tool")
      .map(({ content }) => (typeof content === "string" ? content : content.map(({ text }) => text).join("\n"))),

  whole: (reply) => ({
    ...frame(reply, "chat.completion"),
    choices: [{ index: 0, message: message(reply), finish_reason: reason(reply) }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  }),

  events: (reply) => [
    { data: { ...frame(reply, "chat.completion.chunk"), choices: [{ index: 0, delta: message(reply), finish_reason: null }] } },
    { data: { ...frame(reply, "chat.completion.chunk"), choices: [{ index: 0, delta: {}, finish_reason: reason(reply) }] } },
    { data: "[DONE]" },
  ],
};

const frame = ({ id }, object) => ({ id: `chatcmpl_${id}`, object, created: 0, model: "demo" });

const message = ({ id, call, args, text }) =>
  call
    ? {
        role: "assistant", content: null,
        tool_calls: [{ index: 0, id: `call_${id}`, type: "function", function: { name: call.name, arguments: JSON.stringify(args) } }],
      }
    : { role: "assistant", content: text };

const reason = ({ call }) => (call ? "tool_calls" : "stop");
