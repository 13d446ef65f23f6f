// The window's memory: hears every change, and knows what each thing that a person can do leads to.

import * as api from "../api";
import type { Accept } from "../wire/Accept";
import type { AppView } from "../wire/AppView";
import type { Change } from "../wire/Change";
import type { ClientAppId } from "../wire/ClientAppId";
import type { Credential } from "../wire/Credential";
import type { Detail } from "../wire/Detail";
import type { Failure } from "../wire/Failure";
import type { OrgId } from "../wire/OrgId";
import type { OrgView } from "../wire/OrgView";
import type { RevokedView } from "../wire/RevokedView";
import type { ReadinessView } from "../wire/ReadinessView";
import type { SetupPage } from "../wire/SetupPage";
import type { SignInView } from "../wire/SignInView";
import { SvelteSet } from "svelte/reactivity";
import { Clipboard } from "./clipboard.svelte";
import { Deploy } from "./deploy.svelte";
import { Diagnosis } from "./diagnosis.svelte";
import { Guide } from "./guide.svelte";
import { HandOver } from "./hand-over.svelte";
import { Notices, type Text } from "./notices.svelte";
import { Orgs } from "./orgs.svelte";
import { Ready } from "./ready.svelte";
import { Screen, type Place } from "./screen.svelte";
import { SetUp } from "./set-up";
import { SignIn, type Intent, type Reason, type Way } from "./sign-in.svelte";
import { Troubles } from "./troubles.svelte";
import { Upkeep } from "./upkeep.svelte";

/** Refusals before the token was there: only a new sign-in can show whether they are mended. */
const OF_A_SIGN_IN: readonly string[] = ["authorize", "exchange", "device_code"];

export class Session {
  readonly notices = new Notices();
  readonly orgs = new Orgs();
  readonly screen = new Screen();
  readonly signIn = new SignIn();
  readonly troubles = new Troubles();
  readonly clipboard = new Clipboard(this.notices);
  readonly upkeep = new Upkeep(this.notices);
  readonly diagnosis = new Diagnosis();
  readonly ready = new Ready();
  readonly guide = new Guide();
  readonly setUp = new SetUp(this);
  readonly deploy = new Deploy(() => this.guide.view);
  readonly handOver = new HandOver(this.signIn);
  /** The apps whose token is being fetched. */
  readonly copying = new SvelteSet<ClientAppId>();

  /** The keys and secrets that are being fetched from the keychain, which may ask for its password first. */
  readonly #lending = new SvelteSet<string>();

  /** Asks how everything stands, and to be told what changes. */
  async connect(): Promise<void> {
    try {
      await api.watch((change) => this.heard(change));
      this.troubles.everywhere = null;
    } catch (why) {
      this.troubles.everywhere = { failure: api.failureOf(why), retry: () => void this.connect() };
    }
  }

  /** Puts the newest copy in the place of a damaged list. Rejects with a `Failure`. */
  async useBackup(): Promise<void> {
    await api.useBackup();
    await this.#connectAnew();
  }

  /** Begins a new list; the damaged one is set aside. Rejects with a `Failure`. */
  async startEmpty(): Promise<void> {
    await api.startEmpty();
    await this.#connectAnew();
  }

  heard(change: Change): void {
    switch (change.what) {
      case "orgs":
        return this.#heardOfOrgs(change.orgs);
      case "sign_in":
        return this.#heardOfSignIn(change.signIn);
      case "clipboard":
        return this.clipboard.heard(change.clipboard, change.cleared);
      case "upkeep":
        return this.upkeep.heard(change.upkeep);
      case "diagnosis":
        return this.diagnosis.heard(change.diagnosis);
      case "readiness":
        return this.#heardOfReadiness(change.readiness);
      case "guide":
        return this.guide.heard(change.guide);
      case "deploy":
        return this.deploy.heard(change.deploy);
      case "template":
        return this.screen.propose(change.template);
      case "failed":
        this.signIn.isStarting = false;
        this.guide.didNotBegin();
        return this.handOver.couldNotBegin(change.failure) ? undefined : this.failed(change.failure);
    }
  }

