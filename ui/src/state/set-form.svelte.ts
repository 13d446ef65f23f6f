// A set while it is made or edited: its name, and its orgs in order. Each org's app stands in it once.

import * as api from "../api";
import type { AppView } from "../wire/AppView";
import type { ClientAppId } from "../wire/ClientAppId";
import type { OrgView } from "../wire/OrgView";
import type { SetShape } from "../wire/SetShape";
import type { SetView } from "../wire/SetView";
import { Errors } from "./errors.svelte";
import { search, unique } from "./search";
import type { Session } from "./session.svelte";

/** An app with its org. */
export interface Member {
  org: OrgView;
  app: AppView;
}

/** How many are offered at once: whoever sees more types another letter. */
const OFFERED = 8;

export class SetFormState {
  name = $state("");
  code = $state("");
  shape = $state<SetShape>("env");
  query = $state("");
  isSaving = $state(false);
  readonly errors = new Errors();

  #apps = $state.raw<readonly ClientAppId[]>([]);
  readonly #session: Session;
  readonly #edited: SetView | undefined;

  constructor(session: Session, edited: SetView | undefined, apps: readonly ClientAppId[]) {
    this.#session = session;
    this.#edited = edited;
    this.name = edited?.name ?? "";
    this.code = edited?.code ?? "";
    this.shape = edited?.shape ?? "env";
    this.#apps = unique([...(edited?.apps ?? []), ...apps]);
  }

  /** The apps in it, in order, as far as they are still there. */
  get members(): Member[] {
    return this.#apps.flatMap((id) => this.#session.orgs.app(id) ?? []);
  }

  /** Those that could be added, by what was typed. */
  get found(): Member[] {
    if (this.query.trim() === "") return [];
    const all = search(this.#session.orgs.list, this.query).flatMap((org) => org.apps.map((app) => ({ org, app })));
    return all.filter(({ app }) => !this.#apps.includes(app.id)).slice(0, OFFERED);
  }

  add(app: ClientAppId): void {
    this.errors.forget("apps");
    this.#apps = [...this.#apps, app];
  }

  takeOut(app: ClientAppId): void {
    this.#apps = this.#apps.filter((id) => id !== app);
  }

  /** Moves one up or down by one place. */
  move(app: ClientAppId, by: -1 | 1): void {
    const shown = this.members.map((member) => member.app.id);
    const from = shown.indexOf(app);
    const other = shown[from + by];
    if (from === -1 || other === undefined) return;
    shown[from] = other;
    shown[from + by] = app;
    this.#apps = shown;
  }

  /** Saves; whether it was taken. */
  async save(): Promise<boolean> {
    if (this.isSaving) return false;
    this.isSaving = true;
    this.errors.clear();
    const { name, code, shape } = this;
    const apps = this.members.map((member) => member.app.id);
    try {
      await this.#session.sets.save(this.#edited?.id ?? null, { name, code, shape, apps });
      return true;
    } catch (why) {
      this.errors.take(api.failureOf(why));
      return false;
    } finally {
      this.isSaving = false;
    }
  }
}
