// One clock for everything that counts time. It ticks only while something on the screen looks at it.

import { createSubscriber } from "svelte/reactivity";

const every = (milliseconds: number) =>
  createSubscriber((tick) => {
    const timer = setInterval(tick, milliseconds);
    return () => clearInterval(timer);
  });

const everySecond = every(1000);
const everyMinute = every(60_000);

export const clock = {
  /** The time in milliseconds. Whoever reads it on the screen reads it again each second. */
  get now(): number {
    everySecond();
    return Date.now();
  },

  /** The same, read again each minute: for what is too much to look at each second. */
  get minute(): number {
    everyMinute();
    return Date.now();
  },
};

/** Whole seconds until a moment, none when it has passed. */
export const secondsUntil = (moment: number): number => Math.max(0, Math.ceil((moment - clock.now) / 1000));
