import { beforeEach, describe, expect, it, vi } from "vitest";

import { Notices, STAY, type Notice } from "./notices.svelte";

const passing: Notice = { say: "sign_in_cancelled" };
const trouble: Notice = { say: "failed", failure: { code: "clipboard_unavailable" }, app: null };

describe("a message", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  it("goes by itself", () => {
    const notices = new Notices();
    notices.say(passing);
    vi.advanceTimersByTime(STAY - 1);
    expect(notices.current).toEqual(passing);
    vi.advanceTimersByTime(1);
    expect(notices.current).toBeNull();
  });

  it("stays while somebody looks at it, and then its full time", () => {
    const notices = new Notices();
    notices.say(passing);
    vi.advanceTimersByTime(STAY / 2);
    notices.hold();
    vi.advanceTimersByTime(STAY * 10);
    expect(notices.current).toEqual(passing);
    notices.release();
    vi.advanceTimersByTime(STAY - 1);
    expect(notices.current).toEqual(passing);
    vi.advanceTimersByTime(1);
    expect(notices.current).toBeNull();
  });

  it("gives way to the next one, which has its own time", () => {
    const notices = new Notices();
    notices.say(passing);
    vi.advanceTimersByTime(STAY - 1);
    notices.say({ say: "removed", name: "Acme" });
    vi.advanceTimersByTime(STAY - 1);
    expect(notices.current).toEqual({ say: "removed", name: "Acme" });
  });

  it.each([trouble, { say: "cleared", cleared: "refused" } satisfies Notice])("of trouble stays until it is dismissed", (notice) => {
    const notices = new Notices();
    notices.say(notice);
    notices.hold();
    notices.release();
    vi.advanceTimersByTime(STAY * 100);
    expect(notices.isTrouble).toBe(true);
    notices.dismiss();
    expect(notices.current).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("of trouble is not wiped away by a clipboard that was cleared meanwhile", () => {
    const notices = new Notices();
    notices.say(trouble);
    notices.say({ say: "cleared", cleared: "cleared" });
    expect(notices.current).toEqual(trouble);
  });
});
