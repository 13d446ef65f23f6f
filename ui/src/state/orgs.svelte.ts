// The list of orgs, as the program behind the window told it last, and as much of it as a person wants to see.

import type { AppView } from "../wire/AppView";
import type { ClientAppId } from "../wire/ClientAppId";
import type { ClientId } from "../wire/ClientId";
import type { GuideId } from "../wire/GuideId";
import type { GuideProgress } from "../wire/GuideProgress";
import type { OrgId } from "../wire/OrgId";
import type { OrgView } from "../wire/OrgView";
import type { Sort } from "../wire/Sort";
import type { Status } from "../wire/Status";
import { arrange } from "./arrange";
import { troubledOf, wordAt } from "./attention";
import { clock } from "./clock.svelte";
import type { Place } from "./screen.svelte";
import { hasCode, prepare, search, unique } from "./search";

/** Which orgs are looked at. */
export type Look = "all" | "pinned" | "attention";

export class Orgs {
  list = $state.raw<readonly OrgView[]>([]);
  isLoaded = $state(false);
  query = $state("");
  look = $state<Look>("all");
  sort = $state<Sort>("client");
  folded = $state.raw<readonly ClientId[]>([]);

  readonly #pinned = $derived(this.list.filter((org) => org.isPinned));
  readonly #troubled = $derived(troubledOf(this.list, clock.minute));
  readonly #looked = $derived(
    this.look === "all" ? this.list : this.look === "pinned" ? this.#pinned : [...this.#troubled],
  );

  readonly isSearching = $derived(this.query.trim() !== "");
  readonly found = $derived(search(this.#looked, this.query));
  /** Whether clients can be folded away: what is looked for is not hidden. */
  readonly isFoldable = $derived(this.look === "all" && !this.isSearching);
  readonly units = $derived(
    arrange(this.found, {
      sort: this.sort,
      pinsFirst: this.look === "all" && !this.isSearching,
      folded: this.isFoldable ? this.folded : null,
      isMeant: hasCode(this.query),
      isTroubled: (org) => this.#troubled.has(org),
    }),
  );
  /** How many there are to look at, whatever is searched for. */
  readonly counts = $derived<Record<Look, number>>({
    all: this.list.length,
    pinned: this.#pinned.length,
    attention: this.#troubled.size,
  });
  readonly clients = $derived(unique(this.list.map((org) => org.client)));

  heard(orgs: readonly OrgView[]): void {
    this.list = orgs;
    this.isLoaded = true;
    prepare(orgs);
  }

  /** One org stands where it stood, and is told anew. */
  heardOne(org: OrgView): void {
    const at = this.list.findIndex(({ id }) => id === org.id);
    if (at === -1) return;
    const list = [...this.list];
    list[at] = org;
    this.list = list;
  }

  heardLayout(folded: readonly ClientId[], sort: Sort): void {
    this.folded = folded;
    this.sort = sort;
  }

  org(id: OrgId): OrgView | undefined {
    return this.list.find((org) => org.id === id);
  }

  /** The org that is chosen, or whose app is. */
  at(place: Place | null): OrgView | undefined {
    if (place === null) return undefined;
    return place.kind === "app" ? this.app(place.id)?.org : this.org(place.id);
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

/** How an app stands at this second. */
export const wordOf = (status: Status): Status["word"] =>
  // Only what ages needs a clock.
  status.word === "fresh" ? wordAt(status, clock.now) : status.word;
