// English: sets of orgs, whose fresh tokens are copied together as one block.

import type { SetShape } from "../wire/SetShape";
import { plural } from "./plural";

const shapes: Record<SetShape, { word: string; means: string }> = {
  env: { word: ".env", means: "Two lines for each org, named after its code." },
  table: { word: "Table", means: "One line for each org, for a spreadsheet." },
  json: { word: "JSON", means: "One object, by code." },
};

export const sets = {
  sets: {
    menu: "Sets…",
    title: "Sets",
    text: "A set copies fresh tokens of several orgs at once, as one block in which each is named.",
    none: "No set yet.",
    shapes,
    list: "Your sets",
    of: (members: number, code: string, shape: SetShape) =>
      `${plural(members, "org", "orgs")} · code ${code} · ${shapes[shape].word}`,
    inProduction: (count: number) => `${count} in PRODUCTION`,
    add: "New set…",
    copy: "Copy tokens",
    copyOf: (name: string) => `Copy tokens of ${name}`,
    edit: "Edit…",
    editOf: (name: string) => `Edit ${name}…`,
    remove: "Remove…",
    removeOf: (name: string) => `Remove ${name}…`,
    sure: (name: string) => `Remove the set ${name}? Its orgs stay as they are.`,
    really: "Remove set",
    copying: "Asking Salesforce for fresh tokens…",
    copied: (copied: number, of: number) => `${copied} of ${plural(of, "token", "tokens")} copied`,
    otherCopies: "The tokens of another set are being copied.",
    whichLeftOut: "Which orgs were left out",
    leftOut: "Left out",
    whyLeftOut: (org: string, why: string) => `${org}: ${why}`,
    addTitle: "New set",
    editTitle: (name: string) => `Edit ${name}`,
    name: "Name of the set",
    code: "Code",
    codeHint: "Empty: made for you. No org has the same.",
    shape: "Copied as",
    members: "Orgs in it, in order",
    noMembers: "None yet. Search for them below.",
    up: (name: string) => `Move ${name} up`,
    down: (name: string) => `Move ${name} down`,
    takeOut: (name: string) => `Take ${name} out`,
    search: "Add an org",
    searchHint: "By client, org, app, user or code.",
    found: "Found",
    noneFound: (query: string) => `No other org matches “${query}”.`,
    putIn: (name: string) => `Add ${name}`,
    app: (org: string, app: string) => `${org}, ${app}`,
    save: "Save",
  },
};
