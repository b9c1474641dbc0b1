// clients.json, from which the documentation is made, names the versions that
// are installed here and in nightly.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const json = async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), "utf8"));

test("versions of clients", async () => {
  const { tried } = await json("clients.json");
  const installed = {
    daily: (await json("package.json")).devDependencies,
    nightly: (await json("nightly/package.json")).devDependencies,
  };
  for (const { client, package: name, version, run } of tried) {
    if (run !== "by hand" && !name.startsWith("github.com/")) assert.equal(version, installed[run][name], client);
  }
});
