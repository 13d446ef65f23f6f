// Which orgs a person has to do something about, before or soon after the next copy.

import type { AppView } from "../wire/AppView";
import type { OrgView } from "../wire/OrgView";
import type { Status } from "../wire/Status";
import { isNearTheEnd } from "./health";

/** How long before a sign-in ends unused it is spoken of. */
const SOON = 7 * 24 * 60 * 60 * 1000;

const troubled: ReadonlySet<Status["word"]> = new Set<Status["word"]>(["problem", "sign_in", "offline", "not_ready"]);

/** Whether something of an org wants a person, at this moment. */
export const needsAttention = (org: OrgView, now: number): boolean =>
  org.refreshedAt !== null || org.apps.some((app) => isTroubled(app, now));

/** Those of many that need it. */
export const troubledOf = (orgs: readonly OrgView[], now: number): ReadonlySet<OrgView> =>
  new Set(orgs.filter((org) => needsAttention(org, now)));

function isTroubled({ status, grant }: AppView, now: number): boolean {
  if (troubled.has(wordAt(status, now))) return true;
  if (grant === null) return false;
  const { missingScopes, idleEnd, approvals } = grant;
  const endsSoon = idleEnd !== null && idleEnd.at - now < SOON;
  return missingScopes.length > 0 || endsSoon || isNearTheEnd(approvals);
}

/** How an app stands at a moment: fresh tokens age without anybody telling. */
export const wordAt = (status: Status, now: number): Status["word"] =>
  status.word === "fresh" && now >= status.until ? status.next : status.word;
