import { describe, expect, it } from "vitest";

import { callbackMismatch, org, readiness, signIn } from "../testing/fixtures";
import { Shell } from "../testing/shell";
import { openSession, settle } from "../testing/window";
import { Ready } from "./ready.svelte";

const waits = () => readiness({ is: "waiting", failure: callbackMismatch });
const isReady = () => readiness({ is: "ready" });
const gaveUp = () => readiness({ is: "gave_up", failure: callbackMismatch });

describe("the wait until Salesforce knows an app", () => {
  it("tells of the moment in which it does, and of no other", () => {
    const ready = new Ready();
    expect(ready.heard(isReady()), "nobody waited here").toBeNull();
    expect(ready.heard(waits())).toBeNull();
    expect(ready.heard(isReady())).toBe("ready");
    expect(ready.heard(isReady())).toBeNull();
    expect(ready.heard(null)).toBeNull();
    ready.heard(waits());
    expect(ready.heard(gaveUp())).toBe("gave_up");
  });

  it("can be ended, and is gone then", async () => {
    const shell = new Shell();
    const ready = new Ready();
    ready.heard(waits());
    expect(ready.of("app-acu")?.state.is).toBe("waiting");
    expect(ready.of("app-acp")).toBeNull();
    await ready.stop();
    expect(shell.called("stop_waiting_until_ready")).toHaveLength(1);
    expect(ready.view).toBeNull();
  });

  it("is said wherever one is", async () => {
    const { shell, session } = await openSession([org()]);
    shell.tell({ what: "readiness", readiness: waits() });
    expect(session.notices.current).toBeNull();
    shell.tell({ what: "readiness", readiness: isReady() });
    expect(session.notices.current).toEqual({ say: "ready", app: "app-acu", name: "Rehearsal Tool" });
  });

  it("that was in vain is said, too", async () => {
    const { shell, session } = await openSession([org()]);
    shell.tell({ what: "readiness", readiness: waits() });
    shell.tell({ what: "readiness", readiness: gaveUp() });
    expect(session.notices.current).toEqual({ say: "gave_up", app: "app-acu", name: "Rehearsal Tool" });
  });

  it("ends when somebody signs in to that app, and not for another one's sake", async () => {
    const { shell, session } = await openSession([org()]);
    shell.tell({ what: "readiness", readiness: waits() });
    shell.tell({ what: "sign_in", signIn: signIn({ at: "done" }, { app: "app-acp" }) });
    expect(shell.called("stop_waiting_until_ready")).toEqual([]);
    shell.tell({ what: "sign_in", signIn: signIn({ at: "exchanging" }) });
    shell.tell({ what: "sign_in", signIn: signIn({ at: "done" }) });
    await settle();
    expect(shell.called("stop_waiting_until_ready")).toHaveLength(1);
    expect(session.ready.view).toBeNull();
  });

  it("that could not begin is said, and nothing else has changed", async () => {
    const { shell, session } = await openSession([org()]);
    shell.refuse("wait_until_ready", { code: "gone" });
    session.troubles.note("app-acu", { failure: callbackMismatch, retry: () => undefined });
    await session.waitUntilReady("app-acu");
    expect(session.notices.current).toMatchObject({ say: "failed" });
    expect(session.troubles.of("app-acu")?.failure).toEqual(callbackMismatch);
  });
});
