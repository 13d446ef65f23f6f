// The list of orgs, as the program behind the window told it last.

import type { AppView } from "../wire/AppView";
import type { ClientAppId } from "../wire/ClientAppId";
import type { GuideId } from "../wire/GuideId";
import type { GuideProgress } from "../wire/GuideProgress";
import type { OrgId } from "../wire/OrgId";
import type { OrgView } from "../wire/OrgView";
import type { Status } from "../wire/Status";
import { clock } from "./clock.svelte";
import { grouped, search, unique } from "./search";

export class Orgs {
  list = $state.raw<readonly OrgView[]>([]);
  isLoaded = $state(false);
  query = $state("");

  readonly found = $derived(search(this.list, this.query));
  readonly groups = $derived(grouped(this.found));
  readonly clients = $derived(unique(this.list.map((org) => org.client)));

  heard(orgs: readonly OrgView[]): void {
    this.list = orgs;
    this.isLoaded = true;
  }

  org(id: OrgId): OrgView | undefined {
    return this.list.find((org) => org.id === id);
  }

  /** A set-up with the org that it is in. */
  guide(id: GuideId): { org: OrgView; guide: GuideProgress } | undefined {
    for (const org of this.list) {
      const guide = org.guides.find((candidate) => candidate.id === id);
      if (guide !== undefined) return { org, guide };
    }
    return undefined;
  }

  /** An app with the org that it is in. */
  app(id: ClientAppId): { org: OrgView; app: AppView } | undefined {
    for (const org of this.list) {
      const app = org.apps.find((candidate) => candidate.id === id);
      if (app !== undefined) return { org, app };
    }
    return undefined;
  }
}

/** How an app stands at this second: fresh tokens age without anybody telling. */
export function wordOf(status: Status): Status["word"] {
  if (status.word !== "fresh" || clock.now < status.until) return status.word;
  return status.renews ? "renews" : "sign_in";
}
