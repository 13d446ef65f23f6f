// What a person does to saved orgs beside using them: each rejects with a `Failure`, and asks where a guard is loosened.

import * as api from "../api";
import type { ActivityView } from "../wire/ActivityView";
import type { AppView } from "../wire/AppView";
import type { ClientId } from "../wire/ClientId";
import type { OrgId } from "../wire/OrgId";
import type { OrgsEdit } from "../wire/OrgsEdit";
import type { OrgView } from "../wire/OrgView";
import { forSandbox } from "./for-sandbox";
import type { Session } from "./session.svelte";

export class Care {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Makes one change of one or many orgs. */
  edit(orgs: readonly OrgId[], edit: OrgsEdit): Promise<void> {
    return this.#session.guard.through(() => api.editOrgs([...orgs], edit), "change");
  }

  /** Removes orgs with their apps; for a moment they can be brought back. */
  remove(orgs: readonly OrgId[], signOut: boolean): Promise<void> {
    return api.removeOrgs([...orgs], signOut);
  }

  renameClient(client: ClientId, name: string): Promise<void> {
    return api.renameClient(client, name);
  }

  /** Whether this computer can ask who sits at it. */
  canUnlockDevice(): Promise<boolean> {
    return api.canUnlockDevice();
  }

  /** Asks Salesforce how an app's sign-in is used there. What it says comes with the list. */
  askServer({ id }: AppView): Promise<void> {
    return api.askServer(id);
  }

  /** The sandbox is a new org under its old name: its apps are made anew, in the guide that opens. */
  async markRefreshed(org: OrgId): Promise<void> {
    const guide = await api.markRefreshed(org);
    void this.#session.setUp.open(guide);
  }

  /** What was done last, with one org or with all. */
  activity(org: OrgId | null): Promise<ActivityView[]> {
    return api.listActivity(org);
  }

  clearActivity(): Promise<void> {
    return api.clearActivity();
  }

  /** Opens the form for a sandbox of the same company, with the same app; its key and its secret stay where they are. */
  duplicate(org: OrgView): void {
    this.#session.screen.ask({ ask: "add_org", template: forSandbox(org), isDuplicate: true });
  }
}
