// A sentence with things in it: a word from Setup, a value to copy, something to press.

import type { Detail } from "../wire/Detail";
import type { SetupPage } from "../wire/SetupPage";

/** One piece of a sentence. */
export type Piece =
  | string
  /** Words exactly as in Setup. */
  | { setup: string }
  /** A value of the app that is meant, with a button that copies it. */
  | { exact: Detail }
  /** The scopes of the app that is meant, as Setup calls them. */
  | { scopes: "asked" | "missing" }
  /** A button that opens a page of Setup in the browser. */
  | { page: SetupPage }
  /** What is of use in this window alone, and left out where the sentence goes to somebody else. */
  | { here: string; press?: Press };

/** What such words may tell a person to press: it has to be on the screen then. */
export type Press = "edit_app" | "edit_org";

/** A sentence: plain, or in pieces. */
export type Phrase = string | readonly Piece[];

/** Writes a sentence around its pieces. */
export function phrase(texts: TemplateStringsArray, ...pieces: readonly (Piece | number)[]): readonly Piece[] {
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

/** A button that opens a page of Setup. */
export const openPage = (page: SetupPage): Piece => ({ page });

/** Words for this window alone, with the button that they name. */
export const here = (text: string, press?: Press): Piece => (press === undefined ? { here: text } : { here: text, press });

/** What a sentence tells a person to press. */
export const pressedIn = (sentence: Phrase): readonly Press[] =>
  typeof sentence === "string"
    ? []
    : sentence.flatMap((piece) =>
        typeof piece === "object" && "here" in piece && piece.press !== undefined ? [piece.press] : [],
      );
