// The wait until Salesforce knows a new app: it is asked again every minute, behind the window.

import * as api from "../api";
import type { ClientAppId } from "../wire/ClientAppId";
import type { ReadinessView } from "../wire/ReadinessView";
import { Attempt } from "./attempt.svelte";

export class Ready {
  view = $state.raw<ReadinessView | null>(null);
  readonly stopping = new Attempt();

  /** How it stands with an app, if it is waited for. */
  of(app: ClientAppId): ReadinessView | null {
    return this.view?.app === app ? this.view : null;
  }

  /** Takes what is told, and says how the wait has just ended, if it has. */
  heard(view: ReadinessView | null): "ready" | "gave_up" | null {
    const before = this.view;
    this.view = view;
    if (view === null || view.state.is === "waiting") return null;
    return before?.app === view.app && before.state.is === "waiting" ? view.state.is : null;
  }

  /** Begins to ask. Rejects with a `Failure`. */
  begin(app: ClientAppId): Promise<void> {
    return api.waitUntilReady(app);
  }

  /** Asks no more, and clears away how it ended. */
  async stop(): Promise<void> {
    if (await this.stopping.at(() => api.stopWaitingUntilReady())) this.view = null;
  }
}
