// One try at something: pending, done, or failed with a reason. Some are asked about first.

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
      const failure = api.failureOf(why);
      // Whoever takes a wish back needs not be told of it.
      this.failure = failure.code === "cancelled" ? null : failure;
      return false;
    } finally {
      this.isPending = false;
    }
  }
}

/** A try that is asked about once before it is made. */
export class Asked extends Attempt {
  isAsking = $state(false);

  /** Tries; what is done needs no question any more. */
  override async at(act: () => Promise<void>): Promise<boolean> {
    const done = await super.at(act);
    if (done) this.isAsking = false;
    return done;
  }

  /** As if it had not been asked about yet. */
  withdraw(): void {
    this.isAsking = false;
    this.failure = null;
  }
}
