// The rules of the vendors, each with a tool that breaks it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { geminiFaults } from "./model/gemini_rules.js";
import { openAIFaults } from "./model/openai_rules.js";

const object = (properties, more) => ({ type: "object", properties, required: Object.keys(properties), additionalProperties: false, ...more });
const text = { type: "string" };

test("OpenAI", () => {
  const fault = (parameters, more) => openAIFaults([{ name: "tool", parameters, ...more }]).join("\n");
  assert.equal(fault(object({ a: text, b: object({}) }), { strict: true }), "");
  assert.equal(fault({ type: "object", properties: { a: text } }), "");
  for (const [parameters, strict, want] of [
    [text, false, "isn't of type object"],
    [object({}, { anyOf: [text] }), false, "anyOf at the top"],
    [object({ a: text }, { required: [] }), true, "a must be required"],
    [object({ a: text }, { additionalProperties: true }), true, "additionalProperties must be false"],
    [object({ a: { ...text, format: "uri" } }), true, "format uri"],
    [object({ a: { type: "array", items: { allOf: [text] } } }), true, "allOf isn't supported"],
    [object({ a: { description: "anything" } }), true, "no type"],
  ]) assert.match(fault(parameters, { strict }), new RegExp(want));
  assert.match(fault(object({}), { name: "a.b" }), /not a name/);
});

test("Gemini", () => {
  const fault = (declaration) => geminiFaults([{ name: "tool", ...declaration }]).join("\n");
  assert.equal(fault({ parametersJsonSchema: object({ a: text, b: object({}) }) }), "");
  for (const [schema, want] of [
    [text, "must be an object"],
    [object({ a: { ...text, format: "uuid" } }), "only 'enum' and 'date-time' are supported for STRING type"],
    [object({ a: { type: ["string", "integer"] } }), "must be one type"],
    [object({ a: { type: "array" } }), "items: missing field"],
    [object({ a: { type: "integer", enum: [1] } }), "only strings"],
    [object({ a: { ...text, contentEncoding: "base64" } }), 'unknown name "contentEncoding"'],
    [object({ "a b": text }), "a b isn't a name"],
    [object({}, { required: ["a"] }), "a isn't a property"],
  ]) assert.match(fault({ parametersJsonSchema: schema }), new RegExp(want));
  assert.match(fault({ parameters: object({}) }), /unknown name "additionalProperties"/);
  assert.match(fault({ name: "a b", parameters: { type: "object" } }), /isn't a name/);
});
