// What was removed a moment ago, and can still be brought back.

import * as api from "../api";
import type { RemovalView } from "../wire/RemovalView";
import type { Notices } from "./notices.svelte";

export class Removal {
  #view = $state.raw<RemovalView | null>(null);
  readonly #notices: Notices;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  heard(view: RemovalView | null): void {
    this.#view = view;
    this.#notices.offer(view);
  }

  /** Brings it back, also when the message that offered it was dismissed. False: there is nothing to bring back. */
  undo(): boolean {
    const view = this.#view;
    if (view === null || Date.now() >= view.until) return false;
    this.#view = null;
    this.#notices.offer(null);
    void this.#bringBack(view);
    return true;
  }

  async #bringBack(view: RemovalView): Promise<void> {
    const { id, name, orgs } = view;
    try {
      await api.undoRemoval(id);
      this.#notices.say({ say: "brought_back", name, orgs });
    } catch (why) {
      // It may be brought back for as long as it is not carried out; not in the place of a later one.
      if (this.#view === null && Date.now() < view.until) this.heard(view);
      this.#notices.say({ say: "failed", failure: api.failureOf(why), app: null });
    }
  }
}
