// What more can be done with an org.

import { t } from "../messages";
import type { Session } from "../state/session.svelte";
import type { Environment } from "../wire/Environment";
import type { OrgView } from "../wire/OrgView";

/** Only a sandbox is ever refreshed; its shown kind may be a person's word. */
const SANDBOXES: readonly Environment[] = ["full_copy", "uat", "integration", "development", "sandbox"];

interface Item {
  label: string;
  pick: () => void;
}

export function orgMenu({ screen, care }: Session, org: OrgView, pin: () => void): Item[] {
  const words = t.orgMore;
  const { id, clientId } = org;
  const isSandbox = SANDBOXES.includes(org.environment);
  return [
    { label: words.edit, pick: () => screen.ask({ ask: "edit_org", org: id }) },
    { label: org.isPinned ? words.unpin : words.pin, pick: pin },
    { label: words.rename, pick: () => screen.ask({ ask: "rename_client", client: clientId }) },
    { label: words.move, pick: () => screen.ask({ ask: "edit_many", orgs: [id], change: "client" }) },
    { label: words.duplicate, pick: () => care.duplicate(org) },
    ...(isSandbox ? [{ label: words.refreshed, pick: () => screen.ask({ ask: "mark_refreshed", org: id }) }] : []),
    { label: words.remove, pick: () => screen.ask({ ask: "remove_org", org: id }) },
  ];
}
