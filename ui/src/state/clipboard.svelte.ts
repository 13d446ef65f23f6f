// What of ours is on the clipboard, and for how long.

import * as api from "../api";
import type { Cleared } from "../wire/Cleared";
import type { ClipboardView } from "../wire/ClipboardView";
import { secondsUntil } from "./clock.svelte";
import type { Notices } from "./notices.svelte";

export class Clipboard {
  view = $state.raw<ClipboardView | null>(null);
  /** How many seconds there were in the beginning. */
  whole = $state(0);
  readonly #notices: Notices;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  /** Seconds until it is cleared. */
  get left(): number {
    return this.view === null ? 0 : secondsUntil(this.view.clearsAt);
  }

  /** The number to read out: at 30 and at 10, not each second. */
  get announced(): number | null {
    if (this.view === null || this.left > 30 || this.left === 0) return null;
    return this.left > 10 ? 30 : 10;
  }

  heard(view: ClipboardView | null, cleared: Cleared | null): void {
    this.view = view;
    if (view !== null) {
      this.whole = Math.round((view.clearsAt - Date.now()) / 1000);
      this.#notices.say({ say: "copied", clipboard: view, seconds: this.whole });
    } else if (cleared !== null) {
      this.#notices.say({ say: "cleared", cleared });
    }
  }

  async clear(): Promise<void> {
    try {
      await api.clearClipboard();
    } catch (why) {
      this.#notices.say({ say: "failed", failure: api.failureOf(why), app: null });
    }
  }
}
