// What OpenAI's APIs refuse in tools, by its guides to function calling and to
// structured outputs: https://platform.openai.com/docs/guides/structured-outputs
import { walk } from "./schema.js";

const name = /^[a-zA-Z0-9_-]{1,64}$/;
const atRoot = ["anyOf", "oneOf", "allOf", "enum", "not"];
const words = new Set([
  "type", "title", "description", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf",
  "$ref", "$defs", "definitions", "pattern", "format", "multipleOf", "minimum", "maximum", "exclusiveMinimum",
  "exclusiveMaximum", "minItems", "maxItems",
]);
const formats = new Set(["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"]);
const [mostProperties, mostLevels, mostEnumValues] = [5000, 10, 1000];

export const openAIRefusal = (message) => ({ error: { type: "invalid_request_error", code: "invalid_function_parameters", param: "tools", message } });

export function openAIFaults(tools) {
  const faults = [];
  for (const tool of tools) {
    if (!name.test(tool.name)) faults.push(`${tool.name}: not a name`);
    if (!tool.parameters) continue; // a function without arguments
    if (tool.parameters.type !== "object") faults.push(`${tool.name}: the schema isn't of type object`);
    for (const word of atRoot) if (tool.parameters[word]) faults.push(`${tool.name}: ${word} at the top`);
    if (tool.strict) faults.push(...strictFaults(tool));
  }
  return faults;
}

function strictFaults({ name, parameters }) {
  const faults = [];
  let [properties, values] = [0, 0];
  walk(name, parameters, (path, schema) => {
    const fault = (text) => faults.push(`${path}: ${text}`);
    for (const word of Object.keys(schema)) if (!words.has(word)) fault(`${word} isn't supported`);
    if (schema.format && !formats.has(schema.format)) fault(`format ${schema.format} isn't supported`);
    if (!schema.type && !schema.anyOf && !schema.$ref && !schema.enum && !("const" in schema)) fault("no type");
    if (schema.properties || [schema.type].flat().includes("object")) {
      if (schema.additionalProperties !== false) fault("additionalProperties must be false");
      const names = Object.keys(schema.properties ?? {});
      for (const missing of names.filter((property) => !schema.required?.includes(property))) fault(`${missing} must be required`);
      properties += names.length;
    }
    values += schema.enum?.length ?? 0;
    if (path.split(".properties[").length - 1 > mostLevels) fault("too deep");
  });
  if (properties > mostProperties) faults.push(`${name}: ${properties} properties`);
  if (values > mostEnumValues) faults.push(`${name}: ${values} values of enums`);
  return faults;
}
