// Which orgs a person means by a few typed letters, and how they stand together.

import type { OrgView } from "../wire/OrgView";

/** The orgs of one client. */
export interface Group {
  client: string;
  orgs: OrgView[];
}

/** Orgs that have every typed word somewhere. The one with exactly this code comes first. */
export function search(orgs: readonly OrgView[], query: string): OrgView[] {
  const words = plain(query).split(/\s+/).filter((word) => word !== "");
  const found = orgs.flatMap((org) => matching(org, words) ?? []);
  const isExact = (org: OrgView) => plain(org.code) === words.join(" ");
  return [...found.filter(isExact), ...found.filter((org) => !isExact(org))];
}

/** Orgs under their clients, both in the order of the list. */
export function grouped(orgs: readonly OrgView[]): Group[] {
  const groups = new Map<string, Group>();
  for (const org of orgs) {
    const group = groups.get(org.client) ?? { client: org.client, orgs: [] };
    group.orgs.push(org);
    groups.set(org.client, group);
  }
  return [...groups.values()];
}

/** The org with those of its apps that are meant: all, where the org itself is meant. */
function matching(org: OrgView, words: readonly string[]): OrgView | undefined {
  const ofOrg = plain([org.client, org.name, org.code, org.host, org.organizationName ?? ""].join(" "));
  if (words.every((word) => ofOrg.includes(word))) return org;
  const apps = org.apps.filter((app) => {
    const all = `${ofOrg} ${plain(`${app.name} ${app.grant?.username ?? ""}`)}`;
    return words.every((word) => all.includes(word));
  });
  return apps.length === 0 ? undefined : { ...org, apps };
}

/** Each once, in order. */
export const unique = (words: readonly string[]): string[] => words.filter((word, at) => words.indexOf(word) === at);

/** Without accents and capitals: "São" is found by "sao". */
export const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
