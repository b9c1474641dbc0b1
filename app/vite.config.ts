import { defineConfig } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

// One file, since a host shows one resource and lets nothing be loaded.
export default defineConfig({
  plugins: [viteSingleFile()],
  build: { target: "es2023", modulePreload: false, rolldownOptions: { input: "usage.html" } },
});
