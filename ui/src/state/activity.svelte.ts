// What was done with an org, or with all of them: asked for when somebody looks, the newest first.

import type { ActivityView } from "../wire/ActivityView";
import type { OrgId } from "../wire/OrgId";
import { Asked, Attempt } from "./attempt.svelte";
import type { Care } from "./care";
import { plain } from "./search";

/** How many of one org are shown. */
const OF_ONE = 50;

export class Activity {
  entries = $state.raw<readonly ActivityView[] | null>(null);
  query = $state("");
  readonly loading = new Attempt();
  readonly clearing = new Asked();
  #isWanted = false;
  readonly #care: Care;
  readonly #org: OrgId | null;

  constructor(care: Care, org: OrgId | null) {
    this.#care = care;
    this.#org = org;
  }

  /** Those that have every typed word somewhere, as they are put into words. */
  found(words: (entry: ActivityView) => string): readonly ActivityView[] {
    const wanted = plain(this.query).split(/\s+/).filter((word) => word !== "");
    return (this.entries ?? []).filter((entry) => {
      const text = plain(`${entry.named} ${entry.app} ${words(entry)}`);
      return wanted.every((word) => text.includes(word));
    });
  }

  /** Looks it up; once more where that was asked meanwhile: what was done last may have come too late for the first. */
  async load(): Promise<void> {
    this.#isWanted = true;
    if (this.loading.isPending) return;
    while (this.#isWanted) {
      this.#isWanted = false;
      await this.loading.at(async () => {
        const entries = await this.#care.activity(this.#org);
        this.entries = this.#org === null ? entries : entries.slice(0, OF_ONE);
      });
    }
  }

  async clear(): Promise<void> {
    const done = await this.clearing.at(() => this.#care.clearActivity());
    if (done) this.entries = [];
  }
}
