// A self-check: what was found, and what is done about items that belong to nobody, and sign-outs that nobody hears.

import * as api from "../api";
import type { SelfCheckView } from "../wire/SelfCheckView";
import { Asked, Attempt } from "./attempt.svelte";

export class SelfCheck {
  found = $state.raw<SelfCheckView | null>(null);
  readonly checking = new Attempt();
  readonly deleting = new Asked();
  readonly givingUp = new Asked();

  /** Whether list and keychain agree in everything. */
  get agrees(): boolean {
    return this.found !== null && this.found.missing.length === 0 && this.found.orphans === 0;
  }

  /** Compares list and keychain. */
  async check(): Promise<void> {
    if (this.#isActing) return;
    this.deleting.withdraw();
    this.givingUp.withdraw();
    await this.checking.at(async () => {
      // What was found before may not be so any more.
      this.found = null;
      this.found = await api.selfCheck();
    });
  }

  /** Deletes what belongs to no entry, and looks again. */
  async deleteLeftovers(): Promise<void> {
    if (this.#isActing) return;
    await this.deleting.at(async () => {
      this.found = await api.forgetOrphans();
    });
  }

  /** Gives up telling Salesforce of sign-outs, and looks again: a try of its own, which is not waited for. */
  async giveUpTelling(): Promise<void> {
    if (this.#isActing) return;
    if (await this.givingUp.at(() => api.giveUpTelling())) void this.check();
  }

  /** One thing at a time: what is shown must not be older than what was done. */
  get #isActing(): boolean {
    return this.deleting.isPending || this.givingUp.isPending;
  }
}
