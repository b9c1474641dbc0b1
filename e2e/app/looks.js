// How the picture looks, in light and in dark: kept for people to see, and checked for what a machine can tell.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = join(import.meta.dirname, "screenshots/checks");

/** forget removes the screenshots of the last time. */
export function forget() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

/** look fails if the picture is empty, wider than its frame or hard to read, and keeps a screenshot of each theme. */
export async function look({ page, send }, name) {
  const frame = page.frames().at(-1);
  await frame.evaluate(axe);
  await page.waitForTimeout(300); // the frame follows the picture's height
  for (const theme of ["light", "dark"]) {
    await send("sendHostContextChange", { theme });
    await frame.locator(`html[data-theme=${theme}]`).waitFor();
    assert.notEqual(await frame.locator("#page").innerText(), "", "the page is empty");
    const [wide, room] = await frame.evaluate("[document.documentElement.scrollWidth, innerWidth]");
    assert.ok(wide <= room, `${wide} px in a frame of ${room}`);
    const { violations } = await frame.evaluate("axe.run()");
    assert.deepEqual(violations.map((v) => [theme, v.id, v.nodes.map((n) => n.failureSummary)]), []);
    const path = join(folder, `${name.replaceAll(/\W+/g, "-")}-${theme}.png`);
    await page.locator("iframe").screenshot({ path, animations: "disabled" });
    assert.ok((await page.evaluate(colours, readFileSync(path, "base64"))) > 20, `${path} is blank`);
  }
}

/** colours counts those of a PNG, in a browser. */
async function colours(png) {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  return new Set(new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer)).size;
}
