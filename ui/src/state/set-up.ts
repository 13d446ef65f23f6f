// What leads into the companion, out of it, and through the proof at its end.

import type { ClientAppId } from "../wire/ClientAppId";
import type { Failure } from "../wire/Failure";
import type { GuideId } from "../wire/GuideId";
import type { OrgId } from "../wire/OrgId";
import type { RecipeId } from "../wire/RecipeId";
import type { Template } from "../wire/Template";
import { BrowserPick } from "./browser-pick.svelte";
import type { Session } from "./session.svelte";
import type { Intent } from "./sign-in.svelte";

export class SetUp {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Begins a set-up in an org; the companion shows it. What a template answers holds for the recipe that it names. */
  async begin(org: OrgId, recipe: RecipeId, template: Template | null = null): Promise<void> {
    const answers = template?.recipe === recipe ? template.answers : {};
    await this.#session.attempt(() => this.#session.guide.begin(org, recipe, answers));
  }

  /** Goes on with a set-up. */
  async open(guide: GuideId): Promise<void> {
    await this.#session.attempt(() => this.#session.guide.open(guide));
  }

  /** Removes a set-up from this computer, and not its app. Rejects with a `Failure`. */
  async remove(guide: GuideId, name: string): Promise<void> {
    await this.#session.guide.remove(guide);
    this.#session.notices.say({ say: "removed", name });
  }

  /** Closes the companion, and shows what came of it. */
  async finish(): Promise<void> {
    const { guide, signIn } = this.#session;
    const { view } = guide;
    if (view === null) return;
    const { app } = view.progress;
    if (app !== null && signIn.view?.app === app && !signIn.isRunning) void signIn.dismiss();
    await guide.close();
    this.#session.open(app === null ? { kind: "org", id: view.org } : { kind: "app", id: app });
  }

  /** Looks, signs in, and proves what that gave. */
  async prove({ accept = "pinned", privately = false }: Partial<Intent> = {}): Promise<void> {
    const { guide, orgs, signIn } = this.#session;
    const { view } = guide;
    const org = view === null ? undefined : orgs.org(view.org);
    if (view === null || org === undefined) return;
    const { app } = view.progress;
    if (app !== null) await this.#clear(app);
    if (privately) await signIn.lookForBrowsers();
    const chosen = privately ? new BrowserPick(() => signIn.browsers, org.browser, true).choice : org.browser;
    const browser = view.flow === "authorization_code" ? chosen : null;
    await guide.prove({ browser, withDeviceCode: false, freshLogIn: privately, accept, thenCopy: null });
  }

  /** Takes one step back in the companion. False: there is nothing to step back from. */
  leave(): boolean {
    const { guide, signIn } = this.#session;
    if (guide.view === null) return false;
    const { app } = guide.view.progress;
    const isSigningIn = app !== null && signIn.view?.app === app;
    if (isSigningIn && signIn.isRunning) void signIn.cancel();
    else if (isSigningIn && signIn.view?.step.at === "failed") void this.toLines();
    else if (guide.isProofShown) void this.toLines();
    else if (guide.view.catchingUntil !== null) void guide.catch(false);
    else return false;
    return true;
  }

  /** Back from the proof to the lines. How the sign-in ended has then been seen. */
  async toLines(): Promise<void> {
    const { guide } = this.#session;
    guide.putAway();
    const app = guide.view?.progress.app ?? null;
    if (app !== null) await this.#clear(app);
  }

  /** A key that is not known minutes after it was made is waited for, and not called wrong. */
  didNotSignIn(failure: Failure): void {
    const progress = this.#session.guide.view?.progress;
    if (progress === undefined || progress.app === null || progress.isProven) return;
    const isUnknown = failure.code === "refused" && failure.refusal.meaning === "unknown_key";
    if (isUnknown) void this.#session.waitUntilReady(progress.app);
  }

  /** How the last sign-in of an app ended is out of the way. */
  async #clear(app: ClientAppId): Promise<void> {
    const { signIn, troubles } = this.#session;
    troubles.forget(app);
    if (signIn.view?.app === app && !signIn.isRunning) await signIn.dismiss();
  }
}
