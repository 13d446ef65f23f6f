// One change of one or many orgs, as its form holds it. Nothing is chosen where the orgs differ.

import type { Environment } from "../wire/Environment";
import type { Failure } from "../wire/Failure";
import type { FieldRefused } from "../wire/FieldRefused";
import type { GuardLevel } from "../wire/GuardLevel";
import type { OrgsEdit } from "../wire/OrgsEdit";
import type { OrgView } from "../wire/OrgView";
import { Attempt } from "./attempt.svelte";
import type { Care } from "./care";
import { isProduction } from "./production";

export type Changing = "client" | "guard" | "environment";

/** The user's word, or that there is none. */
type Word<Of extends string> = Of | "by_itself";

const LEVELS: readonly GuardLevel[] = ["off", "second_enter", "device_unlock", "read_name"];

export class EditManyState {
  client = $state("");
  guard = $state<Word<GuardLevel> | null>(null);
  environment = $state<Word<Environment> | null>(null);
  /** Whether this computer can ask who sits at it, as far as that is known. */
  canUnlockDevice = $state(false);
  readonly saving = new Attempt();

  readonly #care: Care;
  readonly #orgs: readonly OrgView[];
  readonly #change: Changing;

  constructor(care: Care, orgs: readonly OrgView[], change: Changing) {
    this.#care = care;
    this.#orgs = orgs;
    this.#change = change;
    this.client = same(orgs.map((org) => org.client)) ?? "";
    this.guard = same(orgs.map((org) => org.guard.chosen ?? "by_itself"));
    this.environment = same(orgs.map((org) => org.chosenEnvironment ?? "by_itself"));
  }

  /** Whether there is something to save. */
  get isChosen(): boolean {
    return this.#edit() !== null;
  }

  /** Whether less is asked afterwards of an org that is guarded. */
  get loosens(): boolean {
    const { guard, environment } = this;
    if (this.#change === "guard") return guard !== null && this.#orgs.some((org) => isLess(guard, org));
    const isOut = environment !== null && environment !== "by_itself" && !isProduction(environment);
    return this.#change === "environment" && isOut && this.#orgs.some((org) => isProduction(org.environment));
  }

  get refused(): FieldRefused | null {
    const { failure } = this.saving;
    return failure?.code === "field" ? failure.refused : null;
  }

  get failure(): Failure | null {
    const { failure } = this.saving;
    return this.refused !== null && this.#change === "client" ? null : failure;
  }

  /** Asks what this computer can do. What cannot be told is not offered. */
  async look(): Promise<void> {
    try {
      this.canUnlockDevice = await this.#care.canUnlockDevice();
    } catch {
      this.canUnlockDevice = false;
    }
  }

  /** Saves; whether it was taken. */
  async save(): Promise<boolean> {
    const edit = this.#edit();
    if (edit === null) return false;
    return await this.saving.at(() => this.#care.edit(this.#orgs.map(({ id }) => id), edit));
  }

  #edit(): OrgsEdit | null {
    const { client, guard, environment } = this;
    if (this.#change === "client") return { change: "client", name: client };
    if (this.#change === "guard") return guard === null ? null : { change: "guard", level: chosen(guard) };
    return environment === null ? null : { change: "environment", environment: chosen(environment) };
  }
}

const chosen = <Of extends string>(word: Word<Of>): Of | null => (word === "by_itself" ? null : word);

/** Whether a guard asks for less than an org's does now. No other level knows who it is that sits there. */
function isLess(guard: Word<GuardLevel>, { guard: now, environment }: OrgView): boolean {
  const level = guard === "by_itself" ? (isProduction(environment) ? "second_enter" : "off") : guard;
  const leavesDevice = now.level === "device_unlock" && level !== now.level;
  return leavesDevice || LEVELS.indexOf(level) < LEVELS.indexOf(now.level);
}

/** What all have; none: they differ. */
const same = <Value>(values: readonly Value[]): Value | null => {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
};
