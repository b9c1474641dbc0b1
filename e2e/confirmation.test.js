// What hosts answer when the user is to confirm, and what the server makes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { agree, connect, eraNames } from "./connect.js";
import { calls } from "./calls.js";
import { wires } from "./wire.js";

const call = { name: "delete_reports", arguments: calls.delete_reports };

// The form has one field, and the field two choices: what it is about, and not.
function form({ message, requestedSchema: { properties, required } }) {
  assert.match(message, /^Delete 1 report permanently\?\n/);
  const [[name, field], ...others] = Object.entries(properties);
  assert.deepEqual(others, []);
  assert.deepEqual(required, [name]);
  assert.equal(field.default, undefined);
  const [yes, no, ...more] = field.enum;
  assert.deepEqual([yes, no, more], ["Delete 1 report permanently", "Cancel", []]);
  return { choose: (choice) => ({ [name]: choice }), name, yes, no };
}

// Answers of hosts, and what comes of them: the report is deleted, the user
// didn't agree, or nobody knows whether the user agrees.
const [deleted, disagreed, unclear] = [null, /the user did not agree/, /^Nothing was sent: (?!the user did not agree)/];
const answers = {
  "the offered choice": [(f) => ({ action: "accept", content: f.choose(f.yes) }), deleted],
  "no content": [() => ({ action: "accept" }), deleted],
  "null as content": [() => ({ action: "accept", content: null }), deleted],
  "the choice to cancel": [(f) => ({ action: "accept", content: f.choose(f.no) }), disagreed],
  "another text": [(f) => ({ action: "accept", content: f.choose(f.yes + ".") }), unclear],
  "true instead of a text": [(f) => ({ action: "accept", content: f.choose(true) }), unclear],
  "an empty form, which Codex makes of no content": [() => ({ action: "accept", content: {} }), unclear],
  "another field": [(f) => ({ action: "accept", content: { confirm: f.yes } }), unclear],
  "decline": [() => ({ action: "decline" }), disagreed],
  "cancel": [() => ({ action: "cancel" }), disagreed],
};

function check(result, want) {
  const text = result.content[0].text;
  if (want) {
    assert.ok(result.isError, text);
    assert.match(text, want);
  } else {
    assert.ok(!result.isError, text);
    assert.equal(result.structuredContent.outcomes[0].outcome, "deleted");
  }
}

for (const era of eraNames) {
  for (const [name, [content, want]] of Object.entries(answers)) {
    test(`${name}, ${era} wire`, async (t) => {
      const { result } = await wires[era](t, call, (params) => ({ result: content(form(params)) }));
      check(result, want);
    });
  }

  test(`an error instead of an answer, ${era} wire`, async (t) => {
    const { result } = await wires[era](t, call, () => ({ error: { code: -32603, message: "no dialog" } }));
    if (era === "legacy") check(result, unclear);
    else assert.equal(result.resultType, "input_required"); // asked once more
  });

  test(`official client, ${era}`, async (t) => {
    const client = await connect(t, era, { answer: agree });
    check(await client.callTool(call), deleted);
  });

  for (const action of ["decline", "cancel"]) {
    test(`official client, ${action}, ${era}`, async (t) => {
      const client = await connect(t, era, { answer: () => ({ action }) });
      check(await client.callTool(call), disagreed);
      const { structuredContent } = await client.callTool({ name: "get_report_version", arguments: calls.get_report_version });
      assert.equal(structuredContent.version, 1);
    });
  }
}

test("a cancelled call takes its question back, legacy", { timeout: 20_000 }, async (t) => {
  const cancelling = new AbortController();
  const takenBack = Promise.withResolvers();
  const answer = (_, { signal }) => {
    signal.addEventListener("abort", takenBack.resolve);
    cancelling.abort();
    return new Promise(() => {}); // the dialog stays open
  };
  const client = await connect(t, "legacy", { answer });
  await assert.rejects(client.callTool(call, undefined, { signal: cancelling.signal }));
  await takenBack.promise;
});
