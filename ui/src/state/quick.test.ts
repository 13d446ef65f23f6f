import { describe, expect, it } from "vitest";

import { clipboard } from "../testing/fixtures";
import { acmeAll, production, quickView, QuickShell, uat, full } from "../testing/quick";
import { settle } from "../testing/window";
import type { QuickView } from "../wire/QuickView";
import { Quick } from "./quick.svelte";
import { copyToken } from "./quick-errand.svelte";

async function shown(shell = new QuickShell()) {
  const quick = new Quick();
  await quick.connect();
  shell.tellQuick({ what: "shown" });
  await settle();
  return { shell, quick };
}

async function typed(quick: Quick, query: string) {
  for (let length = 1; length <= query.length; length += 1) quick.type(query.slice(0, length));
  await settle();
}

/** Every question is answered when the test says so. */
function slowly(shell: QuickShell) {
  const open: ((view: QuickView) => void)[] = [];
  shell.on("quick_find", () => new Promise<QuickView>((resolve) => open.push(resolve)));
  return open;
}

describe("the search", () => {
  it("begins with what the program shows for nothing", async () => {
    const { shell, quick } = await shown();
    expect(shell.called("quick_find")).toEqual([{ query: "" }]);
    expect(quick.rows).toHaveLength(4);
  });

  it("drops an answer that comes after a newer question", async () => {
    const { shell, quick } = await shown();
    const open = slowly(shell);
    quick.type("a");
    quick.type("ac");
    open[1]?.(quickView([full()]));
    await settle();
    open[0]?.(quickView([uat()]));
    await settle();
    expect(quick.rows.map(({ code }) => code)).toEqual(["acf"]);
  });

  it("says when it will hear of nothing", async () => {
    const shell = new QuickShell();
    shell.refuse("quick_watch", { code: "registry_newer" });
    const quick = new Quick();
    await quick.connect();
    expect(quick.failure).toEqual({ code: "registry_newer" });
  });

  it("says when it could not look", async () => {
    const { shell, quick } = await shown();
    shell.refuse("quick_find", { code: "registry_newer" });
    await typed(quick, "x");
    expect(quick.failure).toEqual({ code: "registry_newer" });
    quick.do(copyToken);
    await settle();
    expect(shell.called("quick_copy")).toEqual([]);
  });

  it("never does with an older row what was pressed before the answer was there", async () => {
    const { shell, quick } = await shown();
    const open = slowly(shell);
    quick.type("acf");
    quick.do(copyToken);
    await settle();
    expect(shell.called("quick_copy"), "the rows are still those of nothing typed").toEqual([]);
    open[0]?.(quickView([full({ isExact: true })]));
    await settle();
    expect(shell.called("quick_copy")).toEqual([{ pick: full().pick, shape: "token" }]);
  });

  it("does in its order what was pressed before the answer was there", async () => {
    const { shell, quick } = await shown();
    const open = slowly(shell);
    quick.type("ac");
    quick.move(1);
    quick.openShapes();
    quick.move(1);
    quick.do(copyToken);
    open[0]?.(quickView([uat(), full(), production()]));
    await settle();
    expect(quick.at).toBe(1);
    expect(shell.called("quick_copy")).toEqual([{ pick: full().pick, shape: "bearer" }]);
  });

  it("copies the row that was clicked before the answer was there, wherever it stands in it", async () => {
    const { shell, quick } = await shown();
    const open = slowly(shell);
    quick.type("ac");
    quick.copy(full());
    await settle();
    expect(shell.called("quick_copy")).toEqual([]);
    open[0]?.(quickView([production(), uat(), full()]));
    await settle();
    expect(quick.at).toBe(2);
    expect(shell.called("quick_copy")).toEqual([{ pick: full().pick, shape: "token" }]);
  });

  it("copies nothing in the place of a clicked row that is not in the answer", async () => {
    const { shell, quick } = await shown();
    const open = slowly(shell);
    quick.type("ac");
    quick.copy(full());
    open[0]?.(quickView([production(), uat()]));
    await settle();
    expect(quick.at).toBe(0);
    expect(shell.called("quick_copy")).toEqual([]);
  });

  it("stands still on the first of two rows that were clicked", async () => {
    const { shell, quick } = await shown();
    const open = slowly(shell);
    shell.hold("quick_copy");
    quick.type("ac");
    quick.copy(uat());
    quick.copy(full());
    open[0]?.(quickView([production(), uat(), full()]));
    await settle();
    expect(quick.at).toBe(1);
    expect(shell.called("quick_copy")).toEqual([{ pick: uat().pick, shape: "token" }]);
  });

  it("forgets what was pressed when more is typed", async () => {
    const { shell, quick } = await shown();
    const open = slowly(shell);
    quick.type("ac");
    quick.do(copyToken);
    quick.type("acf");
    open[1]?.(quickView([full({ isExact: true })]));
    await settle();
    expect(shell.called("quick_copy")).toEqual([]);
  });

  it("does nothing where nothing is found", async () => {
    const { shell, quick } = await shown();
    await typed(quick, "xyz");
    quick.do(copyToken);
    quick.nth(0);
    quick.move(1);
    quick.openShapes();
    await settle();
    expect(shell.called("quick_copy")).toEqual([]);
  });

  it("keeps what a fast hand typed before it was told to be shown", async () => {
    const shell = new QuickShell();
    const quick = new Quick();
    await quick.connect();
    await typed(quick, "acu");
    shell.tellQuick({ what: "shown" });
    await settle();
    expect(quick.query).toBe("acu");
    expect(quick.rows.map(({ code }) => code)).toEqual(["acu"]);
  });
});

