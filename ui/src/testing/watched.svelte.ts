// Watches a value as the screen would, without a screen.

import { flushSync } from "svelte";

export function watched<T>(look: () => T): { values: T[]; stop: () => void } {
  const values: T[] = [];
  const stop = $effect.root(() => {
    $effect(() => {
      const value = look();
      if (values.at(-1) !== value) values.push(value);
    });
  });
  flushSync();
  return { values, stop };
}
