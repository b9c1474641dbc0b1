import assert from "node:assert/strict";
import { test } from "node:test";
import { policyOf } from "./stage.js";
import { program } from "./suite.js";
import "./checks/whole.js";
import "./checks/states.js";
import "./checks/results.js";
import "./checks/pages.js";
import "./checks/numbers.js";
import "./checks/words.js";
import "./checks/changes.js";
import "./checks/use.js";
import "./checks/room.js";
import "./checks/charges.js";
import "./checks/current.js";

test("the resource allows nothing", () => {
  assert.deepEqual(program.csp, {});
  const allowed = (csp) => policyOf(csp).split("; ");
  assert.ok(allowed(program.csp).includes("connect-src 'none'"));
  assert.ok(allowed({ connectDomains: ["https://a.test"] }).includes("connect-src https://a.test"));
});

test("the page is small", () => assert.ok(program.html.length < 100_000, `${program.html.length} characters`));
