// What the tests are about: the built program and the packed bundle, which
// .ci/run names in the environment.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

export const program = process.env.PROGRAM;
export const bundle = process.env.BUNDLE;

// A report of the demo, which is the one in the vendor's guide.
export const reportID = "20dffb36-d77b-45c6-b2fa-39276e98d5fc";

const start = promisify(execFile);

// run starts one of the installed tools and returns what it printed.
export async function run(tool, ...args) {
  const { stdout } = await start(`node_modules/.bin/${tool}`, args, { maxBuffer: 1 << 24 });
  return stdout;
}
