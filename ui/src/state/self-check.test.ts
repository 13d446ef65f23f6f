import { describe, expect, it } from "vitest";

import { selfCheck as view } from "../testing/fixtures";
import { Shell } from "../testing/shell";
import { settle } from "../testing/window";
import { SelfCheck } from "./self-check.svelte";

const missing = { app: "app-acu", name: "Acme Retail UAT: Rehearsal Tool", what: "tokens" } as const;

describe("a self-check", () => {
  it.each([
    ["nothing is missing or left over", {}, true],
    ["something is missing", { missing: [missing] }, false],
    ["something is left over", { orphans: 1 }, false],
  ])("where %s", async (_name, more, agrees) => {
    new Shell().on("self_check", () => view(more));
    const check = new SelfCheck();
    expect(check.agrees, "nobody has looked yet").toBe(false);
    await check.check();
    expect(check.agrees).toBe(agrees);
  });

  it("that could not be made says why, and nothing of what was found before", async () => {
    const shell = new Shell();
    const check = new SelfCheck();
    await check.check();
    shell.refuse("self_check", { code: "keychain_frozen" });
    await check.check();
    expect(check.found).toBeNull();
    expect(check.checking.failure).toEqual({ code: "keychain_frozen" });
  });
});

describe("deleting leftovers", () => {
  async function withLeftovers() {
    const shell = new Shell().on("self_check", () => view({ orphans: 3 }));
    const check = new SelfCheck();
    await check.check();
    check.deleting.isAsking = true;
    return { shell, check };
  }

  it("shows how things stand afterwards", async () => {
    const { check } = await withLeftovers();
    await check.deleteLeftovers();
    expect([check.found?.orphans, check.agrees, check.deleting.isAsking]).toEqual([0, true, false]);
  });

  it("that did not work says why, and can be tried again", async () => {
    const { shell, check } = await withLeftovers();
    shell.refuse("forget_orphans", { code: "keychain_frozen" });
    await check.deleteLeftovers();
    expect([check.found?.orphans, check.deleting.isAsking]).toEqual([3, true]);
    expect(check.deleting.failure).toEqual({ code: "keychain_frozen" });
  });

  it("is not mixed up with another look", async () => {
    const { shell, check } = await withLeftovers();
    const held = shell.hold("forget_orphans");
    const deleting = check.deleteLeftovers();
    await check.check();
    expect(shell.called("self_check")).toHaveLength(1);
    held.answer(view());
    await deleting;
    expect(check.agrees).toBe(true);
  });
});

describe("giving up telling", () => {
  async function withWaiting() {
    const shell = new Shell().on("self_check", () => view({ leaving: 2, orphans: 3 }));
    const check = new SelfCheck();
    await check.check();
    check.givingUp.isAsking = true;
    return { shell, check };
  }

  it("looks again, and asks no more", async () => {
    const { shell, check } = await withWaiting();
    shell.on("self_check", () => view());
    await check.giveUpTelling();
    await settle();
    expect([check.found?.leaving, check.agrees, check.givingUp.isAsking]).toEqual([0, true, false]);
    expect(shell.called("give_up_telling")).toHaveLength(1);
  });

  it("that did not work says why, and can be tried again", async () => {
    const { shell, check } = await withWaiting();
    shell.refuse("give_up_telling", { code: "registry_unwritable", reference: "7f3a" });
    await check.giveUpTelling();
    await settle();
    expect([check.found?.leaving, check.givingUp.isAsking]).toEqual([2, true]);
    expect(check.givingUp.failure).toEqual({ code: "registry_unwritable", reference: "7f3a" });
    expect(shell.called("self_check")).toHaveLength(1);
  });

  it("is not mixed up with deleting leftovers, or with another look", async () => {
    const { shell, check } = await withWaiting();
    const held = shell.hold("give_up_telling");
    const givingUp = check.giveUpTelling();
    await check.deleteLeftovers();
    await check.check();
    expect([shell.called("forget_orphans"), shell.called("self_check")]).toEqual([[], [{}]]);
    held.answer();
    await givingUp;
    await settle();
    expect(shell.called("self_check")).toHaveLength(2);
  });
});
