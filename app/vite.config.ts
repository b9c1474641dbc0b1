import { defineConfig } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

// One file, since a host shows one resource and lets nothing be loaded. Browsers that know light-dark()
// need no imitation of it, which would follow the system's theme instead of the host's.
export default defineConfig({
  plugins: [viteSingleFile()],
  build: {
    target: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: false,
    license: { fileName: "licences.md" }, // of what the page is made of; it goes with each release
    rolldownOptions: { input: "usage.html" },
  },
});
