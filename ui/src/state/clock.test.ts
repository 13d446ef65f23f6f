import { flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";

import { secondsUntil } from "./clock.svelte";
import { watched } from "../testing/watched.svelte";

describe("the clock", () => {
  it("ticks each second for whoever looks at it, and only then", async () => {
    vi.useFakeTimers();
    const end = Date.now() + 3000;
    const seen = watched(() => secondsUntil(end));
    expect(vi.getTimerCount()).toBe(1);
    for (let second = 0; second < 4; second += 1) {
      vi.advanceTimersByTime(1000);
      flushSync();
    }
    expect(seen.values).toEqual([3, 2, 1, 0]);
    seen.stop();
    await Promise.resolve();
    expect(vi.getTimerCount(), "nobody looks: nothing ticks").toBe(0);
  });
});
