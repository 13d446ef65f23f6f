// What a person notes of an org, while it is typed: saved when the field is left, or by the keys for it.

import * as api from "../api";
import type { OrgId } from "../wire/OrgId";
import { Attempt } from "./attempt.svelte";

/** How much is kept. */
export const MOST = 2000;

/** From when on it is said how much is left. */
const NEAR = 200;

export class Notes {
  text = $state("");
  readonly org: OrgId;
  readonly saving = new Attempt();
  #saved: string;
  /** As they were when they were to be saved last. */
  #wanted: string;
  #running: Promise<boolean> | null = null;

  constructor(org: OrgId, saved: string) {
    this.org = org;
    this.#saved = saved;
    this.#wanted = saved;
    this.text = saved;
  }

  /** How many characters are left, as far as that is of interest yet. */
  get left(): number | null {
    // Counted as Rust does: one for each character, however many units it has.
    const left = MOST - Array.from(this.text).length;
    return left <= NEAR ? left : null;
  }

  get isSaved(): boolean {
    return this.text === this.#saved;
  }

  /** What was noted elsewhere; not under the hands of whoever is typing. */
  heard(saved: string): void {
    if (this.isSaved) this.text = saved;
    this.#saved = saved;
  }

  /** Saves what has changed, also what has since a save that is still under way; whether there was something, and all of it was taken. */
  save(): Promise<boolean> {
    this.#wanted = this.text;
    if (this.isSaved) this.saving.failure = null;
    this.#running ??= this.#catchUp().finally(() => (this.#running = null));
    return this.#running;
  }

  async #catchUp(): Promise<boolean> {
    let tried: string | null = null;
    let done = false;
    while (this.#wanted !== tried && this.#wanted !== this.#saved) {
      const text = (tried = this.#wanted);
      done = await this.saving.at(() => api.writeNotes(this.org, text));
      if (done) this.#saved = text;
    }
    return done && this.isSaved;
  }
}
