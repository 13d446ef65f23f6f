// Picks the language. Everything else asks for `t` alone.

import { en, type Messages } from "./en";

const languages: ReadonlyMap<string, Messages> = new Map([["en", en]]);

/** The words in the first of these languages that there is. */
export function pick(wanted: readonly string[]): Messages {
  for (const tag of wanted) {
    const found = languages.get(tag.split("-")[0] ?? "");
    if (found !== undefined) return found;
  }
  return en;
}

export const t: Messages = pick(navigator.languages);
