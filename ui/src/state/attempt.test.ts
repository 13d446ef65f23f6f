import { describe, expect, it } from "vitest";

import { Asked, Attempt } from "./attempt.svelte";

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

describe("an attempt that is asked about", () => {
  it("asks no more when it is done, and still does when it failed", async () => {
    const asked = new Asked();
    asked.isAsking = true;
    await asked.at(() => Promise.reject({ code: "gone" }));
    expect([asked.isAsking, asked.failure]).toEqual([true, { code: "gone" }]);
    await asked.at(() => Promise.resolve());
    expect(asked.isAsking).toBe(false);
  });

  it("is as if new once it is withdrawn", async () => {
    const asked = new Asked();
    asked.isAsking = true;
    await asked.at(() => Promise.reject({ code: "gone" }));
    asked.withdraw();
    expect([asked.isAsking, asked.failure]).toEqual([false, null]);
  });
});
