// What an org is probably called, read from its host: a proposal for the form, nothing more.

import type { OrgView } from "../wire/OrgView";

/** A name for the client, and for the sandbox where it is one. */
export interface Suggestion {
  client: string;
  sandbox: string;
}

/** `acme-retail--uat.sandbox.my.salesforce.com`: client "Acme Retail", sandbox "UAT". */
export function suggest(host: string, orgs: readonly OrgView[]): Suggestion {
  const labels = host.split(".");
  const [company = "", sandbox = ""] = (labels[0] ?? "").split("--");
  if (labels.length < 4 || company === "") return { client: "", sandbox: "" };
  const sibling = orgs.find((org) => org.host.split(/--|\./)[0] === company);
  return { client: sibling?.client ?? titled(company), sandbox: titled(sandbox) };
}

/** Short words are abbreviations more often than not: UAT, SIT, QA. */
const titled = (words: string): string =>
  words
    .split("-")
    .filter((word) => word !== "")
    .map((word) => (/^(uat|sit|qa|int|dev)\d*$/.test(word) ? word.toUpperCase() : capital(word)))
    .join(" ");

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
