// A model under a strict schema can't leave out an argument and writes null:
// the answer is the one to the call without it.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { calls, withNulls } from "./calls.js";
import { agree, connect, eraNames } from "./connect.js";

for (const era of eraNames) {
  test(`null for what is left out, ${era}`, async (t) => {
    // A demo for each way of calling: what one changes, the other must not see.
    const [without, nulls] = [await demo(t, era), await demo(t, era)];
    const { tools } = await without.listTools();
    await nulls.listTools();
    assert.deepEqual(tools.map(({ name }) => name).sort(), Object.keys(calls).sort());
    for (const [name, args] of Object.entries(calls)) {
      const { inputSchema } = tools.find((tool) => tool.name === name);
      await t.test(name, async () => {
        const [want, got] = await Promise.all([
          without.callTool({ name, arguments: args }),
          nulls.callTool({ name, arguments: withNulls(inputSchema, args) }),
        ]);
        assert.ok(!want.isError, want.content[0].text);
        assert.deepEqual(comparable(got), comparable(want));
      });
    }
  });
}

async function demo(t, era) {
  const dir = await mkdtemp(join(tmpdir(), "exports-"));
  t.after(() => rm(dir, { recursive: true }));
  return connect(t, era, { answer: agree, args: ["--export-dir", dir] });
}

// comparable leaves out the folder of an exported file, which is the demo's own.
function comparable({ isError, content, structuredContent }) {
  if (!structuredContent) return { isError, content };
  const { file, ...rest } = structuredContent;
  return { isError, structuredContent: file ? { ...rest, file: basename(file) } : rest };
}
