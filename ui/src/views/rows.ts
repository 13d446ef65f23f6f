// The rows of the list as they are drawn, and how the keyboard comes to one that is not.

import { flushSync } from "svelte";

import type { Rows } from "../state/rows.svelte";

/** The row that an element is. */
export const rowOf = (target: EventTarget | null): string | null =>
  target instanceof HTMLElement ? (target.dataset["row"] ?? null) : null;

/** Gives the keyboard to a row, wherever the list is scrolled to. */
export function goTo(rows: Rows, row: string): void {
  rows.came(row);
  // The row that the keyboard comes to is always drawn: from now on it is this one.
  flushSync();
  [...document.querySelectorAll<HTMLElement>("[data-row]")].find((element) => rowOf(element) === row)?.focus();
}
