// What the program behind the window looks after by itself: tokens that are not saved yet, sign-outs that Salesforce
// has not heard of, and what is kept in memory only.

import * as api from "../api";
import type { UnsavedView } from "../wire/UnsavedView";
import type { UpkeepView } from "../wire/UpkeepView";
import { Attempt } from "./attempt.svelte";
import type { Notices } from "./notices.svelte";

export class Upkeep {
  readonly trying = new Attempt();
  #view = $state.raw<UpkeepView>({ unsaved: [], leaving: 0, memoryOnly: false, isEnding: false });
  readonly #notices: Notices;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  /** The sign-ins that quitting would lose. */
  get unsaved(): readonly UnsavedView[] {
    return this.#view.unsaved;
  }

  /** How many sign-outs Salesforce has not heard of. */
  get leaving(): number {
    return this.#view.leaving;
  }

  get isMemoryOnly(): boolean {
    return this.#view.memoryOnly;
  }

  /** Whether a person wants to quit, and is to be asked whether at this price. */
  get isEnding(): boolean {
    return this.#view.isEnding && this.unsaved.length > 0;
  }

  heard(view: UpkeepView): void {
    this.#view = view;
  }

  /** Tries at once what would be tried again in a while. */
  async tryNow(): Promise<void> {
    await this.trying.at(() => api.tryUpkeep());
    const { failure } = this.trying;
    if (failure !== null) this.#notices.say({ say: "failed", failure, app: null });
  }

  /** From now on what is new is kept in memory only. Rejects with a `Failure`. */
  keepInMemory(): Promise<void> {
    return api.keepInMemory();
  }

  /** Ends the program, and what is unsaved with it. Rejects with a `Failure`. */
  quitAnyway(): Promise<void> {
    return api.quitAnyway();
  }

  /** Takes the wish to quit back. Rejects with a `Failure`. */
  stay(): Promise<void> {
    return api.stay();
  }
}
