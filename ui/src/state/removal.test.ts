import { beforeEach, describe, expect, it, vi } from "vitest";

import { clipboard } from "../testing/fixtures";
import { Shell } from "../testing/shell";
import { settle } from "../testing/window";
import type { RemovalView } from "../wire/RemovalView";
import { Notices, STAY } from "./notices.svelte";
import { Removal } from "./removal.svelte";

const removed = (more: Partial<RemovalView> = {}): RemovalView => ({
  id: "removal-1",
  name: "Acme Retail UAT",
  orgs: 1,
  until: Date.now() + 10_000,
  ...more,
});

function begun() {
  const notices = new Notices();
  return { notices, removal: new Removal(notices), shell: new Shell() };
}

describe("what was removed", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  });

  it("is offered back until it is too late, whatever lesser is said meanwhile", () => {
    const { notices, removal } = begun();
    const view = removed();
    removal.heard(view);
    notices.say({ say: "sign_in_cancelled" });
    notices.hold();
    notices.release();
    vi.advanceTimersByTime(9_999);
    expect(notices.current).toEqual({ say: "removal", removal: view });
    vi.advanceTimersByTime(1);
    expect(notices.current, "the lesser one has its turn").toEqual({ say: "sign_in_cancelled" });
    vi.advanceTimersByTime(STAY);
    expect(notices.current).toBeNull();
  });

  it("gives way to trouble, and is offered again after it", () => {
    const { notices, removal } = begun();
    removal.heard(removed());
    notices.say({ say: "failed", failure: { code: "gone" }, app: null });
    expect(notices.isTrouble).toBe(true);
    notices.dismiss();
    expect(notices.current).toMatchObject({ say: "removal" });
  });

  it("gives way to a token that was copied for its time, and is offered again after it", () => {
    const { notices, removal } = begun();
    removal.heard(removed());
    notices.say({ say: "copied", clipboard: clipboard(), seconds: 30 });
    expect(notices.current).toMatchObject({ say: "copied" });
    vi.advanceTimersByTime(STAY);
    expect(notices.current).toMatchObject({ say: "removal" });
    vi.advanceTimersByTime(10_000 - STAY);
    expect(notices.current).toBeNull();
  });

  it("comes back, and that is said", async () => {
    const { notices, removal, shell } = begun();
    removal.heard(removed());
    expect(removal.undo()).toBe(true);
    expect(removal.undo(), "once is enough").toBe(false);
    await settle();
    expect(shell.called("undo_removal")).toEqual([{ removal: "removal-1" }]);
    expect(notices.current).toEqual({ say: "brought_back", name: "Acme Retail UAT", orgs: 1 });
  });

  it("comes back also when the message was dismissed, but not when it is too late", () => {
    const { notices, removal } = begun();
    removal.heard(removed());
    notices.dismiss();
    expect(notices.current).toBeNull();
    expect(removal.undo()).toBe(true);
    removal.heard(removed());
    vi.advanceTimersByTime(10_000);
    expect(removal.undo()).toBe(false);
    removal.heard(null);
    expect(removal.undo()).toBe(false);
  });

  it("that cannot come back says why, and is offered again until it is too late", async () => {
    const { notices, removal, shell } = begun();
    shell.refuse("undo_removal", { code: "gone" });
    removal.heard(removed());
    removal.undo();
    await settle();
    expect(notices.current).toEqual({ say: "failed", failure: { code: "gone" }, app: null });
    notices.dismiss();
    expect(notices.current).toMatchObject({ say: "removal" });
    removal.undo();
    vi.advanceTimersByTime(10_000);
    await settle();
    notices.dismiss();
    expect([notices.current, removal.undo()]).toEqual([null, false]);
  });
});
