// The hand-over of an app to a tool: the tool's own sign-in, the commands that bring it there, and the end of it here.

import * as api from "../api";
import type { ClientAppId } from "../wire/ClientAppId";
import type { Failure } from "../wire/Failure";
import type { HandOverView } from "../wire/HandOverView";
import type { Shell } from "../wire/Shell";
import type { SignInView } from "../wire/SignInView";
import type { Tool } from "../wire/Tool";
import type { ToolGrantView } from "../wire/ToolGrantView";
import { Attempt } from "./attempt.svelte";
import type { Guard } from "./guard.svelte";
import type { SignIn, Way } from "./sign-in.svelte";

export class HandOver {
  view = $state.raw<HandOverView | null>(null);
  /** From the press of the button until the tool's sign-in has ended, well or not. */
  isSigningIn = $state(false);
  /** Why the tool has no sign-in. */
  failure = $state.raw<Failure | null>(null);
  readonly loading = new Attempt();
  readonly copying = new Attempt();
  readonly finishing = new Attempt();
  readonly #signIn: SignIn;
  readonly #guard: Guard;
  #about: { app: ClientAppId; tool: Tool } | null = null;
  /** Whether the sign-in that is told of is the tool's: not one that has to end before. */
  #isOurs = false;

  constructor(signIn: SignIn, guard: Guard) {
    this.#signIn = signIn;
    this.#guard = guard;
  }

  /** The tool's sign-in whose tokens are still here, to be copied. */
  get waiting(): ToolGrantView | null {
    const grant = this.view?.grant ?? null;
    return grant?.handedOverAt === null ? grant : null;
  }

  /** Begins anew, with another app or once more. */
  async open(app: ClientAppId, tool: Tool): Promise<void> {
    this.#about = { app, tool };
    this.view = null;
    this.failure = null;
    this.copying.failure = null;
    this.finishing.failure = null;
    void this.#signIn.lookForBrowsers();
    await this.#look();
  }

  /** Nobody looks at it any more. A sign-in that is under way has nobody to go to then. */
  leave(): void {
    if (this.isSigningIn) void this.cancel();
    this.isSigningIn = false;
    this.#isOurs = false;
    this.#about = null;
    this.view = null;
  }

  /** Signs in for the tool; first ends another sign-in that is under way. */
  async signIn({ browser, freshLogIn }: Way): Promise<void> {
    const about = this.#about;
    if (about === null || this.isSigningIn) return;
    this.failure = null;
    this.isSigningIn = true;
    try {
      await this.#signIn.endOther();
      // The other one may have taken a while to end, and the person may have gone.
      if (this.#about !== about) return;
      this.#isOurs = true;
      const plain = { withDeviceCode: false, accept: "pinned", thenCopy: null } as const;
      await api.signInForTool(about.app, about.tool, { browser, freshLogIn, ...plain });
    } catch (why) {
      this.#didNotSignIn(api.failureOf(why));
    }
  }

  cancel(): Promise<void> {
    return this.#signIn.cancel();
  }

  /** A page that was loaded anew in the middle of a tool's sign-in goes on with it. False: it is none, or is heard of. */
  resume({ app, tool }: SignInView): boolean {
    if (tool === null || this.#about !== null) return false;
    this.#about = { app, tool };
    this.isSigningIn = true;
    this.#isOurs = true;
    void this.#signIn.lookForBrowsers();
    void this.#look();
    return true;
  }

  /** Hears how a sign-in goes. True: it is the tool's, and nothing to the rest of the window. */
  heard(view: SignInView | null): boolean {
    if (!this.#isOurs || view === null || view.tool === null || view.app !== this.#about?.app) return false;
    if (view.step.at === "failed") this.#didNotSignIn(view.step.failure);
    else if (view.step.at === "done") this.#signedIn();
    return true;
  }

  /** Hears of a failure that belongs to no screen. True: it is why the tool's sign-in could not begin. */
  couldNotBegin(failure: Failure): boolean {
    if (!this.#isOurs || this.#signIn.isRunning) return false;
    this.#didNotSignIn(failure);
    return true;
  }

  /** Puts the commands with the tool's tokens on the clipboard. */
  async copy(shell: Shell): Promise<void> {
    const about = this.#about;
    if (about === null) return;
    await this.copying.at(() => this.#guard.through(() => api.copyHandOver(about.app, about.tool, shell)));
  }

  /** The tool has its tokens: they are forgotten here. */
  async finish(): Promise<boolean> {
    const about = this.#about;
    if (about === null) return false;
    const done = await this.finishing.at(() => api.finishHandOver(about.app, about.tool));
    if (done) await this.#look();
    return done;
  }

  /** Saves an environment file for Postman; whether the person said where. Rejects with a `Failure`. */
  savePostman(app: ClientAppId, withSecrets: boolean): Promise<boolean> {
    return this.#guard.through(() => api.savePostman(app, withSecrets));
  }

  /** Saves a template for a colleague; whether the person said where. Rejects with a `Failure`. */
  saveTemplate(app: ClientAppId): Promise<boolean> {
    return api.saveTemplate(app);
  }

  #signedIn(): void {
    this.isSigningIn = false;
    this.#isOurs = false;
    void this.#signIn.dismiss();
    void this.#look();
  }

  #didNotSignIn(failure: Failure): void {
    this.isSigningIn = false;
    this.#isOurs = false;
    if (failure.code !== "cancelled") this.failure = failure;
    void this.#signIn.dismiss();
  }

  async #look(): Promise<void> {
    const about = this.#about;
    if (about === null) return;
    await this.loading.at(async () => {
      const view = await api.handOver(about.app, about.tool);
      if (this.#about === about) this.view = view;
    });
    // The person may have gone to another app meanwhile.
    if (this.#about !== about && this.view === null) await this.#look();
  }
}
