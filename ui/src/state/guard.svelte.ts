// The question of a guard: which orgs it is about, what shows that the person means it, and what is done once it is
// answered. One at a time: nobody is to answer the second who was about to answer the first.

import * as api from "../api";
import type { Failure } from "../wire/Failure";
import type { GuardLevel } from "../wire/GuardLevel";
import type { GuardProof } from "../wire/GuardProof";
import type { OrgId } from "../wire/OrgId";
import { Attempt } from "./attempt.svelte";

/** A command that was refused until a guard is passed. */
export type Guarded = Extract<Failure, { code: "guarded" }>;

/** What is kept from happening. */
export type Guarding = "copy" | "open" | "change";

export interface Question {
  orgs: readonly OrgId[];
  level: GuardLevel;
  deed: Guarding;
  /** One of its own: a computer that was asked who sits there may answer long after nobody wants to know. */
  passing: Attempt;
}

interface Then {
  again: () => void;
  cancelled: () => void;
}

export class Guard {
  asked = $state.raw<Question | null>(null);
  #then: Then | null = null;

  /** Asks; what was refused is done once more when that is answered well. False: another question is open. */
  ask({ orgs, level }: Guarded, again: () => void, deed: Guarding = "copy", cancelled = (): void => undefined): boolean {
    if (this.asked !== null) return false;
    this.asked = { orgs, level, deed, passing: new Attempt() };
    this.#then = { again, cancelled };
    return true;
  }

  /** Does what may be guarded; if it is, once that is answered. Rejects with a `Failure`. */
  async through<Done>(act: () => Promise<Done>, deed: Guarding = "copy"): Promise<Done> {
    try {
      return await act();
    } catch (why) {
      const failure = api.failureOf(why);
      if (failure.code !== "guarded") throw failure;
      await this.#answer(failure, deed);
      return await this.through(act, deed);
    }
  }

  /** Answers. A guard that was made stricter meanwhile asks anew. */
  async pass(proof: GuardProof): Promise<void> {
    const { asked } = this;
    if (asked === null) return;
    const done = await asked.passing.at(() => api.passGuard(asked.orgs, proof));
    // Whoever went away meanwhile wants nothing of it any more.
    if (this.asked !== asked) return;
    const { failure } = asked.passing;
    if (failure?.code === "guarded") this.asked = { ...asked, level: failure.level, passing: new Attempt() };
    else if (done) this.#end()?.again();
    // A computer that cannot ask leaves its question to the short code.
    else if (failure?.code === "not_unlocked" && failure.why !== "refused") {
      this.asked = { ...asked, level: "read_name", passing: new Attempt() };
    }
  }

  cancel(): void {
    this.#end()?.cancelled();
  }

  #answer(failure: Guarded, deed: Guarding): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancelled = () => reject({ code: "cancelled" });
      if (!this.ask(failure, resolve, deed, cancelled)) reject(failure);
    });
  }

  #end(): Then | null {
    const then = this.#then;
    this.asked = null;
    this.#then = null;
    return then;
  }
}
