import { describe, expect, it } from "vitest";

import { org, signIn, waiting } from "../testing/fixtures";
import { handOver, toolGrant } from "../testing/fixtures-hand-over";
import type { Shell } from "../testing/shell";
import { openSession, settle } from "../testing/window";
import type { HandOverView } from "../wire/HandOverView";

const byDefault = { browser: null, freshLogIn: false };

/** A session whose app is being handed over to the Rehearsal Tool. */
async function open(...views: HandOverView[]) {
  const opened = await openSession([org()]);
  const told = views.length === 0 ? [handOver()] : views;
  opened.shell.on("hand_over", () => (told.length > 1 ? told.shift() : told[0]));
  await opened.session.handOver.open("app-acu", "rehearsal_tool");
  return { ...opened, handOver: opened.session.handOver };
}

const tell = (shell: Shell, ...steps: Parameters<typeof signIn>[0][]): void =>
  steps.forEach((step) => shell.tell({ what: "sign_in", signIn: signIn(step, { tool: "rehearsal_tool" }) }));

describe("a tool's sign-in", () => {
  it("is the tool's, and nothing to the rest of the window", async () => {
    const { shell, session, handOver } = await open(handOverBefore(), handOverAfter());
    await handOver.signIn({ browser: null, freshLogIn: true });
    expect(shell.called("sign_in_for_tool")).toEqual([
      {
        app: "app-acu",
        tool: "rehearsal_tool",
        form: { browser: null, withDeviceCode: false, freshLogIn: true, accept: "pinned", thenCopy: null },
      },
    ]);
    expect(handOver.waiting).toBeNull();
    tell(shell, waiting(5), { at: "exchanging" }, { at: "done" });
    await settle();
    expect(handOver.waiting?.username, "what came was looked for").toBe("release@acme.com.uat");
    expect([session.notices.current, session.signIn.view, session.screen.place]).toEqual([null, null, null]);
    expect(shell.called("dismiss_sign_in")).toHaveLength(1);
  });

  it("that failed says why here, and can be tried again", async () => {
    const { shell, session, handOver } = await open();
    await handOver.signIn(byDefault);
    tell(shell, waiting(5), { at: "failed", failure: { code: "timed_out" } });
    expect([handOver.failure, handOver.isSigningIn]).toEqual([{ code: "timed_out" }, false]);
    expect([session.notices.current, session.troubles.of("app-acu")]).toEqual([null, undefined]);
    await handOver.signIn(byDefault);
    expect([handOver.failure, shell.called("sign_in_for_tool").length]).toEqual([null, 2]);
  });

  it("that was cancelled is nothing to complain of", async () => {
    const { shell, handOver } = await open();
    await handOver.signIn(byDefault);
    tell(shell, waiting(5));
    await handOver.cancel();
    expect(shell.called("cancel_sign_in")).toHaveLength(1);
    tell(shell, { at: "failed", failure: { code: "cancelled" } });
    expect([handOver.failure, handOver.isSigningIn]).toEqual([null, false]);
  });

  it("first ends another one, even of the same app, which is not taken for it", async () => {
    const { shell, session, handOver } = await open();
    shell.tell({ what: "sign_in", signIn: signIn(waiting(5)) });
    const begun = handOver.signIn(byDefault);
    await settle();
    expect([shell.called("cancel_sign_in").length, shell.called("sign_in_for_tool").length]).toEqual([1, 0]);
    shell.tell({ what: "sign_in", signIn: signIn({ at: "failed", failure: { code: "cancelled" } }) });
    await begun;
    expect(session.notices.current, "the other one's end").toEqual({ say: "sign_in_cancelled" });
    expect([shell.called("sign_in_for_tool").length, handOver.isSigningIn]).toEqual([1, true]);
  });

  it("goes on in a page that was loaded anew, and says there why it failed", async () => {
    const { shell, session } = await openSession([org()]);
    shell.on("hand_over", () => handOver());
    tell(shell, waiting(5));
    await settle();
    expect(session.screen.asked).toEqual({ ask: "hand_over", app: "app-acu" });
    tell(shell, { at: "failed", failure: { code: "timed_out" } });
    await settle();
    expect([session.handOver.failure, session.handOver.isSigningIn]).toEqual([{ code: "timed_out" }, false]);
    expect([session.handOver.view?.app, session.notices.current]).toEqual(["app-acu", null]);
  });

  it("that ended well although nobody waited is no sign-in of Keyperch's", async () => {
    const { shell, session, handOver } = await open();
    await handOver.signIn(byDefault);
    tell(shell, waiting(5));
    handOver.leave();
    tell(shell, { at: "done" });
    expect([session.notices.current, session.signIn.view]).toEqual([null, null]);
  });

  it.each([
    ["as it is asked for", (shell: Shell) => shell.refuse("sign_in_for_tool", { code: "in_use" })],
    ["a moment later", (shell: Shell) => shell.on("sign_in_for_tool", () => shell.tell({ what: "failed", failure: { code: "in_use" } }))],
  ])("that cannot begin, refused %s, says so here", async (_when, refuse) => {
    const { shell, session, handOver } = await open();
    refuse(shell);
    await handOver.signIn(byDefault);
    expect([handOver.failure, handOver.isSigningIn, session.notices.current]).toEqual([{ code: "in_use" }, false, null]);
  });

  it("ends when nobody waits for it any more", async () => {
    const { shell, session, handOver } = await open();
    await handOver.signIn(byDefault);
    tell(shell, waiting(5));
    handOver.leave();
    expect(shell.called("cancel_sign_in")).toHaveLength(1);
    tell(shell, { at: "failed", failure: { code: "cancelled" } });
    expect(session.notices.current).toEqual({ say: "sign_in_cancelled" });
  });

  it("is not what any other failure is about", async () => {
    const { shell, session } = await open();
    shell.tell({ what: "failed", failure: { code: "in_use" } });
    expect(session.notices.current).toMatchObject({ say: "failed" });
  });
});

describe("a hand-over", () => {
  it("copies the commands for a shell, and is finished when the tool has them", async () => {
    const { shell, handOver } = await open(handOverAfter(), handOverBefore());
    await handOver.copy("cmd");
    expect(shell.called("copy_hand_over")).toEqual([{ app: "app-acu", tool: "rehearsal_tool", shell: "cmd" }]);
    expect(await handOver.finish()).toBe(true);
    expect(shell.called("finish_hand_over")).toEqual([{ app: "app-acu", tool: "rehearsal_tool" }]);
    expect(handOver.waiting).toBeNull();
  });

  it("that could not be finished still waits", async () => {
    const { shell, handOver } = await open(handOverAfter());
    shell.refuse("finish_hand_over", { code: "keychain_frozen" });
    expect(await handOver.finish()).toBe(false);
    expect(handOver.waiting).not.toBeNull();
    expect(handOver.finishing.failure).toEqual({ code: "keychain_frozen" });
  });

  it("shows the app that was opened last, however slow the one before is", async () => {
    const { shell, session } = await openSession([org()]);
    const held = shell.hold("hand_over");
    void session.handOver.open("app-acu", "rehearsal_tool");
    void session.handOver.open("app-acu2", "rehearsal_tool");
    shell.on("hand_over", ({ app }) => handOver({ app: String(app) }));
    held.answer(handOver({ app: "app-acu" }));
    await settle();
    expect(session.handOver.view?.app).toBe("app-acu2");
  });
});

function handOverBefore(): HandOverView {
  return handOver();
}

function handOverAfter(): HandOverView {
  return handOver({ grant: toolGrant() });
}
