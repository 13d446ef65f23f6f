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
  readonly saving = new Attempt();
  #saved: string;
  readonly #org: OrgId;

  constructor(org: OrgId, saved: string) {
    this.#org = org;
    this.#saved = saved;
    this.text = saved;
  }

  /** How many characters are left, as far as that is of interest yet. */
  get left(): number | null {
    // Counted as Rust does: one for each character, however many units it has.
    const left = MOST - Array.from(this.text).length;
    return left <= NEAR ? left : null;
  }

  /** What was noted elsewhere; not under the hands of whoever is typing. */
  heard(saved: string): void {
    if (this.text === this.#saved) this.text = saved;
    this.#saved = saved;
  }

  /** Saves what has changed; whether there was something, and it was taken. */
  async save(): Promise<boolean> {
    const { text } = this;
    if (text === this.#saved) return false;
    const done = await this.saving.at(() => api.writeNotes(this.#org, text));
    if (done) this.#saved = text;
    return done;
  }
}
