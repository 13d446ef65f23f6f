// The orgs that a person picked out of the list, to do one thing with all of them.

import { SvelteSet } from "svelte/reactivity";

import type { OrgId } from "../wire/OrgId";

export class Selection {
  readonly #orgs = new SvelteSet<OrgId>();
  /** Where a range begins: the org that was picked last. */
  #anchor: OrgId | null = null;

  get size(): number {
    return this.#orgs.size;
  }

  /** All of them, in the order in which they were picked. */
  get orgs(): OrgId[] {
    return [...this.#orgs];
  }

  has(org: OrgId): boolean {
    return this.#orgs.has(org);
  }

  toggle(org: OrgId): void {
    if (!this.#orgs.delete(org)) this.#orgs.add(org);
    this.#anchor = org;
  }

  /** Picks all of these; where all of them are picked already, none. */
  toggleAll(orgs: readonly OrgId[]): void {
    const isAll = orgs.every((org) => this.#orgs.has(org));
    for (const org of orgs) {
      if (isAll) this.#orgs.delete(org);
      else this.#orgs.add(org);
    }
  }

  add(orgs: readonly OrgId[]): void {
    for (const org of orgs) this.#orgs.add(org);
  }

  /** Picks everything from the one that was picked last to this one, in the order of the list. */
  extend(to: OrgId, order: readonly OrgId[]): void {
    const from = this.#anchor === null ? -1 : order.indexOf(this.#anchor);
    const end = order.indexOf(to);
    if (from === -1 || end === -1) return this.add([to]);
    this.add(order.slice(Math.min(from, end), Math.max(from, end) + 1));
  }

  clear(): void {
    this.#orgs.clear();
    this.#anchor = null;
  }

  /** Only what is there stays picked. */
  keep(there: readonly OrgId[]): void {
    const gone = new SvelteSet(this.#orgs);
    for (const org of there) gone.delete(org);
    for (const org of gone) this.#orgs.delete(org);
  }
}
