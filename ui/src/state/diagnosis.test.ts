import { describe, expect, it } from "vitest";

import { diagnosis as view } from "../testing/fixtures";
import { Shell } from "../testing/shell";
import { Diagnosis } from "./diagnosis.svelte";

describe("a check of a connection", () => {
  it("is shown as far as it is, and whole in the end", async () => {
    const held = new Shell().hold("check_connection");
    const diagnosis = new Diagnosis();
    const checking = diagnosis.check("app-acu");
    expect(diagnosis.of("app-acu")).toBeNull();
    diagnosis.heard(view({ checks: [], isFinished: false }));
    expect(diagnosis.of("app-acu")?.isFinished).toBe(false);
    held.answer(view());
    await checking;
    expect(diagnosis.of("app-acu")?.checks).toHaveLength(6);
    expect(diagnosis.of("app-acp"), "it was about another app").toBeNull();
  });

  it("runs once at a time, and begins anew with nothing", async () => {
    const shell = new Shell();
    const diagnosis = new Diagnosis();
    await diagnosis.check("app-acu");
    const held = shell.hold("check_connection");
    const again = diagnosis.check("app-acu");
    void diagnosis.check("app-acu");
    expect(diagnosis.of("app-acu"), "what was found may not be so any more").toBeNull();
    held.refuse({ code: "gone" });
    await again;
    expect(diagnosis.checking.failure).toEqual({ code: "gone" });
    expect(shell.called("check_connection")).toHaveLength(2);
  });

  it("of another app begins when the first one ends, if somebody still waits for it", async () => {
    const shell = new Shell();
    const held = shell.hold("check_connection");
    const diagnosis = new Diagnosis();
    const first = diagnosis.check("app-acu");
    diagnosis.leave("app-acu");
    void diagnosis.check("app-acp");
    expect(shell.called("check_connection"), "one at a time").toEqual([{ app: "app-acu" }]);
    shell.on("check_connection", ({ app }) => view({ app: String(app) }));
    held.answer(view());
    await first;
    expect(shell.called("check_connection")).toEqual([{ app: "app-acu" }, { app: "app-acp" }]);
    expect(diagnosis.of("app-acp")?.isFinished).toBe(true);
  });

  it("of another app does not begin once nobody waits for it any more", async () => {
    const shell = new Shell();
    const held = shell.hold("check_connection");
    const diagnosis = new Diagnosis();
    const first = diagnosis.check("app-acu");
    void diagnosis.check("app-acp");
    diagnosis.leave("app-acp");
    held.answer(view());
    await first;
    expect(shell.called("check_connection")).toEqual([{ app: "app-acu" }]);
  });

  it("does not mind what is told of another one", async () => {
    new Shell();
    const diagnosis = new Diagnosis();
    await diagnosis.check("app-acu");
    diagnosis.heard(view({ app: "app-acp", checks: [] }));
    expect(diagnosis.of("app-acu")?.checks).toHaveLength(6);
  });
});
