// A sentence with things in it: a word from Setup, a value to copy, something to press.

import type { Detail } from "../wire/Detail";

/** One piece of a sentence. */
export type Piece =
  | string
  /** Words exactly as in Setup. */
  | { setup: string }
  /** A value of the app that is meant, with a button that copies it. */
  | { exact: Detail }
  /** The scopes of the app that is meant, as Setup calls them. */
  | { scopes: "asked" | "missing" }
  /** A button that opens the org in the browser. */
  | { open: "org" };

/** A sentence: plain, or in pieces. */
export type Phrase = string | readonly Piece[];

/** Writes a sentence around its pieces. */
export function phrase(texts: TemplateStringsArray, ...pieces: readonly (Piece | number)[]): Phrase {
  const sentence: Piece[] = [];
  texts.forEach((text, index) => {
    if (text !== "") sentence.push(text);
    const piece = pieces[index];
    if (piece !== undefined) sentence.push(typeof piece === "number" ? String(piece) : piece);
  });
  return sentence;
}

/** Words exactly as in Setup. */
export const label = (setup: string): Piece => ({ setup });

/** A value to copy. */
export const exact = (detail: Detail): Piece => ({ exact: detail });

/** The button that opens the org. */
export const openOrg: Piece = { open: "org" };