  /** Copies a fresh token; where a person must sign in first, that is offered, and the copy follows by itself. */
  async copyToken({ id, status }: AppView): Promise<void> {
    this.choose({ kind: "app", id });
    if (status.word === "problem") this.#show(id, status.failure, () => this.#mended(id, status.failure));
    else await this.#fetchAndCopy(id);
  }

  async copyCredential(app: ClientAppId, credential: Credential): Promise<void> {
    if (this.isLending(app, credential)) return;
    const what = `${app} ${credential}`;
    this.#lending.add(what);
    await this.orSay(api.copyCredential(app, credential));
    this.#lending.delete(what);
  }

  isLending(app: ClientAppId, credential: Credential): boolean {
    return this.#lending.has(`${app} ${credential}`);
  }

  async copyDetail(app: ClientAppId, detail: Detail): Promise<void> {
    const done = await this.orSay(api.copyDetail(app, detail));
    if (done) this.notices.say({ say: "detail_copied", detail });
  }

  /** Saves the certificate of an app's key; whether the person said where. Rejects with a `Failure`. */
  saveCertificate(app: ClientAppId): Promise<boolean> {
    return api.saveCertificate({ of: "app", app });
  }

  /** Copies plain text that was put together for others to read, and that holds no secret. */
  async copyText(text: string, what: Text): Promise<void> {
    const done = await this.orSay(api.copyWords(text));
    if (done) this.notices.say({ say: "text_copied", text: what });
  }

  /** Chooses a row. How a sign-in ended well has then been seen. */
  choose(place: Place): void {
    const { view } = this.signIn;
    if (view?.step.at === "done" && !(place.kind === "app" && place.id === view.app)) void this.signIn.dismiss();
    this.screen.choose(place);
  }

  /** Chooses a row and shows what it is. */
  open(place: Place): void {
    this.choose(place);
    this.screen.isDetailOpen = true;
    // The companion shows its own org and app; for anything else it makes room.
    const { view } = this.guide;
    if (view !== null && place.id !== view.org && place.id !== view.progress.app) void this.guide.close();
  }

  /** Takes one step back from what is shown for the chosen app. False: there is nothing to step back from. */
  leave(): boolean {
    if (this.guide.view !== null) return this.setUp.leave();
    const { place } = this.screen;
    if (place?.kind !== "app") return false;
    if (this.signIn.plan?.app === place.id) this.signIn.withdraw();
    else if (this.signIn.view?.app === place.id) void (this.signIn.isRunning ? this.signIn.cancel() : this.signIn.dismiss());
    else if (this.troubles.of(place.id) !== undefined) this.troubles.forget(place.id);
    else return false;
    return true;
  }

  /** Offers to sign in. How the last one ended is out of the way then. */
  proposeSignIn(app: ClientAppId, reason: Reason = "asked", intent: Partial<Intent> = {}): void {
    // The companion needs no plan: it has just said where it leads.
    if (this.guide.isFor(app)) return void this.setUp.prove(intent);
    this.troubles.forget(app);
    const { view } = this.signIn;
    if (view?.app === app && view.step.at === "failed") void this.signIn.dismiss();
    this.signIn.propose(app, reason, intent);
    this.open({ kind: "app", id: app });
  }

  async startSignIn(way: Way): Promise<void> {
    const app = this.signIn.plan?.app;
    try {
      await this.signIn.start(way);
    } catch (why) {
      if (app === undefined) return;
      this.signIn.withdraw();
      this.#show(app, api.failureOf(why), () => this.signIn.proposeAgain(app));
    }
  }

  /** Signs out here and at Salesforce, which may hear of it later. Rejects with a `Failure`. */
  async signOut({ org, app }: { org: OrgView; app: AppView }): Promise<void> {
    const told = await api.signOut(app.id);
    this.troubles.forget(app.id);
    this.notices.say({ say: "signed_out", org: `${org.client} ${org.name}`, told });
  }

