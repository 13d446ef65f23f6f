// How orgs and apps are called, for eyes and for ears.

import { t } from "../messages";
import type { AppView } from "../wire/AppView";
import type { Environment } from "../wire/Environment";
import type { OrgView } from "../wire/OrgView";
import type { Status } from "../wire/Status";

/** `Acme Retail · UAT`. */
export const fullName = (org: OrgView): string => t.whose(org.client, org.name);

/** `UAT sandbox`: the org's name and its kind, which need not be said twice. */
export function nameAndKind(name: string, environment: Environment): string {
  const { word } = t.environments[environment];
  const saysIt = word.toLowerCase().startsWith(name.toLowerCase());
  if (saysIt) return environment === "production" ? word.toLowerCase() : word;
  return `${name}, ${environment === "production" ? word.toLowerCase() : word}`;
}

/** What a row of an org is called. */
export const orgRowName = (org: OrgView, isSelected = false): string =>
  [
    org.client,
    nameAndKind(org.name, org.environment),
    t.list.apps(org.apps.length),
    t.list.code(org.code),
    ...(org.isPinned ? [t.list.isPinned] : []),
    ...(isSelected ? [t.list.isSelected] : []),
  ].join(", ");

/** What the window is called while an org, or an app of it, is chosen. */
export const titleOf = (org: OrgView | undefined): string =>
  org === undefined ? t.name : t.windowTitle(org.client, org.name, t.isProduction(org.environment));

/** What a row of an app is called. */
export const appRowName = (org: OrgView, app: AppView, status: Status["word"]): string =>
  [
    org.client,
    nameAndKind(org.name, org.environment),
    app.name,
    t.statuses[status].word.toLowerCase(),
    t.list.code(org.code),
  ].join(", ");

/** What the copy button of a row is called. */
export const copyName = (org: OrgView, app: AppView): string => t.list.copy(org.client, org.name, app.name);
