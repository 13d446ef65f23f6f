// What went wrong with an app, or with everything, until it is looked at and closed.

import { SvelteMap } from "svelte/reactivity";

import type { ClientAppId } from "../wire/ClientAppId";
import type { Failure } from "../wire/Failure";

/** A failure, and how what failed is tried once more. */
export interface Trouble {
  failure: Failure;
  retry: () => void;
}

export class Troubles {
  /** Why nothing can be shown at all. */
  everywhere = $state.raw<Trouble | null>(null);
  readonly #ofApps = new SvelteMap<ClientAppId, Trouble>();

  of(app: ClientAppId): Trouble | undefined {
    return this.#ofApps.get(app);
  }

  note(app: ClientAppId, trouble: Trouble): void {
    this.#ofApps.set(app, trouble);
  }

  forget(app: ClientAppId): void {
    this.#ofApps.delete(app);
  }
}
