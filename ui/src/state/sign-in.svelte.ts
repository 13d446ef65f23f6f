// The sign-in that is planned, under way, or has just ended. One at a time.

import * as api from "../api";
import type { BrowserView } from "../wire/BrowserView";
import type { ClientAppId } from "../wire/ClientAppId";
import type { Failure } from "../wire/Failure";
import type { SignInView } from "../wire/SignInView";

/** Why somebody is asked to sign in. */
export type Reason = "asked" | "added" | "to_copy" | "ended";

/** What is shown before the browser opens. */
export interface Plan {
  app: ClientAppId;
  reason: Reason;
  /** Whether a token is to be copied afterwards. */
  thenCopy: boolean;
}

export class SignIn {
  plan = $state.raw<Plan | null>(null);
  view = $state.raw<SignInView | null>(null);
  browsers = $state.raw<readonly BrowserView[]>([]);
  /** From the press of the button until the first step is told. */
  isStarting = $state(false);
  /** What went wrong with something beside the way: opening again, copying the link. */
  hiccup = $state.raw<Failure | null>(null);

  /** Whether one is under way. */
  readonly isRunning = $derived(this.view !== null && !isOver(this.view));
  readonly #whenOver: (() => void)[] = [];
  #thenCopy = false;

  /** Shows where a sign-in would lead; nothing happens yet. */
  propose(app: ClientAppId, reason: Reason, thenCopy = false): void {
    this.plan = { app, reason, thenCopy };
    this.isStarting = false;
    void this.#lookForBrowsers();
  }

  /** Proposes the last one again, with the same intent. */
  proposeAgain(app: ClientAppId): void {
    this.propose(app, "asked", this.#thenCopy);
  }

  withdraw(): void {
    this.plan = null;
  }

  /** Starts what is planned; first ends another that is under way. Rejects with a `Failure`. */
  async start(browser: string | null): Promise<void> {
    const { plan } = this;
    if (plan === null || this.isStarting) return;
    this.isStarting = true;
    try {
      await this.#endOther();
      // The other one may have taken a while to end, and the person may have thought better of it.
      if (this.plan !== plan) {
        this.isStarting = false;
        return;
      }
      this.#thenCopy = plan.thenCopy;
      await api.startSignIn(plan.app, browser, plan.thenCopy);
    } catch (why) {
      this.isStarting = false;
      throw why;
    }
  }

  cancel(): Promise<void> {
    return this.#besides(api.cancelSignIn());
  }

  extend(): Promise<void> {
    return this.#besides(api.extendSignIn());
  }

  reopen(browser: string | null): Promise<void> {
    return this.#besides(api.reopenSignIn(browser));
  }

  copyLink(): Promise<void> {
    return this.#besides(api.copySignInLink());
  }

  /** Clears away how it ended. */
  dismiss(): Promise<void> {
    if (this.view !== null && isOver(this.view)) this.view = null;
    return this.#besides(api.dismissSignIn());
  }

  heard(view: SignInView | null): void {
    this.view = view;
    this.hiccup = null;
    if (view !== null && !isOver(view)) {
      this.isStarting = false;
      if (this.plan?.app === view.app) this.plan = null;
    }
    if (!this.isRunning) for (const go of this.#whenOver.splice(0)) go();
  }

  async #endOther(): Promise<void> {
    if (!this.isRunning) return;
    const over = new Promise<void>((resolve) => this.#whenOver.push(resolve));
    await api.cancelSignIn();
    await over;
  }

  async #besides(done: Promise<void>): Promise<void> {
    this.hiccup = null;
    try {
      await done;
    } catch (why) {
      this.hiccup = api.failureOf(why);
    }
  }

  async #lookForBrowsers(): Promise<void> {
    try {
      this.browsers = await api.listBrowsers();
    } catch {
      // The default browser needs no list.
      this.browsers = [];
    }
  }
}

const isOver = (view: SignInView): boolean => view.step.at === "done" || view.step.at === "failed";
