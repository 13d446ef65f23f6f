// English: one change of one or many orgs, and their removal.

import { plural } from "./plural";

const orgs = (count: number): string => plural(count, "org", "orgs");

export const many = {
  many: {
    orgs,
    inProduction: (count: number, of: number) =>
      of === 1 ? "It is PRODUCTION." : `${count} of them ${count === 1 ? "is" : "are"} PRODUCTION.`,
    titles: {
      client: (which: string) => `Move ${which} to a client`,
      guard: (which: string) => `Guard of ${which}`,
      environment: (which: string) => `Kind of ${which}`,
    },
    client: "Client",
    clientHint: "One of yours, or a new name.",
    guard: "What is asked before a token or a secret is copied, or the org is opened",
    environment: "Kind of org",
    byItself: "By its address and what Salesforce says",
    byItselfMeans: "Nobody chose it. What cannot be told is treated as production.",
    outOfProduction: "An org that is no longer production is guarded less: nothing is asked before a token is copied.",
    asksNow: "For a guard that asks for less, the guard as it is now is asked first.",
    save: "Save",
    removeTitle: (count: number) => `Remove ${orgs(count)}?`,
    removeText: (apps: number) =>
      `They are deleted from this computer${apps === 0 ? "" : ` with ${plural(apps, "app", "apps")}, and their keys, secrets and tokens`}. In Salesforce they stay as they are.`,
    signOutHint: "Without this, the sign-ins live on at Salesforce until they end there.",
    remove: (count: number) => `Remove ${orgs(count)}`,
  },
};
