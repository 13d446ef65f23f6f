// The sets of orgs, as the program behind the window told them last, and what came of the last copy of one.

import * as api from "../api";
import type { LeftOut } from "../wire/LeftOut";
import type { SetCopied } from "../wire/SetCopied";
import type { SetForm } from "../wire/SetForm";
import type { SetId } from "../wire/SetId";
import type { SetView } from "../wire/SetView";
import { Attempt } from "./attempt.svelte";
import type { Session } from "./session.svelte";

export class Sets {
  list = $state.raw<readonly SetView[]>([]);
  /** What came of the last copy, and of which set. */
  copied = $state.raw<(SetCopied & { set: SetId }) | null>(null);
  /** The set whose tokens are being fetched, or could not be. */
  current = $state.raw<SetId | null>(null);
  readonly copying = new Attempt();
  /** A copy ended while nobody looked: it is shown when the sets are opened next. */
  #isUnseen = false;
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  heard(sets: readonly SetView[]): void {
    this.list = sets;
  }

  set(id: SetId): SetView | undefined {
    return this.list.find((set) => set.id === id);
  }

  /** Nobody looks any more at how the last copy went. */
  forget(): void {
    const isUnseen = this.#isUnseen;
    this.#isUnseen = false;
    if (isUnseen) return;
    this.copied = null;
    if (this.copying.isPending) return;
    this.current = null;
    this.copying.failure = null;
  }

  /** Copies the fresh tokens of all its orgs as one block. One that has none is left out, and said so. */
  async copy(id: SetId): Promise<void> {
    if (this.copying.isPending) return;
    this.#isUnseen = false;
    this.forget();
    this.current = id;
    await this.copying.at(async () => {
      const copied = await this.#session.guard.through(() => api.copySet(id));
      this.copied = { ...copied, set: id };
    });
    if (this.#session.screen.asked?.ask !== "sets") this.#sayBehind();
  }

  /** The list of sets was closed meanwhile: what came of it is said in passing, with the way back to it. */
  #sayBehind(): void {
    const { copied, copying } = this;
    const { failure } = copying;
    if (failure !== null) this.#session.failed(failure);
    if (copied === null || copied.leftOut.length === 0) return;
    this.#isUnseen = true;
    this.#session.notices.say({ say: "set_copied", copied: copied.copied, of: copied.copied + copied.leftOut.length });
  }

  /** Saves a set, or makes one. Rejects with a `Failure`. */
  save(id: SetId | null, form: SetForm): Promise<SetId> {
    return api.saveSet(id, form);
  }

  /** Removes a set; its orgs stay. Rejects with a `Failure`. */
  remove(id: SetId): Promise<void> {
    return api.removeSet(id);
  }

  /** Shows the app whose token is lacking, and why. */
  follow({ app, failure }: LeftOut): void {
    const { orgs, screen, signIn, troubles } = this.#session;
    const found = orgs.app(app);
    screen.answer();
    if (found === undefined) return;
    this.#session.open({ kind: "app", id: app });
    if (failure.code === "needs_sign_in") signIn.propose(app, "to_copy", { thenCopy: "token" });
    else troubles.note(app, { failure, retry: () => void this.#session.copyToken(found.app) });
  }
}
