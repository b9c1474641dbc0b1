// Compares what clients.json claims of a run with what that run saw: the installed
// version of each client, and on the wire its name, the version of the protocol,
// and that a call of a tool succeeded. docs/clients.md is made from the claims.
//
//   node claims.js FOLDER RUN [write]
//
// A client without the field wire speaks through another one, or starts another file
// than the tested program: of those, only the version is compared.
//
// FOLDER has a file *.in and one *.out for each start of the program, RUN is the
// name of the run in clients.json. With write, clients.json gets what was seen.
import assert from "node:assert/strict";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const [folder, run, write] = process.argv.slice(2);
const key = (name) => `io.modelcontextprotocol/${name}`;

// frames returns the messages in a file; other lines are not of this protocol.
async function frames(file) {
  const lines = (await readFile(file, "utf8")).split("\n");
  return lines.flatMap((line) => {
    try {
      const frame = JSON.parse(line);
      return frame?.jsonrpc ? [frame] : [];
    } catch {
      return [];
    }
  });
}

// session returns who spoke in one start, in which version, and whether it called a tool.
async function session(file) {
  const sent = await frames(file);
  const received = new Map((await frames(file.replace(/in$/, "out"))).map((frame) => [frame.id, frame.result]));
  const first = sent.find(({ method }) => method === "initialize");
  const meta = sent.map(({ params }) => params?._meta).find((meta) => meta?.[key("protocolVersion")]);
  return {
    client: first?.params.clientInfo?.name ?? meta?.[key("clientInfo")]?.name,
    mcp: first ? received.get(first.id)?.protocolVersion : meta?.[key("protocolVersion")],
    called: sent.some(({ method, id }) => method === "tools/call" && received.get(id) && !received.get(id).isError),
  };
}

// installed returns the version of a package that is installed, or required.
async function installed(name) {
  for (const dir of [".", "nightly"]) {
    const file = new URL(`${dir}/node_modules/${name}/package.json`, import.meta.url);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text) return JSON.parse(text).version;
  }
  const required = await readFile(new URL("testdata/gosdk/go.mod", import.meta.url), "utf8");
  return required.match(new RegExp(`${name} v(\\S+)`))?.[1];
}

const sessions = [];
for (const file of await readdir(folder)) {
  if (file.endsWith(".in")) sessions.push(await session(join(folder, file)));
}
const list = new URL("clients.json", import.meta.url);
const claims = JSON.parse(await readFile(list, "utf8"));
const faults = [];
for (const claim of claims.tried.filter((claim) => claim.run === run)) {
  const mine = sessions.filter(({ client, called }) => called && client?.startsWith(claim.wire));
  const mcp = claim.wire ? [...new Set(mine.map(({ mcp }) => mcp))].sort() : claim.mcp;
  const seen = { version: await installed(claim.package), mcp };
  try {
    assert.deepEqual(seen, { version: claim.version, mcp: claim.mcp });
  } catch {
    faults.push(`${claim.client}: clients.json has ${claim.version} and ${claim.mcp}, the run ${seen.version} and ${seen.mcp}`);
  }
  Object.assign(claim, seen);
}
if (write) await writeFile(list, JSON.stringify(claims, null, 2) + "\n");
else assert.deepEqual(faults, []);
