// An app that Keyperch makes by itself: tried out first, then made, and read back. Or saved, for others to make.

import * as api from "../api";
import type { Answer } from "../wire/Answer";
import type { ClientAppId } from "../wire/ClientAppId";
import type { DeployForm } from "../wire/DeployForm";
import type { DeployView } from "../wire/DeployView";
import type { Failure } from "../wire/Failure";
import type { FieldRefused } from "../wire/FieldRefused";
import type { GuideId } from "../wire/GuideId";
import type { GuideView } from "../wire/GuideView";
import type { MetadataShape } from "../wire/MetadataShape";
import { Attempt } from "./attempt.svelte";

/** What a person typed: an answer that the guide still needs. */
export type Typed = Partial<Record<Answer, string>>;

export class Deploy {
  view = $state.raw<DeployView | null>(null);
  readonly starting = new Attempt();
  readonly cancelling = new Attempt();
  readonly saving = new Attempt();
  /** In which shape it was saved last. */
  saved = $state.raw<MetadataShape | null>(null);
  readonly #guide: () => GuideView | null;

  /** Of the guide that is open: what it was told, and what it still needs to know. */
  constructor(guide: () => GuideView | null) {
    this.#guide = guide;
  }

  /** Whether one is under way, of whichever guide. */
  readonly isRunning = $derived(this.view !== null && !isOver(this.view));

  /** How far it is with a guide. */
  of(guide: GuideId): DeployView | null {
    return this.view?.guide === guide ? this.view : null;
  }

  /** Whether a dry run through this very sign-in went well: nothing is made before. */
  isTriedOut(guide: GuideId, through: ClientAppId): boolean {
    const view = this.of(guide);
    return view !== null && view.isDryRun && view.state.is === "succeeded" && view.through === through;
  }

  /** Whether the app is there. */
  isMade(guide: GuideId): boolean {
    const view = this.of(guide);
    return view !== null && !view.isDryRun && view.state.is === "succeeded";
  }

  /** What was answered to the guide that is open, if it is this one. */
  told(guide: GuideId, answer: Answer): string | null {
    return this.#open(guide)?.answers.find((given) => given.answer === answer)?.value ?? null;
  }

  /** What it cannot be made without; also what was refused as it was answered. */
  neededBy(guide: GuideId): Answer[] {
    const open = this.#open(guide);
    if (open === null) return [];
    const asked = open.sections
      .flatMap((section) => section.lines)
      .flatMap((line) => (line.line === "ask" ? [line] : []))
      .filter(({ answer, isNeeded, value }) => (isNeeded && value === null) || this.problemOf(answer) !== undefined)
      .map(({ answer }) => answer);
    // Salesforce makes no app without it, whatever the guide says.
    const isEmailAsked = asked.includes("contact_email");
    const isEmailMissing = this.told(guide, "contact_email") === null || this.problemOf("contact_email") !== undefined;
    return isEmailMissing && !isEmailAsked ? ["contact_email", ...asked] : asked;
  }

  /** What is wrong with an answer, as far as that has been said. */
  problemOf(answer: Answer): FieldRefused | undefined {
    const failures = [this.starting.failure, this.saving.failure];
    const refused = failures.flatMap((failure) => (failure?.code === "field" ? [failure.refused] : []));
    return refused.find(({ field }) => field === answer);
  }

  /** Why it could not begin, where that is said at no answer. */
  troubleWith(guide: GuideId): Failure | null {
    const { failure } = this.starting;
    return failure !== null && !this.#isOfAnswer(guide, failure) ? failure : null;
  }

  /** Why it could not be saved, where that is said at no answer. */
  troubleSaving(guide: GuideId): Failure | null {
    const { failure } = this.saving;
    return failure !== null && !this.#isOfAnswer(guide, failure) ? failure : null;
  }

  heard(view: DeployView | null): void {
    this.view = view;
    this.cancelling.failure = null;
  }

  /** Tells the guide what it still needs to know, and begins: a dry run, or the real one. */
  async run(guide: GuideId, typed: Typed, form: DeployForm): Promise<void> {
    await this.starting.at(async () => {
      await this.#answer(guide, typed);
      await api.deployGuide(guide, form);
    });
  }

  /** Asks Salesforce to stop. It says itself how far it had come. */
  async cancel(): Promise<void> {
    await this.cancelling.at(() => api.cancelDeploy());
  }

  /** Saves the app's metadata for a program that makes it; nothing is sent. */
  async save(guide: GuideId, typed: Typed, shape: MetadataShape): Promise<void> {
    this.saved = null;
    await this.saving.at(async () => {
      await this.#answer(guide, typed);
      if (await api.saveMetadata(guide, shape)) this.saved = shape;
    });
  }

  /** Nobody looks at it any more: how it ended has been seen. One that is under way goes on. */
  leave(): void {
    this.starting.failure = null;
    this.saving.failure = null;
    this.saved = null;
    if (this.view === null || this.isRunning) return;
    this.view = null;
    void this.cancelling.at(() => api.dismissDeploy());
  }

  #isOfAnswer(guide: GuideId, failure: Failure): boolean {
    return failure.code === "field" && this.neededBy(guide).some((answer) => answer === failure.refused.field);
  }

  #open(guide: GuideId): GuideView | null {
    const view = this.#guide();
    return view?.progress.id === guide ? view : null;
  }

  async #answer(guide: GuideId, typed: Typed): Promise<void> {
    for (const [answer, value] of Object.entries(typed)) {
      if (value.trim() !== "") await api.answerGuide(guide, answer as Answer, value.trim());
    }
  }
}

const isOver = ({ state }: DeployView): boolean =>
  state.is === "succeeded" || state.is === "cancelled" || state.is === "rejected" || state.is === "failed" || state.is === "unknown";
