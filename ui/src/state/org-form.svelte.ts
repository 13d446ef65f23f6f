// The form of an org: reads the address while it is typed, asks Salesforce whether it is one, saves.

import * as api from "../api";
import type { AddressView } from "../wire/AddressView";
import type { Environment } from "../wire/Environment";
import type { Failure } from "../wire/Failure";
import type { OrgId } from "../wire/OrgId";
import type { OrgView } from "../wire/OrgView";
import type { Template } from "../wire/Template";
import { Errors } from "./errors.svelte";
import { nameIn } from "./for-sandbox";
import type { Guard } from "./guard.svelte";
import { suggest } from "./suggest";

/** Whether Salesforce answers at the address. */
export type Answer = { is: "unasked" } | { is: "asking" } | { is: "yes" } | { is: "no"; failure: Failure };

/** What the form begins with. */
export interface Beginning {
  org?: OrgView | undefined;
  template?: Template | null;
  /** An address that is known already. */
  address?: string | undefined;
  orgs: readonly OrgView[];
  /** Asked where a change would loosen an org's guard. */
  guard: Guard;
  /** What an org is called that is no sandbox. */
  mainName: string;
}

/** How long a person may pause between two letters of an address. */
const PAUSE = 250;

/** And how long until what is wrong with it is said all the same. */
const PATIENCE = 1250;

export class OrgFormState {
  address = $state("");
  client = $state("");
  name = $state("");
  code = $state("");
  environment = $state<Environment | null>(null);

  /** What the address was understood as. */
  seen = $state.raw<AddressView | null>(null);
  answer = $state.raw<Answer>({ is: "unasked" });
  isSaving = $state(false);
  /** The name that somebody is about to type: nothing is filled in under their hands. */
  held: "client" | "name" | null = null;
  readonly errors = new Errors();

  readonly #edited: OrgView | undefined;
  readonly #orgs: readonly OrgView[];
  readonly #guard: Guard;
  readonly #mainName: string;
  /** What was filled in here, and by nobody else. */
  readonly #suggested = { client: "", name: "" };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor({ org, template, address, orgs, guard, mainName }: Beginning) {
    this.#edited = org;
    this.#orgs = orgs;
    this.#guard = guard;
    this.#mainName = mainName;
    this.address = org === undefined ? (address ?? template?.address ?? "") : `https://${org.host}`;
    this.client = org?.client ?? template?.client ?? "";
    this.name = org?.name ?? template?.orgName ?? "";
    this.code = org?.code ?? "";
    this.environment = org?.chosenEnvironment ?? null;
    if (this.address !== "") void this.read("aloud");
  }

  /** Whether the sandbox's name is still to be typed into the address. */
  get lacksName(): boolean {
    return nameIn(this.address) !== null;
  }

  /** Whether the address now leads to another host than the one that is saved. */
  get isNewHost(): boolean {
    return this.#edited !== undefined && this.seen !== null && this.seen.host !== this.#edited.host;
  }

  /** The saved org that has this host already, unless it is this one. */
  get already(): OrgView | null {
    const id = this.seen?.already ?? null;
    return this.#orgs.find((org) => org.id === id && org.id !== this.#edited?.id) ?? null;
  }

  /** The address was typed in; it is read after a pause. */
  typed(): void {
    this.errors.forget("address");
    this.#forgetReading();
    this.#timer = setTimeout(() => void this.read("softly"), PAUSE);
  }

  /** Reads the address now; what is wrong with it is said later where somebody may still be typing. */
  async read(how: "softly" | "aloud"): Promise<void> {
    this.#forgetReading();
    const turn = this.#turn;
    if (this.address.trim() === "" || this.lacksName) return;
    try {
      const seen = await api.readAddress(this.address);
      if (turn === this.#turn) await this.#understood(seen);
    } catch (why) {
      if (turn !== this.#turn) return;
      const say = () => this.errors.take(api.failureOf(why));
      if (how === "aloud") say();
      else this.#timer = setTimeout(say, PATIENCE);
    }
  }

  /** Puts the address in that is on the clipboard. */
  async paste(): Promise<void> {
    this.#forgetReading();
    const turn = this.#turn;
    try {
      const seen = await api.pasteAddress();
      if (turn !== this.#turn) return;
      this.errors.clear();
      this.address = `https://${seen.host}`;
      await this.#understood(seen);
    } catch (why) {
      if (turn === this.#turn) this.errors.take(api.failureOf(why));
    }
  }

  /** Saves. None: it was refused, and `errors` says why. */
  async save(): Promise<OrgId | null> {
    if (this.isSaving) return null;
    this.errors.clear();
    if (this.lacksName) {
      this.errors.take({ code: "field", refused: { field: "address", problem: "empty" } });
      return null;
    }
    this.isSaving = true;
    const { address, client, name, code, environment } = this;
    const form = { address, client, name, code, environment };
    try {
      if (this.#edited === undefined) return await api.addOrg(form);
      const { id } = this.#edited;
      await this.#guard.through(() => api.editOrg(id, form), "change");
      return id;
    } catch (why) {
      const failure = api.failureOf(why);
      if (failure.code !== "cancelled") this.errors.take(failure);
      return null;
    } finally {
      this.isSaving = false;
    }
  }

  async #understood(seen: AddressView): Promise<void> {
    const turn = this.#turn;
    this.seen = seen;
    this.#suggest(seen);
    this.answer = { is: "asking" };
    let answer: Answer = { is: "yes" };
    try {
      await api.checkAddress(`https://${seen.host}`);
    } catch (why) {
      answer = { is: "no", failure: api.failureOf(why) };
    }
    if (turn === this.#turn) this.answer = answer;
  }

  /** Fills in names that nobody has typed. */
  #suggest(seen: AddressView): void {
    const { client, sandbox } = suggest(seen.host, this.#orgs);
    const name = sandbox === "" && seen.environment === "production" ? this.#mainName : sandbox;
    const { held } = this;
    if (held !== "client" && this.client === this.#suggested.client) this.client = this.#suggested.client = client;
    if (held !== "name" && this.name === this.#suggested.name) this.name = this.#suggested.name = name;
  }

  #forgetReading(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.seen = null;
    this.answer = { is: "unasked" };
  }
}

