// How the quick switcher is reached, as its settings hold it. Whatever is changed holds at once.

import * as api from "../api";
import type { Failure } from "../wire/Failure";
import type { FieldRefused } from "../wire/FieldRefused";
import type { QuickSettings } from "../wire/QuickSettings";
import { Attempt } from "./attempt.svelte";
import { pressedKeys } from "./pressed-keys";

/** What is proposed where other keys are taken. */
export const OTHERS: readonly string[] = ["Ctrl+Shift+Space", "Ctrl+Alt+J"];

export class QuickSettingsState {
  view = $state.raw<QuickSettings | null>(null);
  looksAtStart = $state(false);
  /** Whether the next keys are to be taken, and which are held so far. */
  recording = $state.raw<{ held: string } | null>(null);
  readonly loading = new Attempt();
  readonly saving = new Attempt();
  readonly savingInstant = new Attempt();
  readonly savingStart = new Attempt();
  #alone = $state(false);
  /** Keys and instant codes are kept as one: the second is sent with what came of the first. */
  #last: Promise<unknown> = Promise.resolve();

  /** What is wrong with the keys that were pressed. */
  get refused(): FieldRefused | null {
    if (this.#alone) return { field: "shortcut", problem: "not_keys" };
    const failure = this.#failures.find(({ code }) => code === "field");
    return failure?.code === "field" ? failure.refused : null;
  }

  /** Why something is not as it was to be; what is wrong with the keys is said beside them. */
  get failure(): Failure | null {
    return this.#failures.find(({ code }) => code !== "field") ?? null;
  }

  get #failures(): Failure[] {
    return [this.loading, this.saving, this.savingInstant, this.savingStart].flatMap(({ failure }) => failure ?? []);
  }

  async load(): Promise<void> {
    await this.loading.at(async () => {
      const [view, looks] = await Promise.all([api.quickSettings(), api.looksAtStart()]);
      this.view = view;
      this.looksAtStart = looks;
    });
  }

  record(): void {
    this.#alone = false;
    this.saving.failure = null;
    this.savingInstant.failure = null;
    this.recording = { held: "" };
  }

  /** Leaves the keys as they are. */
  leave(): void {
    this.recording = null;
  }

  /** Hears a key while the new ones are waited for. False: it means what it always means. */
  hear(event: KeyboardEvent): boolean {
    // The key that began the recording may still be held.
    if (this.recording === null || event.repeat) return this.recording !== null;
    const pressed = pressedKeys(event);
    if (pressed.is === "held") this.recording = { held: pressed.keys };
    else this.leave();
    this.#alone = pressed.is === "alone";
    if (pressed.is === "whole") void this.take(pressed.keys);
    return event.key !== "Tab";
  }

  /** Takes these keys; none: none at all. */
  async take(shortcut: string | null): Promise<void> {
    this.#alone = false;
    await this.#set(this.saving, () => api.setQuick(shortcut, this.view?.instantCodes ?? false));
  }

  /** Whether it was taken. */
  setInstantCodes(on: boolean): Promise<boolean> {
    return this.#set(this.savingInstant, () => api.setQuick(this.view?.shortcut ?? null, on));
  }

  /** Whether it was taken. */
  setLooksAtStart(on: boolean): Promise<boolean> {
    return this.savingStart.at(async () => {
      await api.setLooksAtStart(on);
      this.looksAtStart = on;
    });
  }

  #set(saving: Attempt, send: () => Promise<QuickSettings>): Promise<boolean> {
    const done = this.#last.then(() =>
      saving.at(async () => {
        this.view = await send();
      }),
    );
    this.#last = done;
    return done;
  }
}
