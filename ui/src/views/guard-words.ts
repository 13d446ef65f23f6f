// How the orgs are called that a guard asks about.

import { t } from "../messages";
import type { Environment } from "../wire/Environment";
import type { OrgView } from "../wire/OrgView";
import { fullName } from "./names";

export interface Named {
  /** In the title and on the button: the kind where it must not be mistaken, the name elsewhere. */
  where: string;
  /** The weightiest kind among them. */
  environment: Environment | null;
  /** In full; of several, how many, and how many of them are production. */
  names: string;
}

/** One org by its name; several by their number, with those in production counted. */
export function guardedAs(orgs: readonly OrgView[]): Named {
  const production = orgs.filter((org) => t.isProduction(org.environment));
  const heaviest = production.find((org) => org.environment === "production") ?? production[0] ?? orgs[0];
  const environment = heaviest?.environment ?? null;
  const names = namesOf(orgs, production.length);
  return { where: loud(environment) ?? names, environment, names };
}

function namesOf(orgs: readonly OrgView[], inProduction: number): string {
  const [org] = orgs;
  if (org !== undefined && orgs.length === 1) return fullName(org);
  const count = t.guard.orgs(orgs.length);
  return inProduction === 0 ? count : `${count}, ${t.guard.inProduction(inProduction)}`;
}

const loud = (environment: Environment | null): string | null =>
  environment === "production" ? t.guard.production : environment === "unknown" ? t.guard.unknown : null;
