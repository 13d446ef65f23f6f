import { describe, expect, it } from "vitest";

import { signIn as view, waiting as step } from "../testing/fixtures";
import { Shell } from "../testing/shell";
import { settle } from "../testing/window";
import { SignIn } from "./sign-in.svelte";

const waiting = () => view(step(5));
const byDefault = { browser: null, freshLogIn: false };
const firefox = { browser: "firefox", profile: "acme", isPrivate: false };

describe("a sign-in that is planned", () => {
  it("starts nothing, and finds out which browsers there are", async () => {
    const shell = new Shell();
    const signIn = new SignIn();
    signIn.propose("app-acu", "to_copy", { thenCopy: "token" });
    await settle();
    expect(shell.called("start_sign_in")).toEqual([]);
    expect(signIn.browsers.map(({ name }) => name)).toEqual(["Firefox", "Chromium", "Safari"]);
  });

  it("does without a list of browsers", async () => {
    new Shell().refuse("list_browsers", { code: "unexpected", reference: "1" });
    const signIn = new SignIn();
    signIn.propose("app-acu", "asked");
    await settle();
    expect(signIn.browsers).toEqual([]);
  });

  it("stays on the screen from the press of the button to the first step", async () => {
    const shell = new Shell();
    const signIn = new SignIn();
    signIn.propose("app-acu", "to_copy", { thenCopy: "token" });
    await signIn.start({ browser: firefox, freshLogIn: true });
    expect(shell.called("start_sign_in")).toEqual([
      { app: "app-acu", form: { browser: firefox, withDeviceCode: false, freshLogIn: true, accept: "pinned", thenCopy: "token" } },
    ]);
    expect([signIn.plan !== null, signIn.isStarting]).toEqual([true, true]);
    await signIn.start(byDefault);
    expect(shell.called("start_sign_in"), "pressed twice, started once").toHaveLength(1);
    signIn.heard(view({ at: "preparing" }));
    expect([signIn.plan, signIn.isStarting, signIn.isRunning]).toEqual([null, false, true]);
  });

  it("can be pressed again when it could not be started", async () => {
    new Shell().refuse("start_sign_in", { code: "gone" });
    const signIn = new SignIn();
    signIn.propose("app-acu", "asked");
    await expect(signIn.start(byDefault)).rejects.toEqual({ code: "gone" });
    expect(signIn.isStarting).toBe(false);
  });

  it("keeps its intent for the next try", async () => {
    new Shell();
    const signIn = new SignIn();
    signIn.propose("app-acu", "to_copy", { thenCopy: "token", withDeviceCode: true, privately: true, accept: "other_user" });
    await signIn.start(byDefault);
    signIn.heard(view({ at: "failed", failure: { code: "timed_out" } }));
    signIn.proposeAgain("app-acu");
    expect(signIn.plan, "that somebody else may answer is said anew").toEqual({
      app: "app-acu",
      reason: "asked",
      thenCopy: "token",
      withDeviceCode: true,
      privately: false,
      accept: "pinned",
    });
  });

  it("first ends another that is under way, and waits until its port is free", async () => {
    const shell = new Shell();
    const signIn = new SignIn();
    signIn.heard(waiting());
    signIn.propose("app-acp", "asked");
    const started = signIn.start(byDefault);
    await settle();
    expect(shell.calls.map(({ command }) => command)).toEqual(["list_browsers", "cancel_sign_in"]);
    signIn.heard(view({ at: "failed", failure: { code: "cancelled" } }));
    await started;
    expect(shell.called("start_sign_in")).toEqual([
      { app: "app-acp", form: { browser: null, withDeviceCode: false, freshLogIn: false, accept: "pinned", thenCopy: null } },
    ]);
  });
});

describe("a sign-in under way", () => {
  it.each([
    ["cancel_sign_in", (signIn: SignIn) => signIn.cancel(), {}],
    ["extend_sign_in", (signIn: SignIn) => signIn.extend(), {}],
    ["reopen_sign_in", (signIn: SignIn) => signIn.reopen(firefox), { browser: firefox }],
    ["copy_sign_in_link", (signIn: SignIn) => signIn.copyLink(), {}],
  ] as const)("can be told: %s", async (command, tell, args) => {
    const shell = new Shell();
    const signIn = new SignIn();
    signIn.heard(waiting());
    await tell(signIn);
    expect(shell.called(command)).toEqual([args]);
  });

  it("is opened again in the browser of this attempt, even if that is the desktop's own", async () => {
    const shell = new Shell();
    const signIn = new SignIn();
    signIn.heard(waiting());
    await signIn.openAgain(firefox);
    signIn.heard(null);
    signIn.propose("app-acu", "asked");
    await signIn.start(byDefault);
    await signIn.openAgain(firefox);
    expect(shell.called("reopen_sign_in")).toEqual([{ browser: firefox }, { browser: null }]);
  });

  it("knows which callback URL it was to come back to", () => {
    const signIn = new SignIn();
    const note = { says: "callback" as const, callback: "http://localhost:33334" };
    signIn.view = { ...waiting(), checks: [{ check: "port", verdict: { is: "passed", note } }] };
    expect([signIn.callbackOf(signIn.view.app), signIn.callbackOf("app-other")]).toEqual(["http://localhost:33334", null]);
  });

  it("tells of a hiccup beside the way, and forgets it with the next step", async () => {
    new Shell().refuse("reopen_sign_in", { code: "browser_not_found" });
    const signIn = new SignIn();
    signIn.heard(waiting());
    await signIn.reopen(null);
    expect(signIn.hiccup).toEqual({ code: "browser_not_found" });
    expect(signIn.isRunning, "the wait goes on").toBe(true);
    signIn.heard(view({ at: "exchanging" }));
    expect(signIn.hiccup).toBeNull();
  });

  it("takes what is brought by hand, says beside it why that is no answer, and forgets it with the next step", async () => {
    const shell = new Shell().refuse("paste_callback", { code: "not_brought", why: "empty" });
    const signIn = new SignIn();
    signIn.heard(waiting());
    await signIn.bring();
    expect(shell.called("paste_callback")).toHaveLength(1);
    expect(signIn.bringing.failure).toEqual({ code: "not_brought", why: "empty" });
    expect([signIn.isRunning, signIn.hiccup]).toEqual([true, null]);
    signIn.heard(view({ at: "exchanging" }));
    expect(signIn.bringing.failure).toBeNull();
  });

  it("is over when it is done or has failed, and is gone when it is dismissed", async () => {
    const shell = new Shell();
    const signIn = new SignIn();
    signIn.heard(view({ at: "exchanging" }));
    expect(signIn.isRunning).toBe(true);
    signIn.heard(view({ at: "done" }));
    expect(signIn.isRunning).toBe(false);
    await signIn.dismiss();
    expect(signIn.view).toBeNull();
    expect(shell.called("dismiss_sign_in")).toHaveLength(1);
  });

  it("is not wiped from the screen by dismissing", async () => {
    new Shell();
    const signIn = new SignIn();
    signIn.heard(waiting());
    await signIn.dismiss();
    expect(signIn.view).not.toBeNull();
  });
});
