// English: what a guard asks before anything of an org leaves Keyperch.

import type { GuardLevel } from "../wire/GuardLevel";
import { plural } from "./plural";

const levels: Record<GuardLevel, { word: string; means: string }> = {
  off: { word: "Nothing is asked", means: "Enter copies at once." },
  second_enter: { word: "Enter once more", means: "The second Enter counts for 15 minutes, in this org alone." },
  device_unlock: {
    word: "Unlock by this computer",
    means: "This computer asks who you are, by its password or a finger. That counts for 15 minutes.",
  },
  read_name: { word: "Type the short code", means: "It has to be read beside the org’s name. That counts for 15 minutes." },
};

/** What is done, in a few words, with where it is done. */
type Deeds = Record<"copy" | "open" | "change", (where: string) => string>;

const go: Deeds = {
  copy: (where) => `Copy from ${where}`,
  open: (where) => `Open ${where}`,
  change: (where) => `Change ${where}`,
};

export const guard = {
  guard: {
    levels,
    title: {
      off: (where: string) => where,
      second_enter: (where: string) => `Press Enter again: ${where}`,
      device_unlock: (where: string) => `Unlock: ${where}`,
      read_name: (where: string) => `Type the short code: ${where}`,
    } satisfies Record<GuardLevel, (where: string) => string>,
    /** A kind in capitals where it must not be mistaken; elsewhere the org's name says more. */
    production: "PRODUCTION",
    unknown: "UNKNOWN, TREATED AS PRODUCTION",
    orgs: (count: number) => plural(count, "org", "orgs"),
    inProduction: (count: number) => `${plural(count, "org", "orgs")} of them in PRODUCTION`,
    go,
    nothingLeft: "Nothing has left Keyperch yet.",
    code: (of: string) => `The short code of ${of}`,
    setCode: "The short code of the set",
    setCodeHint: "It stands beside the set’s name in Sets.",
    /** Of several that are no set. */
    eachCode: "The short codes of these orgs, with spaces between",
    eachCodeHint: "They stand beside the names in the list.",
    codeHint: "It stands beside the name in the list.",
    asking: "This computer asks who you are.",
    askAgain: "Ask again",
    /** What an org's guard is, and where that comes from. */
    level: "Guard",
    byKind: (word: string) => `${word}, by its kind`,
    chosen: (word: string) => `${word}, as chosen`,
    openUntil: (time: string) => `Passed. Nothing is asked until ${time}.`,
    change: "Change the guard…",
    byItsKind: "By the kind of org",
    byItsKindMeans: "Production and unknown orgs ask for Enter once more, all others for nothing.",
    notHere:
      "This computer has no way to ask who you are, or its service does not know Keyperch. The package for this system tells it.",
  },
};
