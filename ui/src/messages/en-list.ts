// English: the list of orgs, what is done with many of them, and the keys.

import { plural } from "./plural";

const orgs = (count: number): string => plural(count, "org", "orgs");

const attention = (count: number): string => `${count} ${count === 1 ? "needs" : "need"} attention`;

/** What was removed or brought back: one thing by its name, several orgs by their number. */
const whichOf = (name: string | null, count: number): string => name ?? orgs(count);

const words = {
  list: {
    name: (count: number) => `Orgs, ${count}`,
    orgs,
    apps: (count: number) => plural(count, "app", "apps"),
    code: (code: string) => `code ${code.split("").join(" ")}`,
    copy: (client: string, org: string, app: string) => `Copy fresh token for ${client} ${org}, ${app}`,
    addApp: "Add an External Client App",
    addAppTo: (client: string, org: string) => `Add an External Client App to ${client} ${org}`,
    signingIn: "Signing in…",
    loading: "Opening your orgs…",
    noMatch: (query: string) => `No org matches “${query}”.`,
    clearSearch: "Clear search",
    showAll: "Show all orgs",
    found: (count: number) => `${orgs(count)} found`,
    pinnedHeading: "Pinned",
    recentHeading: "Recently used",
    attention,
    client: (client: string, count: number, troubled: number) =>
      [client, orgs(count), ...(troubled === 0 ? [] : [attention(troubled)])].join(", "),
    moreFor: (client: string) => `More for ${client}`,
    refreshClient: "Refresh tokens",
    selectClient: "Select all",
    pin: (name: string) => `Pin ${name}`,
    unpin: (name: string) => `Unpin ${name}`,
    isPinned: "pinned",
    isSelected: "selected",
  },

  looks: {
    name: "Views",
    all: "All",
    pinned: "Pinned",
    attention: "Needs attention",
    more: "Sort and fold",
    sortByUse: "Sort by last use",
    sortByClient: "Sort by client",
    foldAll: "Fold all",
    unfoldAll: "Unfold all",
    selectAll: "Select all",
    nonePinned: "Press P on an org to pin it.",
    allWell: (able: number, all: number) =>
      able === all
        ? `All ${orgs(all)} can copy a token.`
        : `${able} of ${orgs(all)} can copy a token. The others have no app yet.`,
  },

  selection: {
    name: "Selection",
    count: (count: number) => `${orgs(count)} selected`,
    refresh: "Refresh tokens",
    move: "Move to client…",
    guard: "Guard…",
    kind: "Kind…",
    keepAlive: "Keep alive",
    keepAliveNoLonger: "Stop keeping alive",
    makeSet: "Make a set…",
    remove: "Remove…",
    clear: "Clear",
  },

  refresh: {
    all: "Refresh all tokens",
    name: "Refresh of tokens",
    isRunning: "Tokens are being refreshed already.",
    cancelling: "Cancelling…",
    none: "No org has a sign-in to refresh.",
    running: (done: number, of: number) => `Refreshing ${done} of ${of}`,
    failed: (count: number) => `${count} failed`,
    done: (well: number, of: number) => `${well} of ${of} refreshed`,
    cancelled: (well: number, of: number) => `Cancelled. ${well} of ${of} refreshed`,
    cancel: "Cancel",
    dismiss: "Dismiss",
    failures: "What could not be refreshed",
  },

  windowTitle: (client: string, org: string, isProduction: boolean) =>
    `${isProduction ? "PRODUCTION · " : ""}${client} · ${org} — Keyperch`,

  shortcuts: {
    title: "Keyboard shortcuts",
    inList: "In the list",
    anywhere: "Anywhere",
    listKeys: (mod: string) => [
      ["Up, Down, Home, End", "Move"],
      ["Left, Right", "Fold or unfold a client"],
      ["Enter", "Copy fresh token"],
      ["Shift+Enter", "Copy as a Bearer header"],
      ["Space", "Show details"],
      ["S", "Sign in"],
      ["C", "Check this connection"],
      ["G", "Set up an app, or go on with it"],
      ["P", "Pin an org, or no longer"],
      ["R", "Sort by last use, or by client"],
      ["X", "Select an org"],
      [`${mod}+A`, "Select all"],
      ["E or F2", "Edit"],
      ["Delete", "Remove…"],
    ],
    anywhereKeys: (mod: string) => [
      [`${mod}+Enter`, "Open the org"],
      [`${mod}+U`, "Copy the instance URL"],
      [`${mod}+Shift+C`, "Copy the Consumer Secret"],
      [`${mod}+I`, "Show details"],
      [`${mod}+N`, "Add org"],
      [`${mod}+O`, "Open template…"],
      [`${mod}+F or /`, "Search"],
      [`${mod}+Z`, "Undo a removal"],
      [`${mod}+Shift+X`, "Clear the clipboard now"],
      ["F6", "Next part of the window"],
      ["F8", "Go to the message at the bottom"],
      ["Esc", "Close, cancel or go back"],
      ["?", "This card"],
    ],
  },
};

export const list = {
  words,
  removed: (name: string | null, count: number) => `${whichOf(name, count)} removed from this computer.`,
  broughtBack: (name: string | null, count: number) => `${whichOf(name, count)} brought back.`,
};
