// One try at something: pending, done, or failed with a reason.

import * as api from "../api";
import type { Failure } from "../wire/Failure";

export class Attempt {
  isPending = $state(false);
  failure = $state.raw<Failure | null>(null);

  /** Tries; whether it was done. While one try is pending, there is no other. */
  async at(act: () => Promise<void>): Promise<boolean> {
    if (this.isPending) return false;
    this.isPending = true;
    this.failure = null;
    try {
      await act();
      return true;
    } catch (why) {
      this.failure = api.failureOf(why);
      return false;
    } finally {
      this.isPending = false;
    }
  }
}
