// Makes the picture in README.md anew: app/usage.png, twice as sharp as it is wide there.
import { join } from "node:path";
import { openHost, startBrowser, startProgram } from "./stage.js";

const customers = ["Contoso Ltd", "Woodgrove Bank", "Coho Winery", "Adventure Works", "Alpine Ski House", "Relecloud", "Fabrikam Inc"];
const args = { month: "2026-10", group_by: ["tenant"], usages: ["workstations", "mailboxes", "servers"], customers };
const [program, browser] = await Promise.all([startProgram(), startBrowser()]);
const host = await openHost(browser, program, { width: 700, sharpness: 2 });
await host.show(args, await program.call("summarize_usage", args));
await host.picture.getByRole("radio", { name: "Workstations" }).check();
await host.page.waitForTimeout(300); // the frame follows the picture's height
await host.page.locator("iframe").screenshot({ path: join(import.meta.dirname, "../../app/usage.png") });
await Promise.all([program.close(), browser.close()]);
