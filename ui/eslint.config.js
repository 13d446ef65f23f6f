// What the compiler cannot see: who may import whom, and what the window's policy would block.

import svelte from "eslint-plugin-svelte";
import { defineConfig } from "eslint/config";
import ts from "typescript-eslint";

const notOurs = (names, message) => ({ group: names, message });
const tauri = notOurs(["@tauri-apps/*"], "Only api.ts names Tauri.");
const harness = notOurs(["**/testing/*"], "Tests alone may use this.");

/** Files that may not import from these folders of ours. */
const direction = (files, ...patterns) => ({
  files,
  ignores: ["**/*.test.ts"],
  rules: { "no-restricted-imports": ["error", { patterns: [tauri, harness, ...patterns] }] },
});

export default defineConfig(
  { ignores: ["dist", "src/wire"] },
  ts.configs.strictTypeChecked,
  svelte.configs["flat/recommended"],
  {
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: [".svelte"], tsconfigRootDir: import.meta.dirname },
    },
  },
  { files: ["**/*.svelte", "**/*.svelte.ts"], languageOptions: { parserOptions: { parser: ts.parser } } },
  { files: ["eslint.config.js"], extends: [ts.configs.disableTypeChecked] },
  {
    rules: {
      // A `Failure` is data and is thrown as such.
      "@typescript-eslint/only-throw-error": "off",
      "@typescript-eslint/prefer-promise-reject-errors": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": "off",
      // A command that answers nothing answers `void`.
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector:
            ":matches(MemberExpression, Property)[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/]",
          message: "Text is text: nothing is parsed as HTML.",
        },
        { selector: "CallExpression[callee.object.name='document'][callee.property.name='write']", message: "No." },
        { selector: "CallExpression[callee.property.name='setAttribute'][arguments.0.value='style']", message: "The window's policy blocks inline styles." },
      ],
      "svelte/no-at-html-tags": "error",
      "svelte/no-inline-styles": ["error", { allowTransitions: false }],
      "svelte/button-has-type": "error",
      "svelte/no-target-blank": "error",
    },
  },
  direction(["src/**/*.{ts,svelte}"]),
  // What stands in for the program in tests stands in for Tauri, too.
  { files: ["src/testing.ts", "src/testing/**"], rules: { "no-restricted-imports": "off" } },
  { files: ["src/api.ts"], rules: { "no-restricted-imports": "off" } },
  direction(["src/parts/**"], notOurs(["../*"], "Parts know nothing of ours.")),
  direction(
    ["src/state/**"],
    notOurs(["../parts/*", "../views/*", "../messages/*", "../messages", "../failures"], "State knows api and wire."),
  ),
  direction(["src/messages/**"], notOurs(["../parts/*", "../views/*", "../state/*", "../api"], "Words are words.")),
  direction(["src/views/**"], notOurs(["../api"], "Views ask the state, not the program behind the window.")),
);
