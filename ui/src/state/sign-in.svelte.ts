// The sign-in that is planned, under way, or has just ended. One at a time.

import * as api from "../api";
import type { Accept } from "../wire/Accept";
import type { BrowserChoice } from "../wire/BrowserChoice";
import type { BrowserView } from "../wire/BrowserView";
import type { ClientAppId } from "../wire/ClientAppId";
import type { Failure } from "../wire/Failure";
import type { Shape } from "../wire/Shape";
import type { SignInView } from "../wire/SignInView";
import { Attempt } from "./attempt.svelte";

/** Why somebody is asked to sign in. */
export type Reason = "asked" | "added" | "to_copy" | "ended" | "private_window" | "accepted" | "ready";

/** With what intent. */
export interface Intent {
  /** In which shape a token is to be copied afterwards; none: nothing is. */
  thenCopy: Shape | null;
  /** With a code that is typed elsewhere, instead of a browser that is opened here. */
  withDeviceCode: boolean;
  /** In a private window, with a log-in that is asked for anew: somebody else is to sign in. */
  privately: boolean;
  /** Who may answer. */
  accept: Accept;
}

/** What is shown before the browser opens. */
export interface Plan extends Intent {
  app: ClientAppId;
  reason: Reason;
}

/** In which browser, and whether Salesforce asks for the log-in anew. */
export interface Way {
  browser: BrowserChoice | null;
  freshLogIn: boolean;
}

const PLAIN: Intent = { thenCopy: null, withDeviceCode: false, privately: false, accept: "pinned" };

export class SignIn {
  plan = $state.raw<Plan | null>(null);
  view = $state.raw<SignInView | null>(null);
  browsers = $state.raw<readonly BrowserView[]>([]);
  /** From the press of the button until the first step is told. */
  isStarting = $state(false);
  /** What went wrong with something beside the way: opening again, copying the link. */
  hiccup = $state.raw<Failure | null>(null);
  /** What is brought from the browser by hand: whether it is being read, and why it is no answer. */
  readonly bringing = new Attempt();

  /** Whether one is under way. */
  readonly isRunning = $derived(this.view !== null && !isOver(this.view));
  readonly #whenOver: (() => void)[] = [];
  #last: Partial<Intent> = {};
  /** The browser that was chosen for the last one; not known to a page that was loaded anew. */
  #chosen: BrowserChoice | null | undefined;

  /** What is copied after the last sign-in that began here; a page that was loaded anew knows of none. */
  get wanted(): Shape | null {
    return this.#last.thenCopy ?? null;
  }

  /** The callback URL that the last sign-in of an app was to come back to. */
  callbackOf(app: ClientAppId): string | null {
    const checks = this.view?.app === app ? this.view.checks : [];
    for (const { verdict } of checks) {
      if (verdict.is === "passed" && verdict.note?.says === "callback") return verdict.note.callback;
    }
    return null;
  }

  /** Shows where a sign-in would lead; nothing happens yet. */
  propose(app: ClientAppId, reason: Reason, intent: Partial<Intent> = {}): void {
    this.plan = { ...PLAIN, ...intent, app, reason };
    this.isStarting = false;
    void this.lookForBrowsers();
  }

  /** Proposes the last one again, with the same intent. That somebody else may answer is said anew. */
  proposeAgain(app: ClientAppId): void {
    this.propose(app, "asked", this.#last);
  }

  withdraw(): void {
    this.plan = null;
  }

  /** Starts what is planned; first ends another that is under way. Rejects with a `Failure`. */
  async start({ browser, freshLogIn }: Way): Promise<void> {
    const { plan } = this;
    if (plan === null || this.isStarting) return;
    this.isStarting = true;
    try {
      await this.endOther();
      // The other one may have taken a while to end, and the person may have thought better of it.
      if (this.plan !== plan) {
        this.isStarting = false;
        return;
      }
      const { app, accept, thenCopy, withDeviceCode } = plan;
      this.#last = { thenCopy, withDeviceCode };
      this.#chosen = browser;
      await api.startSignIn(app, { browser, withDeviceCode, freshLogIn, accept, thenCopy });
    } catch (why) {
      this.isStarting = false;
      throw why;
    }
  }

  /** Cancels the sign-in that is under way, if one is, and waits until it has ended. Rejects with a `Failure`. */
  async endOther(): Promise<void> {
    if (!this.isRunning) return;
    const over = new Promise<void>((resolve) => this.#whenOver.push(resolve));
    await api.cancelSignIn();
    await over;
  }

  cancel(): Promise<void> {
    return this.#besides(api.cancelSignIn());
  }

  extend(): Promise<void> {
    return this.#besides(api.extendSignIn());
  }

  reopen(browser: BrowserChoice | null): Promise<void> {
    return this.#besides(api.reopenSignIn(browser));
  }

  /** Opens the page once more as it was opened: in the browser that was chosen, or else in the org's. */
  openAgain(ofOrg: BrowserChoice | null): Promise<void> {
    return this.reopen(this.#chosen === undefined ? ofOrg : this.#chosen);
  }

  copyLink(): Promise<void> {
    return this.#besides(api.copySignInLink());
  }

  /** Reads what a person copied in the browser: the address that led nowhere, or an error of Salesforce's. */
  async bring(): Promise<void> {
    await this.bringing.at(() => api.pasteCallback());
  }

  /** Clears away how it ended. */
  dismiss(): Promise<void> {
    if (this.view !== null && isOver(this.view)) this.view = null;
    return this.#besides(api.dismissSignIn());
  }

  heard(view: SignInView | null): void {
    this.view = view;
    this.hiccup = null;
    this.bringing.failure = null;
    if (view !== null && !isOver(view)) {
      this.isStarting = false;
      if (this.plan?.app === view.app) this.plan = null;
    }
    if (!this.isRunning) for (const go of this.#whenOver.splice(0)) go();
  }

  /** Finds out which browsers can be chosen. */
  async lookForBrowsers(): Promise<void> {
    try {
      this.browsers = await api.listBrowsers();
    } catch {
      // The default browser needs no list.
      this.browsers = [];
    }
  }

  async #besides(done: Promise<void>): Promise<void> {
    this.hiccup = null;
    try {
      await done;
    } catch (why) {
      this.hiccup = api.failureOf(why);
    }
  }
}

const isOver = (view: SignInView): boolean => view.step.at === "done" || view.step.at === "failed";
