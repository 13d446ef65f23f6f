// English: what Keyperch looks after by itself, and what a person does when something was damaged or must end at once.

import type { Missing } from "../wire/Missing";
import { plural } from "./plural";

const missing: Record<Missing, string> = {
  consumer_key: "The Consumer Key is missing. Edit the app and paste it again.",
  consumer_secret: "The Consumer Secret is missing. Edit the app and paste it again.",
  tokens: "The tokens of its sign-in are missing. Sign in again.",
};

const counted = (count: number): string => (count === 1 ? "this sign-in" : "these sign-ins");

export const upkeep = {
  unsaved: {
    title: "Do not quit yet",
    of: "The keychain has not taken the newest token of:",
    because: (title: string, what: string) => `${title}. ${what}`,
    then: (count: number) => `Keyperch goes on trying. Quitting now would lose ${counted(count)}.`,
  },

  ending: {
    title: (count: number) => `Quit and lose ${counted(count)}?`,
    waits: "Keyperch goes on trying, and ends by itself as soon as everything is saved.",
    lost: (count: number) => `Whoever quits now loses ${counted(count)} and must sign in again.`,
    quit: "Quit and lose it",
    stay: "Stay",
  },

  memoryOnly: {
    go: "Memory only this time",
    means:
      "What you add or sign in to from now on is kept in memory and forgotten when Keyperch ends. Nothing is ever written to a file.",
    band: "Memory only this time: what you add or sign in to now is forgotten when Keyperch ends.",
  },

  leaving: {
    text: (count: number) =>
      `${plural(count, "sign-out waits", "sign-outs wait")}: Salesforce could not be told yet. Keyperch goes on trying.`,
    tryNow: "Try now",
    gone: "An org that is gone, such as a deleted sandbox, never hears of a sign-out. Keyperch can stop telling.",
    stop: "Stop telling…",
    sure: (count: number) =>
      `Stop telling Salesforce of ${plural(count, "sign-out", "sign-outs")}? This cannot be undone: ${count === 1 ? "its" : "their"} tokens are deleted on this computer, nobody is told, and ${count === 1 ? "the sign-in lives on at Salesforce until it ends" : "the sign-ins live on at Salesforce until they end"} there.`,
    reallyStop: "Stop telling",
  },

  damaged: {
    useCopy: (when: string) => `Use the copy of ${when}`,
    startEmpty: "Start with an empty list",
    title: "Start with an empty list?",
    kept: "The damaged file is kept beside the new one.",
    found: "Sign-ins of the old list stay in the keychain. Self-check, in the menu at the top, finds them.",
    go: "Start empty",
  },

  selfCheck: {
    title: "Self-check",
    text: "Compares the list with the keychain.",
    checking: "Looking into the keychain…",
    agrees: "Everything agrees.",
    differs: (missing: number, orphans: number) =>
      [
        missing === 0 ? [] : [`${plural(missing, "item is", "items are")} missing.`],
        orphans === 0 ? [] : [`${plural(orphans, "leftover", "leftovers")} found.`],
      ]
        .flat()
        .join(" "),
    list: "In the list",
    entries: (orgs: number, apps: number, grants: number) =>
      [plural(orgs, "org", "orgs"), plural(apps, "app", "apps"), plural(grants, "sign-in", "sign-ins")].join(", "),
    keychain: "In the keychain",
    items: (items: number) => plural(items, "item", "items"),
    backedUp: "List last copied",
    never: "Never",
    leaving: "Sign-outs that wait",
    missing: "What is missing",
    missingOf: missing,
    mend: (what: string, name: string) => `${what}: ${name}`,
    leftovers: (orphans: number) =>
      `${plural(orphans, "leftover: an item", "leftovers: items")} in the keychain that ${orphans === 1 ? "belongs" : "belong"} to no entry.`,
    another: "If you use Keyperch with another data folder on this computer, they may be that one’s.",
    deleteThem: "Delete leftovers…",
    sure: (orphans: number) =>
      `Delete ${plural(orphans, "leftover", "leftovers")}? This cannot be undone, and a sign-in among them lives on at Salesforce until it ends there.`,
    reallyDelete: "Delete leftovers",
    again: "Check again",
  },

  revokeAll: {
    title: "Revoke all sign-ins?",
    done: "Sign-ins revoked",
    nothing: "No app is signed in. There is nothing to revoke.",
    count: (grants: number) => `Salesforce ends ${plural(grants, "sign-in", "sign-ins")} of Keyperch’s.`,
    production: (grants: number) => `${grants} of them in PRODUCTION.`,
    tools: "Every tool that uses these tokens is signed out too.",
    stays: "Entries, keys and secrets stay. You can sign in again at any time.",
    go: "Revoke all",
    working: "Telling Salesforce…",
    heard: (grants: number) => `${grants} revoked`,
    waiting: (grants: number) => `${plural(grants, "waits", "wait")}: Salesforce could not be reached`,
    waits: "They have ended here. Keyperch goes on telling Salesforce.",
  },
};
