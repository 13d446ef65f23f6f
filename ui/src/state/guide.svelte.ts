// The set-up that is open in the companion: what of it was touched last, and what went wrong with it.

import * as api from "../api";
import type { Answer } from "../wire/Answer";
import type { ClientAppId } from "../wire/ClientAppId";
import type { Credential } from "../wire/Credential";
import type { Failure } from "../wire/Failure";
import type { FieldRefused } from "../wire/FieldRefused";
import type { GuideId } from "../wire/GuideId";
import type { GuideView } from "../wire/GuideView";
import type { LineId } from "../wire/LineId";
import type { OrgId } from "../wire/OrgId";
import type { RecipeId } from "../wire/RecipeId";
import type { RecipeView } from "../wire/RecipeView";
import type { SignInForm } from "../wire/SignInForm";
import type { Template } from "../wire/Template";
import { Attempt } from "./attempt.svelte";
import { nextLine } from "./guide-lines";

export class Guide {
  view = $state.raw<GuideView | null>(null);
  /** The recipes that there are. */
  recipes = $state.raw<readonly RecipeView[]>([]);
  /** Whether the companion stays over other windows. */
  isPinned = $state(true);
  /** Whether it is shown how the proof goes, or went, in place of the lines. */
  isProofShown = $state(false);
  /** What went wrong with something beside the proof; no line: with the guide itself. */
  trouble = $state.raw<{ line: LineId | null; failure: Failure } | null>(null);
  /** The line whose work is pending. */
  pending = $state.raw<LineId | null>(null);
  /** Whether the org keeps key and secret to itself, once that was tried. */
  areCredentialsKept = $state(false);
  readonly proving = new Attempt();
  readonly looking = new Attempt();
  readonly comparing = new Attempt();
  readonly reading = new Attempt();
  #touched = $state.raw<LineId | null>(null);

  /** The next thing to do. */
  readonly next = $derived(this.view === null ? null : nextLine(this.view, this.#touched));

  /** Whether the guide that is open makes this app. */
  isFor(app: ClientAppId): boolean {
    return this.view?.progress.app === app;
  }

  /** What is wrong with what was brought or typed at a line. */
  problemOf(line: LineId): FieldRefused | null {
    const { trouble } = this;
    return trouble?.line === line && trouble.failure.code === "field" ? trouble.failure.refused : null;
  }

  /** Asks which recipes there are. */
  async lookForRecipes(): Promise<void> {
    try {
      this.recipes = await api.listRecipes();
    } catch {
      // They can be chosen without that, too.
    }
  }

  /** Begins a set-up in the companion, with what a template answers of it. Rejects with a `Failure`. */
  async begin(org: OrgId, recipe: RecipeId, answers: Template["answers"] = {}): Promise<void> {
    const guide = await api.beginGuide(org, recipe);
    for (const [answer, value] of Object.entries(answers)) await api.answerGuide(guide, answer as Answer, value);
  }

  async open(guide: GuideId): Promise<void> {
    await api.openGuide(guide);
  }

  /** Closes the companion; what was done stays. */
  async close(): Promise<void> {
    await this.#at(null, () => api.closeGuide());
  }

  /** Removes a set-up from this computer. Rejects with a `Failure`. */
  remove(guide: GuideId): Promise<void> {
    return api.removeGuide(guide);
  }

  heard(view: GuideView | null): void {
    const before = this.view;
    this.view = view;
    if (view?.progress.id !== before?.progress.id) this.#beginAnew();
    // A page that was loaded anew shows again what it was in the middle of.
    if (before === null && view?.proof?.isFinished === false) this.isProofShown = true;
    if ((view === null) !== (before === null)) this.#show();
  }

  pin(isPinned: boolean): void {
    this.isPinned = isPinned;
    this.#show();
  }

  /** Puts the value of a line on the clipboard; whether it is there. */
  copy(line: LineId): Promise<boolean> {
    return this.#on(line, (guide) => api.copyLine(guide, line));
  }

  /** The person says that a line is done, or is not. */
  claim(line: LineId, isDone: boolean): Promise<boolean> {
    return this.#on(line, (guide) => api.claimLine(guide, line, isDone));
  }

  /** Opens the page of a line in the browser. */
  openLine(line: LineId): Promise<boolean> {
    return this.#on(line, (guide) => api.openLine(guide, line));
  }

  answer(line: LineId | null, answer: Answer, value: string): Promise<boolean> {
    return this.#on(line, (guide) => api.answerGuide(guide, answer, value));
  }

  paste(line: LineId, credential: Credential): Promise<boolean> {
    return this.#on(line, (guide) => api.pasteIntoGuide(guide, credential));
  }

  makeCertificate(line: LineId): Promise<boolean> {
    return this.#on(line, (guide) => api.makeGuideCertificate(guide));
  }

  /** Looks at the clipboard for key and secret from now on, or no more. */
  catch(isOn: boolean): Promise<boolean> {
    return this.#on(null, (guide) => (isOn ? api.catchCopied(guide) : api.stopCatching()));
  }

  async look(): Promise<void> {
    await this.looking.at(() => this.#of((guide) => api.lookBefore(guide)));
  }

  /** Reads what the org itself says of the app. */
  async compare(): Promise<void> {
    await this.comparing.at(() => this.#of((guide) => api.readDrift(guide)));
  }

  /** Reads key and secret out of the org, where it gives them away. */
  async readCredentials(): Promise<void> {
    this.areCredentialsKept = false;
    await this.reading.at(() =>
      this.#of(async (guide) => {
        this.areCredentialsKept = !(await api.readCredentials(guide));
      }),
    );
  }

  /** Signs in, and proves what that gave. */
  async prove(form: SignInForm): Promise<void> {
    this.trouble = null;
    this.isProofShown = true;
    const hasBegun = await this.proving.at(() => this.#of((guide) => api.proveGuide(guide, form)));
    if (!hasBegun) this.isProofShown = false;
  }

  /** Something failed elsewhere; where no proof is under way, it may be that none could begin. */
  didNotBegin(): void {
    if (this.view?.proof?.isFinished !== false) this.isProofShown = false;
  }

  /** Back from the proof to the lines. */
  putAway(): void {
    this.isProofShown = false;
  }

  #beginAnew(): void {
    this.#touched = null;
    this.trouble = null;
    this.isProofShown = false;
    this.areCredentialsKept = false;
    for (const attempt of [this.proving, this.looking, this.comparing, this.reading]) attempt.failure = null;
  }

  /** Makes the window as narrow as the companion, or as it was. A desktop that does not let it be changes nothing else. */
  #show(): void {
    void api.showCompanion(this.view !== null, this.isPinned).catch(() => undefined);
  }

  #of(act: (guide: GuideId) => Promise<void>): Promise<void> {
    return this.view === null ? Promise.resolve() : act(this.view.progress.id);
  }

  /** Does something with a line, which then is the one that was touched last. */
  async #on(line: LineId | null, act: (guide: GuideId) => Promise<void>): Promise<boolean> {
    const done = await this.#at(line, () => this.#of(act));
    if (done && line !== null) this.#touched = line;
    return done;
  }

  async #at(line: LineId | null, act: () => Promise<void>): Promise<boolean> {
    this.trouble = null;
    this.pending = line;
    try {
      await act();
      return true;
    } catch (why) {
      this.trouble = { line, failure: api.failureOf(why) };
      return false;
    } finally {
      this.pending = null;
    }
  }
}
