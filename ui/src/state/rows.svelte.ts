// The rows of the list from top to bottom, and the one that the keyboard comes to.

import { rowsOf, type ClientUnit, type Unit } from "./arrange";
import type { Orgs } from "./orgs.svelte";
import type { Screen } from "./screen.svelte";

/** Which way an arrow key leads. */
export type Way = "up" | "down" | "first" | "last";

export class Rows {
  readonly #orgs: Orgs;
  readonly #screen: Screen;
  /** The row that had the keyboard last, and what was chosen then: what is chosen elsewhere since counts for more. */
  #last = $state.raw<(Stop & { chosen: string | null }) | null>(null);

  readonly all: readonly string[] = $derived.by(() => this.#orgs.units.flatMap(rowsOf));
  readonly #chosen: Stop | null = $derived.by(() => {
    const { place } = this.#screen;
    const org = this.#orgs.at(place);
    return place === null || org === undefined ? null : { row: `${place.kind}-${place.id}`, unit: `org-${org.id}` };
  });
  /** The row that the keyboard comes to, and where in the list it is. Looked up by its unit: no row else is named for it. */
  readonly #stop: { row: string; at: number } | null = $derived.by(() => {
    const last = this.#last !== null && this.#last.chosen === (this.#chosen?.row ?? null) ? this.#last : null;
    return this.#find(last) ?? this.#find(this.#chosen) ?? this.#entry();
  });

  readonly #head: string | undefined = $derived.by(() => this.#headOf(this.stopAt)?.key);

  constructor(orgs: Orgs, screen: Screen) {
    this.#orgs = orgs;
    this.#screen = screen;
  }

  /** The row, of all rows, that the keyboard comes to. */
  get stop(): string | undefined {
    return this.#stop?.row;
  }

  /** Where in the list it is: there it has to be, wherever the list is scrolled to. */
  get stopAt(): number {
    return this.#stop?.at ?? -1;
  }

  /** The head over it, if that is a client's: what is beside one that is no row is come to from the rows under it. */
  get head(): string | undefined {
    return this.#head;
  }

  /** Where the keyboard goes in a list that it has not been in. */
  get entry(): string | undefined {
    return this.#entry()?.row;
  }

  /** The keyboard has come to a row. */
  came(row: string): void {
    const unit = this.#orgs.units[this.#unitOf(row)]?.key ?? "";
    this.#last = { row, unit, chosen: this.#chosen?.row ?? null };
  }

  /** The row that an arrow key leads to. None: it is the last in this direction. */
  from(row: string, way: Way): string | undefined {
    if (way === "first") return this.all[0];
    if (way === "last") return this.all.at(-1);
    return this.all[this.all.indexOf(row) + (way === "up" ? -1 : 1)];
  }

  /** The row of the client that a row is under, where it can be folded away. */
  clientOf(row: string): string | undefined {
    const head = this.#headOf(this.#unitOf(row));
    return head === undefined ? undefined : rowsOf(head)[0];
  }

  #headOf(unit: number): ClientUnit | undefined {
    for (let at = unit; at >= 0; at -= 1) {
      const above: Unit | undefined = this.#orgs.units[at];
      if (above?.unit === "heading") return undefined;
      if (above?.unit === "client") return above;
    }
    return undefined;
  }

  #unitOf(row: string): number {
    return this.#orgs.units.findIndex((unit) => rowsOf(unit).includes(row));
  }

  #find(stop: Stop | null): { row: string; at: number } | null {
    if (stop === null) return null;
    const at = this.#orgs.units.findIndex(({ key }) => key === stop.unit);
    const unit = this.#orgs.units[at];
    return unit !== undefined && rowsOf(unit).includes(stop.row) ? { row: stop.row, at } : null;
  }

  /** The first app; where there is none, the first row. */
  #entry(): { row: string; at: number } | null {
    for (const [at, unit] of this.#orgs.units.entries()) {
      const row = rowsOf(unit).find((row) => row.startsWith("app-"));
      if (row !== undefined) return { row, at };
    }
    const at = this.#orgs.units.findIndex((unit) => rowsOf(unit).length > 0);
    const [row] = this.#orgs.units[at] === undefined ? [] : rowsOf(this.#orgs.units[at]);
    return row === undefined ? null : { row, at };
  }
}

/** A row, and the thing of the list that it belongs to. */
interface Stop {
  row: string;
  unit: string;
}
