// Which orgs a person means by a few typed letters.

import type { OrgView } from "../wire/OrgView";

/** What is searched, written plainly. */
interface Searched {
  code: string;
  org: string;
  /** Each app with its org. */
  apps: readonly string[];
}

/** Written once for each org as it was told: a key that is pressed finds it ready. */
const known = new WeakMap<OrgView, Searched>();

/** Orgs that have every typed word somewhere. The one with exactly this code comes first. */
export function search(orgs: readonly OrgView[], query: string): readonly OrgView[] {
  const words = plain(query).split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return orgs;
  const code = words.join(" ");
  const exact: OrgView[] = [];
  const others: OrgView[] = [];
  for (const org of orgs) {
    const found = matching(org, words);
    if (found !== undefined) (searchedOf(org).code === code ? exact : others).push(found);
  }
  return [...exact, ...others];
}

/** Whether an org has exactly this code. */
export function hasCode(query: string): (org: OrgView) => boolean {
  const code = plain(query).trim();
  return (org) => code !== "" && plain(org.code) === code;
}

/** The org with those of its apps that are meant: all, where the org itself is meant. */
function matching(org: OrgView, words: readonly string[]): OrgView | undefined {
  const searched = searchedOf(org);
  if (words.every((word) => searched.org.includes(word))) return org;
  const apps = org.apps.filter((_app, at) => words.every((word) => searched.apps[at]?.includes(word) === true));
  if (apps.length === 0) return undefined;
  return apps.length === org.apps.length ? org : { ...org, apps };
}

function searchedOf(org: OrgView): Searched {
  const before = known.get(org);
  if (before !== undefined) return before;
  const words = [org.client, org.name, org.code, org.host, org.organizationName ?? ""];
  const apps = org.apps.map(({ name, grant }) => plain([...words, name, grant?.username ?? ""].join(" ")));
  const searched = { code: plain(org.code), org: plain(words.join(" ")), apps };
  known.set(org, searched);
  return searched;
}

/** As many are written plainly in one go, so that nothing else has to wait for all of them. */
const AT_ONCE = 500;

/** Writes a long list plainly before anybody types: the first letter is to find it ready, too. */
export function prepare(orgs: readonly OrgView[], from = 0): void {
  for (const org of orgs.slice(from, from + AT_ONCE)) searchedOf(org);
  if (from + AT_ONCE < orgs.length) setTimeout(() => prepare(orgs, from + AT_ONCE));
}

/** Each once, in order. */
export const unique = (words: readonly string[]): string[] => [...new Set(words)];

/** Without accents and capitals: "São" is found by "sao". */
export const plain = (text: string): string =>
  (isAscii(text) ? text : text.normalize("NFD").replace(/\p{M}/gu, "")).toLowerCase();

// Most names are, and there is nothing to take off them.
const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