  /** Signs out of every app, here and at Salesforce. Rejects with a `Failure`. */
  revokeAll(): Promise<RevokedView> {
    return api.revokeAll();
  }

  /** Removes an app from this computer. Rejects with a `Failure`. */
  async removeApp({ id, name }: AppView, signOut: boolean): Promise<void> {
    await api.removeApp(id, signOut);
    this.troubles.forget(id);
    this.notices.say({ say: "removed", name });
  }

  /** Removes an org with its apps from this computer. Rejects with a `Failure`. */
  async removeOrg({ id, client, name }: OrgView, signOut: boolean): Promise<void> {
    await api.removeOrg(id, signOut);
    this.notices.say({ say: "removed", name: `${client} ${name}` });
  }

  async openOrg(org: OrgId): Promise<void> {
    await this.orSay(api.openOrg(org));
  }

  /** Opens a page of Setup in the org's browser. */
  async openSetup(org: OrgId, page: SetupPage): Promise<void> {
    await this.orSay(api.openSetup(org, page));
  }

  /** Takes whoever an app acts as from now on. It signs in once more by itself, so nobody is asked anything. */
  async acceptItself(app: ClientAppId, accept: Accept): Promise<void> {
    if (this.guide.isFor(app)) return this.setUp.prove({ accept });
    this.proposeSignIn(app, "accepted", { accept });
    await this.startSignIn({ browser: null, freshLogIn: false });
  }

  /** Adds an entry for a second user of the same app, and offers to sign in there. */
  async keepBoth(app: ClientAppId): Promise<void> {
    try {
      const beside = await api.addBeside(app);
      void this.signIn.dismiss();
      this.troubles.forget(app);
      this.guide.putAway();
      this.proposeSignIn(beside, "added", { privately: true });
    } catch (why) {
      this.failed(api.failureOf(why));
    }
  }

  /** Asks Salesforce again every minute, until it knows the app. */
  async waitUntilReady(app: ClientAppId): Promise<void> {
    const done = await this.orSay(this.ready.begin(app));
    if (!done) return;
    this.troubles.forget(app);
    if (this.guide.isFor(app)) this.guide.putAway();
    if (this.signIn.view?.app === app) void this.signIn.dismiss();
    if (this.screen.asked?.ask === "failure") this.screen.answer();
  }

  async openTemplate(): Promise<void> {
    await this.orSay(api.openTemplate());
  }

  /** Waits for something, or says why it could not be done; whether it was done. */
  async orSay(act: Promise<void>): Promise<boolean> {
    try {
      await act;
      return true;
    } catch (why) {
      this.failed(api.failureOf(why));
      return false;
    }
  }

  /** Says what went wrong where nothing more fitting is on the screen. */
  failed(failure: Failure, app: ClientAppId | null = null): void {
    if (failure.code !== "cancelled") this.notices.say({ say: "failed", failure, app });
  }

