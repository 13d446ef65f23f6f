// What is done with many orgs at once, and with the list itself.

import * as api from "../api";
import type { ClientAppId } from "../wire/ClientAppId";
import type { ClientId } from "../wire/ClientId";
import type { OrgId } from "../wire/OrgId";
import type { OrgsEdit } from "../wire/OrgsEdit";
import type { OrgView } from "../wire/OrgView";
import { unique } from "./search";
import type { Session } from "./session.svelte";

export class Bulk {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The orgs that are picked, in the order of the list. */
  get picked(): OrgView[] {
    const { orgs, selection } = this.#session;
    return orgs.list.filter(({ id }) => selection.has(id));
  }

  /** Whether the sign-ins of every picked org are kept from ending unused. */
  get isKeptAlive(): boolean {
    return this.picked.every((org) => org.keepsAlive);
  }

  /** Pins an org, or no longer. */
  async pin({ id, client, name, isPinned }: OrgView): Promise<void> {
    const done = await this.edit([id], { change: "pin", on: !isPinned });
    if (done) this.#session.notices.say({ say: "pinned", name: `${client} ${name}`, on: !isPinned });
  }

  /** Makes one change of many orgs; whether it was made. */
  edit(orgs: readonly OrgId[], edit: OrgsEdit): Promise<boolean> {
    return this.#session.attempt(() => api.editOrgs([...orgs], edit));
  }

  /** One round at a time: while one runs there is no other. */
  async refresh(orgs: readonly OrgView[]): Promise<void> {
    if (this.#session.refresh.isRunning) return;
    await this.#session.refresh.begin(orgs.map(({ id }) => id));
  }

  keepAlive(): Promise<boolean> {
    const on = !this.isKeptAlive;
    return this.edit(this.#ids(), { change: "keep_alive", on });
  }

  /** Asks what is to become of all that are picked. */
  ask(change: "client" | "guard" | "environment"): void {
    this.#session.screen.ask({ ask: "edit_many", orgs: this.#ids(), change });
  }

  askToRemove(): void {
    this.#session.screen.ask({ ask: "remove_orgs", orgs: this.#ids() });
  }

  /** Begins a set with an app of each org: the one that has a sign-in, where one has. */
  makeSet(): void {
    const apps = this.picked.flatMap(({ apps }): ClientAppId[] => {
      const app = apps.find(({ grant }) => grant !== null) ?? apps[0];
      return app === undefined ? [] : [app.id];
    });
    this.#session.screen.ask({ ask: "edit_set", set: null, apps });
  }

  sortOtherwise(): Promise<boolean> {
    const sort = this.#session.orgs.sort === "client" ? "recent" : "client";
    return this.#session.attempt(() => api.sortList(sort));
  }

  /** Folds the orgs of these clients away, or not. Seen at once; told again when it is kept. */
  async fold(clients: readonly ClientId[], folded: boolean): Promise<void> {
    const { orgs } = this.#session;
    const before = orgs.folded;
    const others = before.filter((client) => !clients.includes(client));
    orgs.folded = folded ? [...others, ...clients] : others;
    const done = await this.#session.attempt(() => api.foldClients([...clients], folded));
    if (!done) orgs.folded = before;
  }

  foldAll(folded: boolean): Promise<void> {
    return this.fold(unique(this.#session.orgs.list.map(({ clientId }) => clientId)), folded);
  }

  #ids(): OrgId[] {
    return this.picked.map(({ id }) => id);
  }
}
