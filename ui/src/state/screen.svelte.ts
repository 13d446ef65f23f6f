// What the window shows: which row is chosen, and which question lies over everything.

import type { ClientAppId } from "../wire/ClientAppId";
import type { ClientId } from "../wire/ClientId";
import type { Failure } from "../wire/Failure";
import type { GuideId } from "../wire/GuideId";
import type { OrgId } from "../wire/OrgId";
import type { RecipeId } from "../wire/RecipeId";
import type { SetId } from "../wire/SetId";
import type { Template } from "../wire/Template";

/** A row of the list. */
export type Place = { kind: "org"; id: OrgId } | { kind: "app"; id: ClientAppId };

/** A dialog. */
export type Ask =
  | { ask: "add_org"; template: Template | null; isDuplicate?: true; address?: string; recipe?: RecipeId }
  | { ask: "edit_org"; org: OrgId }
  | { ask: "add_app"; org: OrgId; template: Template | null }
  | { ask: "edit_app"; app: ClientAppId }
  | { ask: "sign_out"; app: ClientAppId }
  | { ask: "remove_app"; app: ClientAppId }
  | { ask: "remove_org"; org: OrgId }
  | { ask: "set_up"; org: OrgId | null }
  | { ask: "remove_guide"; guide: GuideId }
  | { ask: "stuck" }
  | { ask: "create_for_me"; guide: GuideId }
  | { ask: "hand_over"; app: ClientAppId }
  | { ask: "check_connection"; app: ClientAppId }
  | { ask: "network" }
  | { ask: "failure"; failure: Failure; app?: ClientAppId }
  | { ask: "start_empty" }
  | { ask: "self_check" }
  | { ask: "revoke_all" }
  | { ask: "edit_many"; orgs: OrgId[]; change: "client" | "guard" | "environment" }
  | { ask: "remove_orgs"; orgs: OrgId[] }
  | { ask: "mark_refreshed"; org: OrgId }
  | { ask: "rename_client"; client: ClientId }
  | { ask: "sets" }
  | { ask: "edit_set"; set: SetId | null; apps: ClientAppId[] }
  | { ask: "activity" }
  | { ask: "quick_settings" }
  | { ask: "shortcuts" };

export class Screen {
  place = $state.raw<Place | null>(null);
  /** In a narrow window either the list is shown or what is chosen. */
  isDetailOpen = $state(false);
  asked = $state.raw<Ask | null>(null);
  #template: Template | null = null;

  /** Chooses a row. */
  choose(place: Place): void {
    this.place = place;
  }

  back(): void {
    this.isDetailOpen = false;
  }

  /** What was chosen is gone. */
  forget(): void {
    this.place = null;
    this.isDetailOpen = false;
  }

  isAt(app: ClientAppId): boolean {
    return this.place?.kind === "app" && this.place.id === app;
  }

  ask(question: Ask): void {
    this.asked = question;
  }

  /** Closes the dialog. A template that came meanwhile has its turn now. */
  answer(): void {
    const template = this.#template;
    this.#template = null;
    this.asked = template === null ? null : { ask: "add_org", template };
  }

  /** Shows what a template proposes; not over a form that somebody is filling in. */
  propose(template: Template): void {
    if (this.asked === null) this.ask({ ask: "add_org", template });
    else this.#template = template;
  }
}