describe("what is prepared while somebody types", () => {
  it("is an org whose code is exact, once", async () => {
    const { shell, quick } = await shown();
    await typed(quick, "acu");
    expect(shell.called("quick_prepare")).toEqual([{ app: "app-acu" }]);
    await typed(quick, "acu");
    expect(shell.called("quick_prepare")).toHaveLength(1);
  });

  it("is the only one that is left", async () => {
    const { shell, quick } = await shown();
    await typed(quick, "full");
    expect(shell.called("quick_prepare")).toEqual([{ app: "app-acf" }]);
  });

  it.each([
    ["production", production()],
    ["an org of a kind that nobody knows", uat({ environment: "unknown" })],
    ["a set", acmeAll({ environment: "uat", guard: null, code: "acu" })],
    ["what needs a sign-in first", uat({ status: { word: "sign_in" } })],
  ])("is never %s", async (_what, row) => {
    const { shell, quick } = await shown(new QuickShell([row]));
    await typed(quick, row.code);
    expect(shell.called("quick_prepare")).toEqual([]);
  });

  it("is nothing while nothing is typed, or letters are taken away", async () => {
    const { shell, quick } = await shown(new QuickShell([uat()]));
    expect(shell.called("quick_prepare")).toEqual([]);
    quick.type("acux");
    await settle();
    quick.type("acu");
    await settle();
    expect(shell.called("quick_prepare")).toEqual([]);
  });

  it("fails without a word", async () => {
    const shell = new QuickShell();
    shell.refuse("quick_prepare", { code: "keychain_frozen" });
    const { quick } = await shown(shell);
    await typed(quick, "acu");
    expect(quick.errand.step).toBeNull();
  });
});

describe("instant codes", () => {
  const instantly = (...rows: Parameters<typeof quickView>[0]) => new QuickShell(rows, { instantCodes: true });

  it("copy without Enter, outside production", async () => {
    const { shell, quick } = await shown(instantly(uat(), full()));
    await typed(quick, "acu");
    expect(shell.called("quick_copy")).toEqual([{ pick: uat().pick, shape: "token" }]);
    expect(shell.called("quick_prepare")).toEqual([]);
  });

  it.each([
    ["a production org", production({ guard: "off" })],
    ["an unknown org", uat({ environment: "unknown" })],
    ["a set", acmeAll({ environment: "uat", guard: null, code: "acu" })],
    ["a guarded org", uat({ guard: "second_enter" })],
    ["two letters", uat({ code: "ac" })],
    ["an org that needs a sign-in", uat({ status: { word: "sign_in" } })],
  ])("do nothing for %s", async (_what, row) => {
    const { shell, quick } = await shown(instantly(row));
    await typed(quick, row.code);
    expect(shell.called("quick_copy")).toEqual([]);
  });

  it("do nothing where two apps have the code, when letters are taken away, or when they are off", async () => {
    const second = uat({ pick: { pick: "app", app: "app-acu2", org: "org-acu" }, app: "Postman" });
    const two = await shown(instantly(uat({ app: "Rehearsal Tool" }), second));
    await typed(two.quick, "acu");
    expect(two.shell.called("quick_copy")).toEqual([]);
    const one = await shown(instantly(uat()));
    one.quick.type("acux");
    await settle();
    one.quick.type("acu");
    await settle();
    expect(one.shell.called("quick_copy")).toEqual([]);
    const off = await shown(new QuickShell([uat()]));
    await typed(off.quick, "acu");
    expect(off.shell.called("quick_copy")).toEqual([]);
  });
});

describe("hiding", () => {
  it("forgets everything, and drops what is on its way", async () => {
    const { shell, quick } = await shown();
    const held = shell.hold("quick_copy");
    await typed(quick, "acu");
    quick.do(copyToken);
    await settle();
    shell.tellQuick({ what: "hidden" });
    held.refuse({ code: "cancelled" });
    await settle();
    expect([quick.query, quick.view, quick.errand.step]).toEqual(["", null, null]);
  });

  it.each([
    ["asks who sits there", "device_unlock"],
    ["may ask, after a code", "read_name"],
  ] as const)("does not end what waits while this computer %s: the copy goes on", async (_what, level) => {
    const { shell, quick } = await shown(new QuickShell([production()]));
    shell.refuse("quick_copy", { code: "guarded", orgs: ["org-acp"], level });
    const held = shell.hold("pass_guard");
    quick.do(copyToken);
    await settle();
    quick.errand.typed = "acp";
    quick.errand.name();
    await settle();
    shell.tellQuick({ what: "hidden" });
    shell.on("quick_copy", () => null);
    held.answer();
    await settle();
    expect(shell.called("quick_copy")).toHaveLength(2);
    expect(quick.errand.step).toBeNull();
  });

  it("is what Esc asks for", async () => {
    const { shell, quick } = await shown();
    quick.leave();
    expect(shell.called("quick_hide")).toEqual([{}]);
  });

  it("keeps a message only until it is shown again", async () => {
    const { shell, quick } = await shown();
    shell.tellQuick({ what: "message", clipboard: clipboard(), set: null });
    expect(quick.message?.seconds).toBe(90);
    shell.tellQuick({ what: "shown" });
    await settle();
    expect(quick.message).toBeNull();
    expect(quick.rows).toHaveLength(4);
  });
});
