// How a token comes to the clipboard, and what leads to it where something is in the way.

import * as api from "../api";
import type { AppView } from "../wire/AppView";
import type { ClientAppId } from "../wire/ClientAppId";
import type { Failure } from "../wire/Failure";
import type { Shape } from "../wire/Shape";
import type { Guarded } from "./guard.svelte";
import { wordOf } from "./orgs.svelte";
import type { Ask } from "./screen.svelte";
import type { Session } from "./session.svelte";

/** Refusals before the token was there: only a new sign-in can show whether they are mended. */
const OF_A_SIGN_IN: readonly string[] = ["authorize", "exchange", "device_code"];

/** Dialogs in which nothing is filled in or answered: they may make room. */
const TO_READ: readonly Ask["ask"][] = ["stuck", "failure", "self_check", "sets", "activity", "shortcuts"];

export class Copies {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Copies a fresh token; where a person must sign in first, that is offered, and the copy follows by itself.
   * The instance URL takes no token: nothing that is in a token's way is in its way.
   */
  async token({ id, status }: AppView, shape: Shape): Promise<void> {
    this.#session.choose({ kind: "app", id });
    if (shape === "instance_url") await this.#fetch(id, shape);
    else if (status.word === "problem") this.#session.show(id, status.failure, () => this.#mended(id, status.failure, shape));
    else if (status.word === "not_ready") await this.#showWait(id);
    else await this.#fetch(id, shape);
  }

  /** A token was wanted elsewhere, and could not be had there: what is in its way is shown here. */
  wanted(id: ClientAppId, shape: Shape): void {
    const { guard, orgs, screen } = this.#session;
    const app = orgs.app(id)?.app;
    if (app === undefined) return;
    if (screen.asked !== null && TO_READ.includes(screen.asked.ask)) screen.answer();
    if (screen.asked !== null || guard.asked !== null) return this.#wantedBehind(app, shape);
    this.#session.open({ kind: "app", id });
    if (shape !== "instance_url" && wordOf(app.status) === "sign_in") {
      this.#session.proposeSignIn(id, "to_copy", { thenCopy: shape });
    } else void this.token(app, shape);
  }

  /** A sign-in went well, and the copy after it was refused until a guard is passed: it follows then. */
  heldBack(failure: Guarded): void {
    const { orgs, signIn } = this.#session;
    const found = signIn.view === null ? undefined : orgs.app(signIn.view.app);
    if (found === undefined || !failure.orgs.includes(found.org.id)) return this.#session.failed(failure);
    const shape = signIn.wanted ?? "token";
    this.#session.ask(failure, () => void this.#fetch(found.app.id, shape), "copy", found.app.id);
  }

  /** Shows at an app why its token could not be had, or leads to its sign-in. */
  showRefused(app: ClientAppId, failure: Failure): void {
    this.#session.open({ kind: "app", id: app });
    if (failure.code === "needs_sign_in") this.#session.proposeSignIn(app);
    else this.#session.show(app, failure, () => this.#mended(app, failure, "token"));
  }

  /** Somebody fills in a form, or answers a question: what is in the way is said in passing, with the way to it. */
  #wantedBehind({ id, status }: AppView, shape: Shape): void {
    const { signIn, troubles } = this.#session;
    if (shape === "instance_url") return void this.#fetch(id, shape);
    if (wordOf(status) === "sign_in") {
      signIn.propose(id, "to_copy", { thenCopy: shape });
      this.#session.failed({ code: "needs_sign_in", app: id }, id);
    } else if (status.word === "problem") {
      const { failure } = status;
      troubles.note(id, { failure, retry: () => this.#mended(id, failure, shape) });
      this.#session.failed(failure, id);
    } else if (status.word === "not_ready") {
      const { ready } = this.#session;
      if (ready.of(id) === null) void this.#session.attempt(() => ready.begin(id));
    } else void this.#fetch(id, shape);
  }

  async #fetch(app: ClientAppId, shape: Shape): Promise<void> {
    const { copying, notices, troubles } = this.#session;
    if (copying.has(app)) return;
    copying.add(app);
    if (shape !== "instance_url") troubles.forget(app);
    try {
      await api.copyToken(app, shape);
      // It is no secret, and stays on the clipboard: nothing else speaks of it.
      if (shape === "instance_url") notices.say({ say: "detail_copied", detail: shape });
    } catch (why) {
      this.#couldNot(app, shape, api.failureOf(why));
    } finally {
      copying.delete(app);
    }
  }

  #couldNot(app: ClientAppId, shape: Shape, failure: Failure): void {
    const { screen, signIn } = this.#session;
    if (failure.code === "guarded") return this.#session.ask(failure, () => void this.#fetch(app, shape), "copy", app);
    const ended = failure.code === "refused" && failure.refusal.meaning === "grant_ended";
    if (failure.code !== "needs_sign_in" && !ended) {
      return this.#session.show(app, failure, () => this.#mended(app, failure, shape));
    }
    signIn.propose(app, ended ? "ended" : "to_copy", { thenCopy: shape });
    if (screen.isAt(app) && screen.asked === null) screen.isDetailOpen = true;
    else this.#session.failed(failure, app);
  }

  /** What a person says is mended is tried where it failed: in the browser, or behind it. */
  #mended(app: ClientAppId, failure: Failure, shape: Shape): void {
    this.#session.troubles.forget(app);
    if (failure.code === "refused" && OF_A_SIGN_IN.includes(failure.refusal.stage)) {
      this.#session.signIn.propose(app, "asked", { thenCopy: shape });
    } else {
      void this.#fetch(app, shape);
    }
  }

  /** Salesforce does not know the app yet: shows how long it is waited for, and waits. */
  async #showWait(app: ClientAppId): Promise<void> {
    this.#session.screen.isDetailOpen = true;
    if (this.#session.ready.of(app) === null) await this.#session.waitUntilReady(app);
  }
}
