import { describe, expect, it } from "vitest";

import { Attempt } from "./attempt.svelte";

describe("an attempt", () => {
  it("is pending until it is done", async () => {
    const attempt = new Attempt();
    const done = attempt.at(() => Promise.resolve());
    expect(attempt.isPending).toBe(true);
    expect(await attempt.at(() => Promise.resolve()), "one at a time").toBe(false);
    expect(await done).toBe(true);
    expect(attempt.isPending).toBe(false);
  });

  it("tells why it failed, until the next one", async () => {
    const attempt = new Attempt();
    const failure = { code: "gone" };
    expect(await attempt.at(() => Promise.reject(failure))).toBe(false);
    expect(attempt.failure).toEqual(failure);
    await attempt.at(() => Promise.resolve());
    expect(attempt.failure).toBeNull();
  });
});
