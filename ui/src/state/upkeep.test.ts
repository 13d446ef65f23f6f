import { describe, expect, it } from "vitest";

import { unsaved, upkeep as view } from "../testing/fixtures";
import { Shell } from "../testing/shell";
import { openSession } from "../testing/window";
import { Notices } from "./notices.svelte";
import { Upkeep } from "./upkeep.svelte";

describe("what is looked after", () => {
  it("is nothing until something is told", () => {
    const upkeep = new Upkeep(new Notices());
    expect([upkeep.unsaved, upkeep.leaving, upkeep.isMemoryOnly, upkeep.isEnding]).toEqual([[], 0, false, false]);
  });

  it("is as it was told last", async () => {
    const { shell, session } = await openSession();
    shell.tell({ what: "upkeep", upkeep: view({ unsaved: [unsaved()], leaving: 2, memoryOnly: true }) });
    expect(session.upkeep.unsaved.map(({ org }) => org)).toEqual(["Acme Retail UAT"]);
    expect([session.upkeep.leaving, session.upkeep.isMemoryOnly]).toEqual([2, true]);
    shell.tell({ what: "upkeep", upkeep: view() });
    expect([session.upkeep.unsaved, session.upkeep.leaving, session.upkeep.isMemoryOnly]).toEqual([[], 0, false]);
  });

  it("asks before the end only while something would be lost", () => {
    const upkeep = new Upkeep(new Notices());
    upkeep.heard(view({ unsaved: [unsaved()] }));
    expect(upkeep.isEnding, "nobody wants to quit").toBe(false);
    upkeep.heard(view({ unsaved: [unsaved()], isEnding: true }));
    expect(upkeep.isEnding).toBe(true);
    upkeep.heard(view({ isEnding: true }));
    expect(upkeep.isEnding, "all is saved").toBe(false);
  });
});

describe("trying at once", () => {
  it("is asked for once, however often it is pressed", async () => {
    const shell = new Shell();
    const upkeep = new Upkeep(new Notices());
    const held = shell.hold("try_upkeep");
    const trying = upkeep.tryNow();
    void upkeep.tryNow();
    expect(upkeep.trying.isPending).toBe(true);
    held.answer();
    await trying;
    expect(upkeep.trying.isPending).toBe(false);
    expect(shell.called("try_upkeep")).toHaveLength(1);
  });

  it("that failed is told in passing", async () => {
    new Shell().refuse("try_upkeep", { code: "unreachable", host: "h" });
    const notices = new Notices();
    await new Upkeep(notices).tryNow();
    expect(notices.current).toEqual({ say: "failed", failure: { code: "unreachable", host: "h" }, app: null });
  });
});
