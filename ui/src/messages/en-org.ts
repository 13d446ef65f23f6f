// English: an org and its apps in the pane: copying in other shapes, what stands by an org, and how its sign-ins last.

import type { Shape } from "../wire/Shape";
import { plural } from "./plural";

const shapes: Record<Shape, { menu: string; button: string }> = {
  token: { menu: "Token", button: "Copy as…" },
  bearer: { menu: "Authorization: Bearer …", button: "Copy as Bearer header" },
  instance_url: { menu: "Instance URL", button: "Copy as instance URL" },
  env: { menu: ".env: token and instance URL", button: "Copy as .env" },
  curl: { menu: "curl example", button: "Copy as curl" },
  json: { menu: "JSON", button: "Copy as JSON" },
  postman: { menu: "Postman environment", button: "Copy as Postman environment" },
};

export const org = {
  copyAs: {
    label: "Copy as",
    /** The button beside the first one; it says what was chosen last, where that is not the token. */
    button: (shape: Shape) => shapes[shape].button,
    shapes: (shape: Shape) => shapes[shape].menu,
  },

  orgMore: {
    menu: "More for this org",
    rename: "Rename client…",
    duplicate: "Duplicate for a sandbox…",
    duplicated: "Filled in like the org that you began from. Type the sandbox’s name where NAME stands.",
    duplicatedWithoutAddress: "Filled in like the org that you began from. Paste an address of the sandbox.",
    lacksName: "Type the sandbox’s name where NAME stands.",
    move: "Move to client…",
    refreshed: "This sandbox was refreshed…",
    pin: "Pin to the top",
    unpin: "Unpin",
    pinned: "Stands at the top",
    edit: "Edit org…",
    remove: "Remove…",
  },

  orgFacts: {
    change: "Change…",
    lastUsed: "Last used",
    never: "Not used yet",
    keepAlive: "Keep its sign-ins alive",
    keepAliveMeans:
      "Keyperch uses them about once a week, so that none ends because nobody used it. Salesforce sees each use. It works only while Keyperch runs.",
    notes: "Notes",
    notesHint: "Kept in the open, no secrets here. Saved when you leave the field.",
    notesSaved: "Notes saved.",
    left: (left: number) => (left < 0 ? `${plural(-left, "character", "characters")} too many` : `${plural(left, "character", "characters")} left`),
  },

  refreshed: {
    band: (when: string) => `This sandbox was refreshed on ${when}. Its apps have to be made anew.`,
    goOn: "Go on with the set-up",
    title: (org: string) => `Was ${org} refreshed?`,
    what: "A refreshed sandbox is a new org under an old name: its External Client Apps and every sign-in are gone.",
    stays: "What stays",
    staysWhat: ["Name, client, code and colour", "Notes, pin, guard and the sets it is in", "The list of its apps, to be given new keys"],
    ends: "What ends",
    endsWhat: [
      "Its sign-ins here. Salesforce is told nothing: the org that they were for is gone.",
      "The company’s and the org’s own id. They are learned again at the next sign-in.",
    ],
    then: "Then the guide opens, with what was answered before filled in.",
    go: "It was refreshed",
  },

  renameClient: {
    title: (client: string) => `Rename ${client}`,
    name: "Name of the client",
    text: (orgs: number) => `Its ${plural(orgs, "org keeps", "orgs keep")} everything else.`,
    go: "Rename",
  },

  health: {
    proven: "Last proven",
    ends: (end: string, asked: string) => `${end} (Salesforce said so ${asked})`,
    noEnd: "Salesforce states no end",
    signedInUntil: "Signed in until",
    unlessUsed: (end: string, days: number) => `${end} unless used (${plural(days, "day", "days")})`,
    hasPassed: (end: string, days: number) => `${end} has passed without use (${plural(days, "day", "days")})`,
    readInSetup: (when: string) => `Read in Setup ${when}`,
    byRecipe: "By its recipe; nobody has read it in Setup",
    approvals: "Sign-ins used",
    used: (known: number, about: number) => `${known} of about ${about}, as far as Keyperch knows`,
    nearTheEnd: (about: number) =>
      `Salesforce keeps about ${about} sign-ins of a user in an app. The next may end the oldest without a word.`,
    mayEnd: "This may end your oldest sign-in of this app without a word",
    mayEndWhy: (known: number, about: number) =>
      `Keyperch knows of ${plural(known, "sign-in", "sign-ins")} of this user in this app, and Salesforce keeps about ${about}. Those made elsewhere count too.`,
    server: "Last used at Salesforce",
    serverUsed: (when: string, uses: number | null) => (uses === null ? when : `${when}, ${plural(uses, "time", "times")}`),
    serverNever: "Never",
    serverUnknown: "Not asked yet",
    asked: (when: string) => `(asked ${when})`,
    ask: "Ask Salesforce",
    couldNotBeRead: "It could not be read.",
  },
};
