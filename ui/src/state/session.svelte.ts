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
import type { SetupPage } from "../wire/SetupPage";
import type { Shape } from "../wire/Shape";
import { SvelteSet } from "svelte/reactivity";
import { Bulk } from "./bulk";
import { Care } from "./care";
import { Clipboard } from "./clipboard.svelte";
import { Copies } from "./copies";
import { Deploy } from "./deploy.svelte";
import { Diagnosis } from "./diagnosis.svelte";
import { Guard, type Guarded, type Guarding } from "./guard.svelte";
import { Guide } from "./guide.svelte";
import { HandOver } from "./hand-over.svelte";
import { Notebook } from "./notebook";
import { Notices, type Text } from "./notices.svelte";
import { Orgs } from "./orgs.svelte";
import { Ready } from "./ready.svelte";
import { Refresh } from "./refresh.svelte";
import { Removal } from "./removal.svelte";
import { Rows } from "./rows.svelte";
import { Screen, type Place } from "./screen.svelte";
import { Selection } from "./selection.svelte";
import { SetUp } from "./set-up";
import { Sets } from "./sets.svelte";
import { SignIn, type Intent, type Reason, type Way } from "./sign-in.svelte";
import { heardOfReadiness, heardOfSignIn } from "./signing-in";
import { Troubles } from "./troubles.svelte";
import { Upkeep } from "./upkeep.svelte";

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
  readonly care = new Care(this);
  readonly sets = new Sets(this);
  readonly deploy = new Deploy(() => this.guide.view);
  readonly guard = new Guard();
  readonly handOver = new HandOver(this.signIn, this.guard);
  readonly rows = new Rows(this.orgs, this.screen);
  readonly selection = new Selection();
  readonly copies = new Copies(this);
  readonly bulk = new Bulk(this);
  readonly notebook = new Notebook(this);
  readonly refresh = new Refresh(this.notices);
  readonly removal = new Removal(this.notices);
  /** The apps whose token is being fetched. */
  readonly copying = new SvelteSet<ClientAppId>();
  /** The orgs that Salesforce is asked to let somebody into. */
  readonly opening = new SvelteSet<OrgId>();

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
        return this.#heardOfOrgs(() => this.orgs.heard(change.orgs));
      case "org":
        return this.#heardOfOrgs(() => this.orgs.heardOne(change.org));
      case "layout":
        return this.orgs.heardLayout(change.folded, change.sort);
      case "removal":
        return this.removal.heard(change.removal);
      case "refresh":
        return this.refresh.heard(change.refresh);
      case "wanted":
        return this.copies.wanted(change.app, change.shape);
      case "sets":
        return this.sets.heard(change.sets);
      case "sign_in":
        return heardOfSignIn(this, change.signIn);
      case "clipboard":
        return this.clipboard.heard(change.clipboard, change.cleared);
      case "upkeep":
        return this.upkeep.heard(change.upkeep);
      case "diagnosis":
        return this.diagnosis.heard(change.diagnosis);
      case "readiness":
        return heardOfReadiness(this, change.readiness);
      case "guide":
        return this.guide.heard(change.guide);
      case "deploy":
        return this.deploy.heard(change.deploy);
      case "template":
        return this.screen.propose(change.template);
      case "failed":
        this.signIn.isStarting = false;
        this.guide.didNotBegin();
        if (this.handOver.couldNotBegin(change.failure)) return;
        return change.failure.code === "guarded" ? this.copies.heldBack(change.failure) : this.failed(change.failure);
    }
  }

  /** Copies a fresh token, or what is made of one; where something is in the way, that is shown. */
  copyToken(app: AppView, shape: Shape = "token"): Promise<void> {
    return this.copies.token(app, shape);
  }

  async copyCredential(app: ClientAppId, credential: Credential): Promise<void> {
    if (this.isLending(app, credential)) return;
    const what = `${app} ${credential}`;
    this.#lending.add(what);
    // Again from the beginning: it is under way then, too.
    const again = (): void => void this.copyCredential(app, credential);
    await this.attempt(() => api.copyCredential(app, credential), "copy", again);
    this.#lending.delete(what);
  }

  isLending(app: ClientAppId, credential: Credential): boolean {
    return this.#lending.has(`${app} ${credential}`);
  }

  async copyDetail(app: ClientAppId, detail: Detail): Promise<void> {
    const done = await this.attempt(() => api.copyDetail(app, detail));
    if (done) this.notices.say({ say: "detail_copied", detail });
  }

  /** Saves the certificate of an app's key; whether the person said where. Rejects with a `Failure`. */
  saveCertificate(app: ClientAppId): Promise<boolean> {
    return api.saveCertificate({ of: "app", app });
  }

  /** Copies plain text that was put together for others to read, and that holds no secret. */
  async copyText(text: string, what: Text): Promise<void> {
    const done = await this.attempt(() => api.copyWords(text));
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
      this.show(app, api.failureOf(why), () => this.signIn.proposeAgain(app));
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

  /** Removes an app from this computer; for a moment it can be brought back. Rejects with a `Failure`. */
  async removeApp({ id }: AppView, signOut: boolean): Promise<void> {
    await api.removeApp(id, signOut);
    this.troubles.forget(id);
  }

  async openOrg(org: OrgId): Promise<void> {
    if (this.opening.has(org)) return;
    this.opening.add(org);
    await this.attempt(() => api.openOrg(org), "open", () => void this.openOrg(org));
    this.opening.delete(org);
  }

  /** Opens a page of Setup in the org's browser. */
  async openSetup(org: OrgId, page: SetupPage): Promise<void> {
    await this.attempt(() => api.openSetup(org, page));
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
    const done = await this.attempt(() => this.ready.begin(app));
    if (!done) return;
    this.troubles.forget(app);
    if (this.guide.isFor(app)) this.guide.putAway();
    if (this.signIn.view?.app === app) void this.signIn.dismiss();
    if (this.screen.asked?.ask === "failure") this.screen.answer();
  }

  async openTemplate(): Promise<void> {
    await this.attempt(() => api.openTemplate());
  }

  /** Whether it was done. What is guarded is done again when the guard is passed. */
  async attempt(
    act: () => Promise<void>,
    deed: Guarding = "copy",
    again = (): void => void this.attempt(act, deed),
  ): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (why) {
      const failure = api.failureOf(why);
      if (failure.code === "guarded") this.ask(failure, again, deed);
      else this.failed(failure);
      return false;
    }
  }

  /** Asks what a guard wants to know, and does it again then. While another question is open that is said instead. */
  ask(failure: Guarded, again: () => void, deed: Guarding, app: ClientAppId | null = null): void {
    if (!this.guard.ask(failure, again, deed)) this.failed(failure, app);
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

  /** Shows a failure where its app is shown; elsewhere in passing, with the way to it. */
  show(app: ClientAppId, failure: Failure, retry: () => void): void {
    const isSigningIn = this.signIn.view?.app === app && this.signIn.isRunning;
    // How its last sign-in ended would stand before it.
    if (this.signIn.view?.app === app && !isSigningIn) void this.signIn.dismiss();
    this.troubles.note(app, { failure, retry });
    if (this.screen.isAt(app) && this.screen.asked === null && !isSigningIn) this.screen.isDetailOpen = true;
    else this.failed(failure, app);
  }

  #heardOfOrgs(take: () => void): void {
    take();
    if (this.selection.size > 0) this.selection.keep(this.orgs.list.map(({ id }) => id));
    const { place } = this.screen;
    if (place === null) return;
    const isThere = place.kind === "org" ? this.orgs.org(place.id) : this.orgs.app(place.id);
    if (isThere === undefined) this.screen.forget();
  }
}
