// The statements of docs/scale.md, as they stand there.
import { readFile } from "node:fs/promises";

// statements returns the SQL below a heading.
export async function statements(heading) {
  const page = await readFile(new URL("../docs/scale.md", import.meta.url), "utf8");
  const section = page.split(/^##+ /m).find((text) => text.startsWith(heading));
  return [...section.matchAll(/^```sql\n(.*?)^```$/gms)].map(([, sql]) => sql);
}
