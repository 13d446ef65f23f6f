import { describe, expect, it, vi } from "vitest";

import { Shell } from "../testing/shell";
import { settle } from "../testing/window";
import type { Failure } from "../wire/Failure";
import type { GuardLevel } from "../wire/GuardLevel";
import { Guard } from "./guard.svelte";

const guarded = (level: GuardLevel = "second_enter"): Extract<Failure, { code: "guarded" }> => ({
  code: "guarded",
  orgs: ["org-1"],
  level,
});

describe("a guard", () => {
  it("does what it kept from happening, once it is answered", async () => {
    const shell = new Shell();
    const guard = new Guard();
    const again = vi.fn();
    guard.ask(guarded(), again);
    expect(again).not.toHaveBeenCalled();
    await guard.pass({ by: "again" });
    expect(shell.called("pass_guard")).toEqual([{ orgs: ["org-1"], proof: { by: "again" } }]);
    expect(again).toHaveBeenCalledOnce();
    expect(guard.asked).toBeNull();
  });

  it("does nothing when it is not answered", async () => {
    new Shell();
    const guard = new Guard();
    const again = vi.fn();
    guard.ask(guarded(), again);
    guard.cancel();
    await guard.pass({ by: "again" });
    expect(again).not.toHaveBeenCalled();
  });

  it("asks one question at a time: the first stands until it is answered", () => {
    const guard = new Guard();
    const second = vi.fn();
    guard.ask(guarded(), vi.fn());
    expect(guard.ask({ ...guarded(), orgs: ["org-2"] }, second)).toBe(false);
    expect(guard.asked?.orgs).toEqual(["org-1"]);
  });

  it("keeps the question open when the answer is wrong", async () => {
    const wrong: Failure = { code: "field", refused: { field: "code", problem: "not_the_code" } };
    new Shell().refuse("pass_guard", wrong);
    const guard = new Guard();
    const again = vi.fn();
    guard.ask(guarded("read_name"), again);
    await guard.pass({ by: "code", code: "xyz" });
    expect(guard.asked?.passing.failure).toEqual(wrong);
    expect(again).not.toHaveBeenCalled();
  });

  it("that was made stricter meanwhile asks for more", async () => {
    new Shell().refuse("pass_guard", guarded("read_name"));
    const guard = new Guard();
    guard.ask(guarded(), vi.fn());
    await guard.pass({ by: "again" });
    expect(guard.asked?.level).toBe("read_name");
    expect(guard.asked?.passing.failure).toBeNull();
  });

  it("forgets a computer's late answer to a question that nobody asks any more", async () => {
    const shell = new Shell();
    const held = shell.hold("pass_guard");
    const guard = new Guard();
    const [first, second] = [vi.fn(), vi.fn()];
    guard.ask(guarded("device_unlock"), first);
    void guard.pass({ by: "device" });
    guard.cancel();
    guard.ask(guarded(), second);
    held.answer();
    await settle();
    expect(first).not.toHaveBeenCalled();
    expect(second).not.toHaveBeenCalled();
    expect(guard.asked?.passing.isPending, "the next question is not kept waiting").toBe(false);
  });
});

describe("what goes through a guard", () => {
  it("is done at once where nothing is asked", async () => {
    const guard = new Guard();
    await expect(guard.through(() => Promise.resolve(3))).resolves.toBe(3);
  });

  it("waits for the answer, and is done then", async () => {
    new Shell();
    const guard = new Guard();
    const act = vi.fn<() => Promise<string>>().mockRejectedValueOnce(guarded()).mockResolvedValue("done");
    const done = guard.through(act);
    await settle();
    await guard.pass({ by: "again" });
    await expect(done).resolves.toBe("done");
  });

  it("is cancelled with the question", async () => {
    const guard = new Guard();
    const done = guard.through(() => Promise.reject(guarded()));
    await settle();
    guard.cancel();
    await expect(done).rejects.toEqual({ code: "cancelled" });
  });

  it("says that it is guarded where another question is open", async () => {
    const guard = new Guard();
    guard.ask(guarded(), vi.fn());
    await expect(guard.through(() => Promise.reject(guarded()))).rejects.toEqual(guarded());
  });

  it("says what else went wrong", async () => {
    const guard = new Guard();
    await expect(guard.through(() => Promise.reject({ code: "gone" }))).rejects.toEqual({ code: "gone" });
  });
});
