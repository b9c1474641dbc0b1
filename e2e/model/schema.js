// walk calls visit(path, schema) for a schema and each one inside it.
export function walk(path, schema, visit) {
  visit(path, schema);
  for (const [name, inner] of Object.entries(schema.properties ?? {})) walk(`${path}.properties[${name}]`, inner, visit);
  if (schema.items) walk(`${path}.items`, schema.items, visit);
  for (const word of ["anyOf", "oneOf", "allOf"]) {
    (schema[word] ?? []).forEach((inner, i) => walk(`${path}.${word}[${i}]`, inner, visit));
  }
}
