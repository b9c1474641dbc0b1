// What the Gemini API refuses in function declarations. They carry either
// `parameters`, in a small dialect of OpenAPI (https://ai.google.dev/api/caching#Schema),
// or `parametersJsonSchema`, of which it knows the words listed at
// https://ai.google.dev/api/generate-content#generationconfig.
import { walk } from "./schema.js";

const functionName = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/;
const argumentName = /^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/;
const formats = { string: ["enum", "date-time"], number: ["float", "double"], integer: ["int32", "int64"] };
const common = [
  "type", "format", "title", "description", "enum", "items", "minItems", "maxItems", "minimum", "maximum", "anyOf",
  "properties", "required", "propertyOrdering",
];
const openAPIWords = new Set([
  ...common, "nullable", "maxProperties", "minProperties", "minLength", "maxLength", "pattern", "example", "default",
]);
const jsonSchemaWords = new Set([...common, "$schema", "$id", "$defs", "$ref", "$anchor", "prefixItems", "oneOf", "additionalProperties"]);

export function geminiFaults(declarations) {
  const faults = [];
  declarations.forEach((declaration, i) => {
    const { name, parameters, parametersJsonSchema, response, responseJsonSchema } = declaration;
    const at = `tools[0].function_declarations[${i}]`;
    if (!functionName.test(name)) faults.push(`${at}.name: ${name} isn't a name`);
    if (parameters && parametersJsonSchema) faults.push(`${at}: parameters and parameters_json_schema`);
    if (response && responseJsonSchema) faults.push(`${at}: response and response_json_schema`);
    if (parameters) faults.push(...schemaFaults(`${at}.parameters`, parameters, openAPIWords));
    if (parametersJsonSchema) faults.push(...schemaFaults(`${at}.parameters_json_schema`, parametersJsonSchema, jsonSchemaWords));
    if (response) faults.push(...schemaFaults(`${at}.response`, response, openAPIWords));
    if (responseJsonSchema) faults.push(...schemaFaults(`${at}.response_json_schema`, responseJsonSchema, jsonSchemaWords));
  });
  return faults;
}

function schemaFaults(at, root, words) {
  const faults = [];
  if (String(root.type).toLowerCase() !== "object") faults.push(`${at}: must be an object`);
  walk(at, root, (path, schema) => {
    const fault = (text) => faults.push(`${path}${text}`);
    for (const word of Object.keys(schema)) if (!words.has(word)) fault(`: unknown name "${word}"`);
    const types = [schema.type ?? []].flat().filter((type) => type !== "null");
    if (types.length !== 1 && !schema.anyOf && !schema.$ref) fault(".type: must be one type");
    const type = String(types[0]).toLowerCase();
    if (schema.format && !formats[type]?.includes(schema.format)) {
      fault(`.format: only '${(formats[type] ?? []).join("' and '")}' are supported for ${type.toUpperCase()} type`);
    }
    if (schema.enum?.some((value) => typeof value !== "string")) fault(".enum: only strings");
    if (type === "array" && !schema.items) fault(".items: missing field");
    for (const name of Object.keys(schema.properties ?? {})) if (!argumentName.test(name)) fault(`.properties: ${name} isn't a name`);
    for (const name of schema.required ?? []) if (!schema.properties?.[name]) fault(`.required: ${name} isn't a property`);
  });
  return faults;
}
