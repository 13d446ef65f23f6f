// What a view still has to tell when its work is done: nothing, once it has been closed.

import { onDestroy } from "svelte";

/** Hands on what it is told, for as long as the view is there. Call it while the view is made. */
export function whileHere<Told extends unknown[]>(tell: (...told: Told) => void): (...told: Told) => void {
  let isHere = true;
  onDestroy(() => (isHere = false));
  return (...told) => {
    if (isHere) tell(...told);
  };
}
