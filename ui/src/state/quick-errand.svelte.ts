// What is done with a row of the quick switcher: asked of the program, after whatever the org's guard asks first.
//
// A guard is passed by a person, never by a key that is held down: whoever hears the keys sees to that.

import * as api from "../api";
import type { ClientAppId } from "../wire/ClientAppId";
import type { Failure } from "../wire/Failure";
import type { FieldRefused } from "../wire/FieldRefused";
import type { GuardProof } from "../wire/GuardProof";
import type { OrgId } from "../wire/OrgId";
import type { Pick } from "../wire/Pick";
import type { QuickRow } from "../wire/QuickRow";
import type { Shape } from "../wire/Shape";

/** What is done with a row. */
export type Deed = { do: "copy"; shape: Shape } | { do: "open" };

/** What Enter does. */
export const copyToken: Deed = { do: "copy", shape: "token" };

/** How far it is. */
type Stage =
  /** Asked for; it may take a while. */
  | { at: "asking"; isSlow: boolean }
  /** Enter is to be pressed once more. */
  | { at: "again"; orgs: OrgId[] }
  /** This computer asks who sits at it. */
  | { at: "device" }
  /** The short code is to be typed. */
  | { at: "name"; orgs: OrgId[]; wrong: FieldRefused | null; isChecking: boolean }
  | { at: "failed"; failure: Failure };

export type Step = Stage & { row: QuickRow; deed: Deed };

/** After so long it is said whom we wait for. */
const SLOW = 800;

export class QuickErrand {
  step = $state.raw<Step | null>(null);
  /** What is typed where a short code is asked for. */
  typed = $state("");
  /** Grows with everything that makes an answer on its way nobody's. */
  #turn = 0;
  #slow: ReturnType<typeof setTimeout> | undefined;

  /** Whether an answer is waited for: until then nothing else is begun. */
  get isBusy(): boolean {
    const { step } = this;
    return step !== null && (step.at === "asking" || step.at === "device" || (step.at === "name" && step.isChecking));
  }

  /** Whether this computer may be asking who sits at it; where a code is looked at, it may be asked after that. */
  get isUnlocking(): boolean {
    const { step } = this;
    return step?.at === "device" || (step?.at === "name" && step.isChecking);
  }

  /** The step that a row is at, if it is this row's. */
  of(row: QuickRow): Step | null {
    return this.step !== null && isSame(this.step.row.pick, row.pick) ? this.step : null;
  }

  /** Begins, or goes on where the row waits for that. */
  begin(row: QuickRow, deed: Deed): void {
    if (this.isBusy) return;
    const step = this.of(row);
    // Plain Enter is the answer to what is asked; it does not make something else of it.
    const wanted = step !== null && isPlain(deed) ? step.deed : deed;
    const app = row.pick.pick === "app" && wanted.do === "copy" ? row.pick.app : null;
    const leadsOn = step?.at === "failed" ? endsInMain(step.failure) : needsMain(row);
    if (step?.at === "again") void this.#pass(row, wanted, step.orgs, { by: "again" });
    else if (app !== null && leadsOn && wanted.do === "copy") void this.#goOnInMain(row, app, wanted.shape);
    else void this.#run(row, wanted);
  }

  /** The short code that was asked for has been typed. */
  name(): void {
    const { step } = this;
    const code = this.typed.trim();
    if (step?.at !== "name" || step.isChecking || code === "") return;
    void this.#pass(step.row, step.deed, step.orgs, { by: "code", code });
  }

  /** Whatever is on its way comes to nothing here; the program is told by hiding. */
  drop(): void {
    this.typed = "";
    this.#turn += 1;
    clearTimeout(this.#slow);
    this.step = null;
  }

  #take(step: Step): number {
    const { typed } = this;
    this.drop();
    // A code that is looked at stays to be seen; a wrong one is typed anew.
    if (step.at === "name" && step.isChecking) this.typed = typed;
    this.step = step;
    return this.#turn;
  }

  async #run(row: QuickRow, deed: Deed, hasPassed = false): Promise<void> {
    const turn = this.#take({ at: "asking", row, deed, isSlow: false });
    this.#slow = setTimeout(() => (this.step = { at: "asking", row, deed, isSlow: true }), SLOW);
    try {
      if (deed.do === "copy") await api.quickCopy(row.pick, deed.shape);
      else if (row.pick.pick === "app") await api.quickOpen(row.pick.org);
      if (turn === this.#turn) this.drop();
    } catch (why) {
      if (turn === this.#turn) this.#refused(row, deed, api.failureOf(why), hasPassed);
    }
  }

  async #pass(row: QuickRow, deed: Deed, orgs: OrgId[], proof: GuardProof): Promise<void> {
    const turn = this.#take(
      proof.by === "device"
        ? { at: "device", row, deed }
        : proof.by === "code"
          ? { at: "name", row, deed, orgs, wrong: null, isChecking: true }
          : { at: "asking", row, deed, isSlow: false },
    );
    try {
      await api.passGuard(orgs, proof);
    } catch (why) {
      const failure = api.failureOf(why);
      if (turn !== this.#turn) return;
      const isWrong = proof.by === "code" && failure.code === "field";
      // A computer that cannot ask leaves its question to the short code.
      const isLeft = proof.by === "device" && failure.code === "not_unlocked" && failure.why !== "refused";
      if (isWrong) this.#take({ at: "name", row, deed, orgs, wrong: failure.refused, isChecking: false });
      else if (isLeft) this.#take({ at: "name", row, deed, orgs, wrong: null, isChecking: false });
      else this.#refused(row, deed, failure, true);
      return;
    }
    if (turn === this.#turn) await this.#run(row, deed, true);
  }

  /** A guard that asks this computer is asked once: what refuses again after that is a failure like any other. */
  #refused(row: QuickRow, deed: Deed, failure: Failure, hasPassed: boolean): void {
    if (failure.code !== "guarded") this.#take({ at: "failed", row, deed, failure });
    else if (failure.level === "read_name")
      this.#take({ at: "name", row, deed, orgs: failure.orgs, wrong: null, isChecking: false });
    else if (failure.level !== "device_unlock") this.#take({ at: "again", row, deed, orgs: failure.orgs });
    else if (hasPassed) this.#take({ at: "failed", row, deed, failure });
    else void this.#pass(row, deed, failure.orgs, { by: "device" });
  }

  async #goOnInMain(row: QuickRow, app: ClientAppId, shape: Shape): Promise<void> {
    const deed: Deed = { do: "copy", shape };
    const turn = this.#take({ at: "asking", row, deed, isSlow: false });
    try {
      await api.quickToMain(app, shape);
      if (turn === this.#turn) this.drop();
    } catch (why) {
      if (turn === this.#turn) this.#take({ at: "failed", row, deed, failure: api.failureOf(why) });
    }
  }
}

/** Whether a row stands for the same as another. */
export function isSame(one: Pick, other: Pick): boolean {
  if (one.pick === "app") return other.pick === "app" && one.app === other.app;
  return other.pick === "set" && one.set === other.set;
}

const isPlain = (deed: Deed): boolean => deed.do === "copy" && deed.shape === "token";

/** Whether a row's token cannot be copied before something was done in the window: a sign-in, or a change in Setup. */
export const needsMain = ({ status }: QuickRow): boolean => status?.word === "sign_in" || status?.word === "problem";

/** Whether the window knows what to do about it. */
export const endsInMain = ({ code }: Failure): boolean => code === "needs_sign_in" || code === "refused";
