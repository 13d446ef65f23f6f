// A check of everything that a connection needs, as far as it is.

import * as api from "../api";
import type { ClientAppId } from "../wire/ClientAppId";
import type { DiagnosisView } from "../wire/DiagnosisView";
import { Attempt } from "./attempt.svelte";

export class Diagnosis {
  readonly checking = new Attempt();
  #view = $state.raw<DiagnosisView | null>(null);
  /** The app that is being checked: what is told of another one is of no interest any more. */
  #app: ClientAppId | null = null;
  /** The app that a person waits for: it is checked next, where another one is being checked still. */
  #awaited: ClientAppId | null = null;

  /** What was found of an app. */
  of(app: ClientAppId): DiagnosisView | null {
    return this.#view?.app === app ? this.#view : null;
  }

  heard(view: DiagnosisView): void {
    if (view.app === this.#app) this.#view = view;
  }

  /** Checks an app, or shows how far that is; while another one is being checked, afterwards. */
  async check(app: ClientAppId): Promise<void> {
    this.#awaited = app;
    if (this.checking.isPending) return;
    this.#app = app;
    await this.checking.at(async () => {
      // What was found before may not be so any more.
      this.#view = null;
      this.heard(await api.checkConnection(app));
    });
    const next = this.#after(app);
    if (next !== null) await this.check(next);
  }

  /** Nobody looks at an app's check any more. */
  leave(app: ClientAppId): void {
    if (this.#awaited === app) this.#awaited = null;
  }

  /** The app that is waited for after this one. */
  #after(app: ClientAppId): ClientAppId | null {
    return this.#awaited === app ? null : this.#awaited;
  }
}
