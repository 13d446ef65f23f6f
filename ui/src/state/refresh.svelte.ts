// The tokens of many orgs that are being refreshed, or were. One round at a time; the program behind the window does it.

import * as api from "../api";
import type { OrgId } from "../wire/OrgId";
import type { RefreshView } from "../wire/RefreshView";
import { Attempt } from "./attempt.svelte";
import type { Notices } from "./notices.svelte";

export class Refresh {
  view = $state.raw<RefreshView | null>(null);
  readonly cancelling = new Attempt();
  readonly #notices: Notices;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  get isRunning(): boolean {
    return this.view?.isRunning === true;
  }

  heard(view: RefreshView | null): void {
    this.view = view;
  }

  /** Asks for a fresh token of every app of these orgs. */
  begin(orgs: readonly OrgId[]): Promise<void> {
    return this.#say(api.refreshOrgs([...orgs]));
  }

  /** Begins no more of them; those that are asked for come to their end. */
  async cancel(): Promise<void> {
    await this.cancelling.at(() => api.cancelRefresh());
    const { failure } = this.cancelling;
    if (failure !== null) this.#notices.say({ say: "failed", failure, app: null });
  }

  /** How it ended has been seen. */
  dismiss(): Promise<void> {
    this.view = null;
    return this.#say(api.dismissRefresh());
  }

  async #say(act: Promise<void>): Promise<void> {
    try {
      await act;
    } catch (why) {
      this.#notices.say({ say: "failed", failure: api.failureOf(why), app: null });
    }
  }
}
