import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  build: {
    target: "es2022",
    // The window's policy allows no inline script, style or data: address.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // Two pages: the window, and the quick switcher.
    rollupOptions: { input: ["index.html", "quick.html"] },
  },
  test: {
    // axe reads a whole screen: a busy machine needs more than five seconds for one.
    testTimeout: 30_000,
    environment: "jsdom",
    setupFiles: ["src/testing.ts"],
    // Its colours are computed by a test; other styles are nothing to jsdom.
    css: { include: [/tokens\.css/] },
  },
});
