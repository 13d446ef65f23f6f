// The notes of orgs that somebody has in sight, and those that were not taken when they went out of it: nothing that was
// written is lost because another org was looked at.

import type { OrgId } from "../wire/OrgId";
import type { OrgView } from "../wire/OrgView";
import { Notes } from "./notes.svelte";
import type { Session } from "./session.svelte";

export class Notebook {
  readonly #notes = new Map<OrgId, Notes>();
  readonly #inSight = new Set<Notes>();
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The notes of an org, as they were left where they could not be saved. */
  open({ id, notes: saved }: OrgView): Notes {
    const notes = this.#notes.get(id) ?? new Notes(id, saved);
    this.#notes.set(id, notes);
    this.#inSight.add(notes);
    return notes;
  }

  /** They go out of sight: they are saved, and why they could not be is said in passing, with the way back to them. */
  async close(notes: Notes): Promise<void> {
    this.#inSight.delete(notes);
    await notes.save();
    if (this.#inSight.has(notes)) return;
    if (notes.isSaved) this.#notes.delete(notes.org);
    const org = this.#session.orgs.org(notes.org);
    const { failure } = notes.saving;
    if (failure === null || org === undefined) return;
    this.#session.notices.say({ say: "notes_not_saved", org: org.id, name: `${org.client} ${org.name}`, failure });
  }
}
