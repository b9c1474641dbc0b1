// Google's Gemini API.
import { geminiFaults } from "./gemini_rules.js";

export const gemini = {
  path: /:(generateContent|streamGenerateContent)$/,
  refusal: (message) => ({ error: { code: 400, message, status: "INVALID_ARGUMENT" } }),
  faults: geminiFaults,
  streams: (_, pathname) => pathname.endsWith(":streamGenerateContent"),

  tools: (body) => (body.tools ?? []).flatMap(({ functionDeclarations }) => functionDeclarations ?? []),

  outputs: (body) =>
    body.contents
      .flatMap(({ parts }) => parts)
      .filter(({ functionResponse }) => functionResponse)
      .map(({ functionResponse }) => JSON.stringify(functionResponse.response)),

  whole,
  events: (reply) => [{ data: whole(reply) }],
};

function whole({ call, args, text }) {
  const part = call ? { functionCall: { name: call.name, args } } : { text };
  return {
    candidates: [{ index: 0, content: { role: "model", parts: [part] }, finishReason: "STOP" }],
    usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
    modelVersion: "demo",
  };
}
