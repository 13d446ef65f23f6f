import { describe, expect, it } from "vitest";

import { app, callbackMismatch, org, refused, signIn, waiting } from "../testing/fixtures";
import { guide, progress, proof } from "../testing/guides";
import { openSession, settle } from "../testing/window";
import type { SignInStep } from "../wire/SignInStep";

const firefox = { browser: "firefox", profile: null, isPrivate: false };
const unknownKey = refused("unknown_key", "invalid_client_id", "client identifier invalid");

/** A set-up whose app is there. */
async function open(isProven = false) {
  const opened = await openSession([org({ browser: firefox })]);
  opened.shell.tell({ what: "guide", guide: guide({ progress: progress({ app: "app-acu", isProven }) }) });
  const tell = async (step: SignInStep) => {
    opened.shell.tell({ what: "sign_in", signIn: signIn(step) });
    await settle();
  };
  return { ...opened, tell };
}

describe("a set-up", () => {
  it("begins in its org, and what keeps it from that is said", async () => {
    const { shell, session } = await openSession([org()]);
    await session.setUp.begin("org-acu", "lightning_out");
    expect(shell.called("begin_guide")).toEqual([{ org: "org-acu", recipe: "lightning_out" }]);
    shell.refuse("open_guide", { code: "gone" });
    await session.setUp.open("guide-acu");
    expect(session.notices.current).toMatchObject({ say: "failed", failure: { code: "gone" } });
  });

  it("that is finished shows what came of it", async () => {
    const { shell, session, tell } = await open();
    await tell({ at: "exchanging" });
    await tell({ at: "done" });
    shell.on("close_guide", () => shell.tell({ what: "guide", guide: null }));
    await session.setUp.finish();
    expect(session.guide.view).toBeNull();
    expect(session.signIn.view).toBeNull();
    expect(session.screen.place).toEqual({ kind: "app", id: "app-acu" });
  });

  it("makes room for another app that is opened", async () => {
    const { shell, session } = await open();
    session.open({ kind: "app", id: "app-acu" });
    expect(shell.called("close_guide")).toEqual([]);
    session.open({ kind: "app", id: "app-other" });
    expect(shell.called("close_guide")).toHaveLength(1);
  });
});

describe("the proof of a set-up", () => {
  it("signs in in the org's browser, as nobody else", async () => {
    const { shell, session } = await open();
    await session.setUp.prove();
    const form = { browser: firefox, withDeviceCode: false, freshLogIn: false, accept: "pinned", thenCopy: null };
    expect(shell.called("prove_guide")).toEqual([{ guide: "guide-acu", form }]);
  });

  it("opens no browser where nobody signs in", async () => {
    const { shell, session } = await open();
    shell.tell({ what: "guide", guide: guide({ flow: "client_credentials" }) });
    await session.setUp.prove();
    expect(shell.called("prove_guide")[0]).toMatchObject({ form: { browser: null } });
  });

  it("takes the place of a plan, wherever a sign-in of its app is proposed", async () => {
    const { shell, session } = await open();
    session.proposeSignIn("app-acu", "private_window", { privately: true });
    await settle();
    expect(session.signIn.plan).toBeNull();
    expect(shell.called("prove_guide")[0]).toMatchObject({
      form: { browser: { browser: "firefox", isPrivate: true }, freshLogIn: true },
    });
  });

  it("that fails is shown in the companion, and not in passing", async () => {
    const { session, tell } = await open();
    await tell(waiting(5));
    await tell({ at: "failed", failure: callbackMismatch });
    expect(session.notices.current).toBeNull();
    expect(session.signIn.view?.step.at).toBe("failed");
  });

  it("waits by itself for a new key that is not known yet; and not for one that was proven", async () => {
    const first = await open();
    await first.tell(waiting(5));
    await first.tell({ at: "failed", failure: unknownKey });
    expect(first.shell.called("wait_until_ready")).toEqual([{ app: "app-acu" }]);
    expect(first.session.signIn.view).toBeNull();
    first.shell.close();
    const later = await open(true);
    await later.tell(waiting(5));
    await later.tell({ at: "failed", failure: unknownKey });
    expect(later.shell.called("wait_until_ready")).toEqual([]);
  });
});

describe("one step back", () => {
  it("cancels the sign-in, then puts the proof away, then stops catching; and never closes the companion", async () => {
    const { shell, session, tell } = await open();
    await tell(waiting(5));
    expect(session.leave()).toBe(true);
    expect(shell.called("cancel_sign_in")).toHaveLength(1);
    shell.tell({ what: "sign_in", signIn: null });
    await session.guide.prove({ browser: null, withDeviceCode: false, freshLogIn: false, accept: "pinned", thenCopy: null });
    shell.tell({ what: "guide", guide: guide({ proof: proof(), catchingUntil: Date.now() + 1000 }) });
    expect(session.leave()).toBe(true);
    expect(session.guide.isProofShown).toBe(false);
    expect(session.leave()).toBe(true);
    expect(shell.called("stop_catching")).toHaveLength(1);
    shell.tell({ what: "guide", guide: guide() });
    expect(session.leave()).toBe(false);
    expect(shell.called("close_guide")).toEqual([]);
  });
});

describe("keeping both users", () => {
  it("leaves the companion for the second entry", async () => {
    const { shell, session } = await open();
    shell.tell({ what: "orgs", orgs: [org({ apps: [app(), app({ id: "app-new" })] })] });
    await session.keepBoth("app-acu");
    expect(session.signIn.plan?.app).toBe("app-new");
    expect(shell.called("close_guide")).toHaveLength(1);
  });
});
