// One clock for everything that counts seconds. It ticks only while something on the screen looks at it.

import { createSubscriber } from "svelte/reactivity";

const everySecond = createSubscriber((tick) => {
  const timer = setInterval(tick, 1000);
  return () => clearInterval(timer);
});

export const clock = {
  /** The time in milliseconds. Whoever reads it on the screen reads it again each second. */
  get now(): number {
    everySecond();
    return Date.now();
  },
};

/** Whole seconds until a moment, none when it has passed. */
export const secondsUntil = (moment: number): number => Math.max(0, Math.ceil((moment - clock.now) / 1000));