  async #connectAnew(): Promise<void> {
    await this.connect();
    const { everywhere } = this.troubles;
    if (everywhere !== null) throw everywhere.failure;
  }

  async #fetchAndCopy(app: ClientAppId): Promise<void> {
    if (this.copying.has(app)) return;
    this.copying.add(app);
    this.troubles.forget(app);
    try {
      await api.copyFreshToken(app);
    } catch (why) {
      this.#couldNotCopy(app, api.failureOf(why));
    } finally {
      this.copying.delete(app);
    }
  }

  #couldNotCopy(app: ClientAppId, failure: Failure): void {
    const ended = failure.code === "refused" && failure.refusal.meaning === "grant_ended";
    if (failure.code !== "needs_sign_in" && !ended) {
      return this.#show(app, failure, () => this.#mended(app, failure));
    }
    this.signIn.propose(app, ended ? "ended" : "to_copy", { thenCopy: true });
    if (this.screen.isAt(app)) this.screen.isDetailOpen = true;
    else this.failed(failure, app);
  }

  /** What a person says is mended is tried where it failed: in the browser, or behind it. */
  #mended(app: ClientAppId, failure: Failure): void {
    this.troubles.forget(app);
    if (failure.code === "refused" && OF_A_SIGN_IN.includes(failure.refusal.stage)) {
      this.signIn.propose(app, "asked", { thenCopy: true });
    } else {
      void this.#fetchAndCopy(app);
    }
  }

  /** Shows a failure where its app is shown; elsewhere in passing, with the way to it. */
  #show(app: ClientAppId, failure: Failure, retry: () => void): void {
    const isSigningIn = this.signIn.view?.app === app && this.signIn.isRunning;
    // How its last sign-in ended would stand before it.
    if (this.signIn.view?.app === app && !isSigningIn) void this.signIn.dismiss();
    this.troubles.note(app, { failure, retry });
    if (this.screen.isAt(app) && !isSigningIn) this.screen.isDetailOpen = true;
    else this.failed(failure, app);
  }

  #heardOfOrgs(orgs: readonly OrgView[]): void {
    this.orgs.heard(orgs);
    const { place } = this.screen;
    if (place === null) return;
    const isThere = place.kind === "org" ? this.orgs.org(place.id) : this.orgs.app(place.id);
    if (isThere === undefined) this.screen.forget();
  }

  #heardOfSignIn(view: SignInView | null): void {
    const before = this.signIn.view;
    this.signIn.heard(view);
    const isNew = before === null && this.signIn.isRunning && this.screen.asked === null;
    if (isNew && view !== null && this.handOver.resume(view)) {
      if (this.screen.place === null) this.open({ kind: "app", id: view.app });
      this.screen.ask({ ask: "hand_over", app: view.app });
    }
    // A tool's sign-in is shown where the app is handed over.
    if (this.handOver.heard(view)) return;
    if (view === null || before?.step.at === view.step.at) return;
    if (view.tool !== null) return this.#toolEnded(view);
    // A page that was loaded anew shows again what it was in the middle of.
    if (this.screen.place === null) this.open({ kind: "app", id: view.app });
    if (view.step.at === "done") this.#signedIn(view.app);
    else if (view.step.at === "failed") this.#didNotSignIn(view.app, view.step.failure);
  }

  /** Nobody waits for it where the app is handed over, and it is no sign-in of Keyperch's. */
  #toolEnded({ app, step }: SignInView): void {
    if (step.at === "done") void this.signIn.dismiss();
    else if (step.at === "failed" && step.failure.code === "cancelled") this.#didNotSignIn(app, step.failure);
    else if (step.at === "failed") this.failed(step.failure, app);
  }

  #heardOfReadiness(view: ReadinessView | null): void {
    const say = this.ready.heard(view);
    if (view === null || say === null) return;
    const name = this.orgs.app(view.app)?.app.name;
    if (name !== undefined) this.notices.say({ say, app: view.app, name });
  }

  #signedIn(id: ClientAppId): void {
    this.troubles.forget(id);
    // Nothing is left to wait for: Salesforce knows the app.
    if (this.ready.of(id) !== null) void this.ready.stop();
    const found = this.orgs.app(id);
    // The companion says it itself, with all that is proven.
    if (found === undefined || this.guide.isFor(id)) return;
    const { org, app } = found;
    const user = app.grant?.username ?? null;
    this.notices.say({ say: "signed_in", org: `${org.client} ${org.name}`, user, environment: org.environment });
  }

  #didNotSignIn(app: ClientAppId, failure: Failure): void {
    if (failure.code === "cancelled") {
      this.guide.putAway();
      this.notices.say({ say: "sign_in_cancelled" });
      void this.signIn.dismiss();
    } else if (this.guide.isFor(app)) {
      this.setUp.didNotSignIn(failure);
    } else if (!this.screen.isAt(app)) {
      this.failed(failure, app);
    }
  }
}
