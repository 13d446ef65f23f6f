import { describe, expect, it } from "vitest";

import { app, callbackMismatch, org, orgs, refused, signIn as view, waiting } from "../testing/fixtures";
import { Shell } from "../testing/shell";
import { openSession, openWithApp, settle } from "../testing/window";
import { Session } from "./session.svelte";

const byDefault = { browser: null, freshLogIn: false };
const atApp = (id: string) => ({ kind: "app", id }) as const;

describe("connecting", () => {
  it("shows how everything stands", async () => {
    const { session } = await openSession(orgs());
    expect(session.orgs.isLoaded).toBe(true);
    expect(session.orgs.list).toHaveLength(8);
    expect(session.notices.current).toBeNull();
  });

  it("can be tried again when there is nothing to show", async () => {
    const shell = new Shell().refuse("watch", { code: "registry_unwritable", reference: "1" });
    const session = new Session();
    await session.connect();
    expect(session.troubles.everywhere?.failure.code).toBe("registry_unwritable");
    shell.on("watch", () => undefined);
    session.troubles.everywhere?.retry();
    await settle();
    expect(session.troubles.everywhere).toBeNull();
  });
});

describe("a damaged list", () => {
  const damaged = { code: "registry_damaged", reference: "1", backup: 0 } as const;

  async function withDamage() {
    const shell = new Shell().refuse("watch", damaged);
    const session = new Session();
    await session.connect();
    return { shell, session };
  }

  it.each([
    ["use_backup", (session: Session) => session.useBackup()],
    ["start_empty", (session: Session) => session.startEmpty()],
  ])("is shown anew after %s", async (command, mend) => {
    const { shell, session } = await withDamage();
    shell.on("watch", () => undefined);
    await mend(session);
    expect(shell.calls.map(({ command }) => command)).toEqual(["watch", command, "watch"]);
    expect(session.troubles.everywhere).toBeNull();
  });

  it("that is no better afterwards says so", async () => {
    const { session } = await withDamage();
    await expect(session.useBackup()).rejects.toEqual(damaged);
    expect(session.troubles.everywhere?.failure).toEqual(damaged);
  });

  it("is not asked about again when nothing was done", async () => {
    const { shell, session } = await withDamage();
    shell.refuse("start_empty", { code: "registry_unwritable", reference: "2" });
    await expect(session.startEmpty()).rejects.toEqual({ code: "registry_unwritable", reference: "2" });
    expect(shell.called("watch")).toHaveLength(1);
  });
});

describe("copying a fresh token", () => {
  it("asks once, however often it is pressed, and shows that it is asking", async () => {
    const { shell, session, found } = await openWithApp();
    const held = shell.hold("copy_token");
    const copying = session.copyToken(found);
    void session.copyToken(found);
    expect(session.copying.has("app-acu")).toBe(true);
    held.answer();
    await copying;
    expect(session.copying.size).toBe(0);
    expect(shell.called("copy_token")).toEqual([{ app: "app-acu", shape: "token" }]);
    expect(session.screen.isAt("app-acu")).toBe(true);
  });

  it.each([
    ["needs_sign_in", { code: "needs_sign_in", app: "app-acu" } as const, "to_copy"],
    ["grant_ended", refused("grant_ended", "invalid_grant", "expired access/refresh token", "refresh"), "ended"],
  ])("keeps the intent when a person must sign in first: %s", async (_name, failure, reason) => {
    const { shell, session, found } = await openWithApp();
    shell.refuse("copy_token", failure);
    await session.copyToken(found);
    expect(session.signIn.plan).toMatchObject({ app: "app-acu", reason, thenCopy: "token" });
    expect(session.screen.isDetailOpen).toBe(true);
  });

  it("shows at the app why it failed, and tries again from there", async () => {
    const { shell, session, found } = await openWithApp();
    shell.refuse("copy_token", { code: "unreachable", host: "h" });
    await session.copyToken(found);
    const trouble = session.troubles.of("app-acu");
    expect(trouble?.failure.code).toBe("unreachable");
    shell.on("copy_token", () => undefined);
    trouble?.retry();
    await settle();
    expect(session.troubles.of("app-acu")).toBeUndefined();
    expect(shell.called("copy_token")).toHaveLength(2);
  });

  it("shows why it failed in the place of how the sign-in before it ended", async () => {
    const { shell, session, found } = await openWithApp();
    session.choose(atApp("app-acu"));
    shell.tell({ what: "sign_in", signIn: view({ at: "done" }) });
    shell.refuse("copy_token", { code: "keychain_locked", prompt: "unanswered" });
    await session.copyToken(found);
    expect(session.troubles.of("app-acu")?.failure.code).toBe("keychain_locked");
    expect(session.signIn.view).toBeNull();
  });

  it("does not pull the person away from another row, but says where to look", async () => {
    const { shell, session, found } = await openWithApp();
    const held = shell.hold("copy_token");
    const copying = session.copyToken(found);
    session.choose(atApp("app-2"));
    held.refuse({ code: "keychain_locked", prompt: "unanswered" });
    await copying;
    expect(session.screen.isAt("app-2")).toBe(true);
    expect(session.notices.current).toEqual({ say: "failed", failure: { code: "keychain_locked", prompt: "unanswered" }, app: "app-acu" });
  });

  it("of an app with a problem first shows the problem; mended, the browser is next", async () => {
    const { shell, session, found } = await openWithApp({ status: { word: "problem", failure: callbackMismatch } });
    await session.copyToken(found);
    expect(shell.called("copy_token")).toEqual([]);
    session.troubles.of("app-acu")?.retry();
    expect(session.signIn.plan).toMatchObject({ app: "app-acu", reason: "asked", thenCopy: "token" });
  });

  it("of an app whose renewal was refused asks for the token again when mended", async () => {
    const failure = refused("ip_restricted", "invalid_grant", "ip restricted", "refresh");
    const { shell, session, found } = await openWithApp({ status: { word: "problem", failure } });
    await session.copyToken(found);
    session.troubles.of("app-acu")?.retry();
    await settle();
    expect(shell.called("copy_token")).toHaveLength(1);
  });
});

describe("plain values", () => {
  it("are said to be copied when they are", async () => {
    const { session } = await openWithApp();
    await session.copyDetail("app-acu", "callback_url");
    expect(session.notices.current).toEqual({ say: "detail_copied", detail: "callback_url" });
  });

  it("are not said to be copied when they are not", async () => {
    const { shell, session } = await openWithApp();
    shell.refuse("copy_detail", { code: "clipboard_unavailable" });
    await session.copyDetail("app-acu", "host");
    expect(session.notices.current).toMatchObject({ say: "failed", failure: { code: "clipboard_unavailable" } });
  });

  it("are fetched once, however often the button of a key is pressed", async () => {
    const { shell, session, found } = await openWithApp();
    const held = shell.hold("copy_credential");
    const first = session.copyCredential(found.id, "key");
    void session.copyCredential(found.id, "key");
    expect([session.isLending(found.id, "key"), session.isLending(found.id, "secret")]).toEqual([true, false]);
    held.answer();
    await first;
    expect(session.isLending(found.id, "key")).toBe(false);
    expect(shell.called("copy_credential")).toHaveLength(1);
  });

  it("are being fetched also once a guard was passed for them", async () => {
    const { shell, session, found } = await openWithApp();
    shell.refuse("copy_credential", { code: "guarded", orgs: ["org-acu"], level: "second_enter" });
    await session.copyCredential(found.id, "secret");
    expect(session.isLending(found.id, "secret"), "the person is asked first").toBe(false);
    const held = shell.hold("copy_credential");
    await session.guard.pass({ by: "again" });
    expect(session.isLending(found.id, "secret")).toBe(true);
    await session.copyCredential(found.id, "secret");
    expect(shell.called("copy_credential")).toHaveLength(2);
    held.answer();
    await settle();
    expect(session.isLending(found.id, "secret")).toBe(false);
  });

  it("leave the word on keys and secrets to the clipboard", async () => {
    const { shell, session } = await openWithApp();
    await session.copyCredential("app-acu", "secret");
    expect(shell.called("copy_credential")).toEqual([{ app: "app-acu", credential: "secret" }]);
    expect(session.notices.current).toBeNull();
  });
});

describe("a sign-in", () => {
  it("that is done is said with the user's name", async () => {
    const { shell, session } = await openWithApp();
    shell.tell({ what: "sign_in", signIn: view({ at: "done" }) });
    expect(session.notices.current).toEqual({ say: "signed_in", org: "Acme Retail UAT", user: "ana@acme.com", environment: "uat" });
  });

  it("that was cancelled leaves nothing on the screen", async () => {
    const { shell, session } = await openWithApp();
    shell.tell({ what: "sign_in", signIn: view({ at: "failed", failure: { code: "cancelled" } }) });
    expect(session.notices.current).toEqual({ say: "sign_in_cancelled" });
    expect(session.signIn.view).toBeNull();
    await settle();
    expect(shell.called("dismiss_sign_in")).toHaveLength(1);
  });

  it("that is withdrawn while another ends is not started", async () => {
    const { shell, session } = await openWithApp();
    shell.tell({ what: "sign_in", signIn: view({ at: "exchanging" }) });
    session.proposeSignIn("app-2");
    const starting = session.startSignIn(byDefault);
    session.signIn.withdraw();
    shell.tell({ what: "sign_in", signIn: view({ at: "done" }) });
    await starting;
    expect(shell.called("start_sign_in")).toEqual([]);
    expect(session.signIn.isStarting).toBe(false);
  });

  it("under way is shown again by a page that was loaded anew", async () => {
    const { shell, session } = await openWithApp();
    shell.tell({ what: "sign_in", signIn: view({ at: "preparing" }) });
    expect(session.screen.isAt("app-acu")).toBe(true);
  });

  it("that failed out of sight is told in passing, once", async () => {
    const { shell, session } = await openWithApp();
    session.choose(atApp("app-2"));
    const failed = view({ at: "failed", failure: { code: "timed_out" } });
    shell.tell({ what: "sign_in", signIn: failed });
    expect(session.notices.current).toMatchObject({ say: "failed", app: "app-acu" });
    session.notices.dismiss();
    shell.tell({ what: "sign_in", signIn: failed });
    expect(session.notices.current).toBeNull();
  });

  it("that ended well has been seen when another row is chosen", async () => {
    const { shell, session } = await openWithApp();
    session.choose(atApp("app-acu"));
    shell.tell({ what: "sign_in", signIn: view({ at: "done" }) });
    session.choose(atApp("app-acu"));
    expect(session.signIn.view).not.toBeNull();
    session.choose(atApp("app-2"));
    expect(session.signIn.view).toBeNull();
  });

  it("that cannot start is shown at its app", async () => {
    const { shell, session } = await openWithApp();
    shell.refuse("start_sign_in", { code: "keychain_absent", lacking: "service" });
    session.proposeSignIn("app-acu");
    await session.startSignIn(byDefault);
    expect(session.troubles.of("app-acu")?.failure).toEqual({ code: "keychain_absent", lacking: "service" });
    session.troubles.of("app-acu")?.retry();
    expect(session.signIn.plan?.app).toBe("app-acu");
  });

  it("that could not begin because another did lets the button be pressed again", async () => {
    const { shell, session } = await openWithApp();
    session.proposeSignIn("app-acu");
    await session.startSignIn(byDefault);
    shell.tell({ what: "failed", failure: { code: "sign_in_running" } });
    expect(session.signIn.isStarting).toBe(false);
    expect(session.notices.current).toMatchObject({ say: "failed", failure: { code: "sign_in_running" } });
  });
});

describe("stepping back", () => {
  it("withdraws a plan, cancels what is under way, closes what has ended, and then does nothing more", async () => {
    const { shell, session } = await openWithApp();
    expect(session.leave(), "nothing chosen").toBe(false);
    session.proposeSignIn("app-acu");
    expect(session.leave()).toBe(true);
    expect(session.signIn.plan).toBeNull();
    shell.tell({ what: "sign_in", signIn: view(waiting(5)) });
    expect(session.leave()).toBe(true);
    expect(shell.called("cancel_sign_in")).toHaveLength(1);
    shell.tell({ what: "sign_in", signIn: view({ at: "failed", failure: { code: "timed_out" } }) });
    expect(session.leave()).toBe(true);
    expect(shell.called("dismiss_sign_in")).toHaveLength(1);
    session.troubles.note("app-acu", { failure: { code: "gone" }, retry: () => undefined });
    expect(session.leave()).toBe(true);
    expect(session.leave()).toBe(false);
  });

  it("does not touch a sign-in of another row", async () => {
    const { shell, session } = await openWithApp();
    shell.tell({ what: "sign_in", signIn: view(waiting(5)) });
    session.choose(atApp("app-2"));
    expect(session.leave()).toBe(false);
    expect(shell.called("cancel_sign_in")).toEqual([]);
  });
});

describe("ending and removing", () => {
  it("says what was done", async () => {
    const { shell, session, found } = await openWithApp();
    const there = org();
    await session.signOut({ org: there, app: found });
    expect(session.notices.current).toEqual({ say: "signed_out", org: "Acme Retail UAT", told: "heard" });
    await session.removeApp(found, true);
    await session.care.remove([there.id], false);
    expect(shell.calls.slice(1).map(({ command }) => command)).toEqual(["sign_out", "remove_app", "remove_orgs"]);
    expect(shell.called("remove_app")).toEqual([{ app: "app-acu", signOut: true }]);
    expect(shell.called("remove_orgs")).toEqual([{ orgs: ["org-acu"], signOut: false }]);
  });

  it("says so when Salesforce could not be told yet", async () => {
    const { shell, session, found } = await openWithApp();
    shell.on("sign_out", () => "waiting");
    await session.signOut({ org: org(), app: found });
    expect(session.notices.current).toMatchObject({ say: "signed_out", told: "waiting" });
  });

  it("says nothing when it was not done", async () => {
    const { shell, session, found } = await openWithApp();
    shell.refuse("sign_out", { code: "unreachable", host: "h" });
    await expect(session.signOut({ org: org(), app: found })).rejects.toEqual({ code: "unreachable", host: "h" });
    expect(session.notices.current).toBeNull();
  });
});

describe("what was chosen", () => {
  it("is chosen no more when it is gone, and the list is shown again", async () => {
    const { shell, session } = await openWithApp();
    session.open(atApp("app-acu"));
    shell.tell({ what: "orgs", orgs: [org({ id: "org-2", apps: [app({ id: "app-2" })] })] });
    expect(session.screen.place).toBeNull();
    expect(session.screen.isDetailOpen).toBe(false);
  });
});

describe("opening an org", () => {
  it("is asked for once, however often it is pressed, and shows that it is asking", async () => {
    const { shell, session } = await openWithApp();
    const held = shell.hold("open_org");
    const opening = session.openOrg("org-acu");
    void session.openOrg("org-acu");
    expect(session.opening.has("org-acu")).toBe(true);
    held.answer();
    await opening;
    expect(session.opening.size).toBe(0);
    expect(shell.called("open_org")).toHaveLength(1);
  });

  it("is under way also once its guard was passed", async () => {
    const { shell, session } = await openWithApp();
    shell.refuse("open_org", { code: "guarded", orgs: ["org-acu"], level: "second_enter" });
    await session.openOrg("org-acu");
    const held = shell.hold("open_org");
    await session.guard.pass({ by: "again" });
    expect(session.opening.has("org-acu")).toBe(true);
    await session.openOrg("org-acu");
    expect(shell.called("open_org")).toHaveLength(2);
    held.answer();
    await settle();
    expect(session.opening.size).toBe(0);
  });
});

describe("what nobody asked for", () => {
  it("is told when it failed, but not when it was cancelled", async () => {
    const { shell, session } = await openWithApp();
    shell.tell({ what: "failed", failure: { code: "cancelled" } });
    expect(session.notices.current).toBeNull();
    shell.tell({ what: "failed", failure: { code: "unexpected", reference: "1" } });
    expect(session.notices.current).toMatchObject({ say: "failed", app: null });
  });

  it("may be a template", async () => {
    const { shell, session } = await openWithApp();
    const template = { client: "", address: "a", orgName: "", appName: "", callbackUrl: "", scopes: "", recipe: null, flow: "authorization_code" as const, answers: {} };
    shell.tell({ what: "template", template });
    expect(session.screen.asked).toEqual({ ask: "add_org", template });
  });

  it("opening orgs and templates can fail too", async () => {
    const { shell, session } = await openWithApp();
    shell.refuse("open_org", { code: "browser_not_found" }).refuse("open_template", { code: "template", refused: { reason: "unreadable" } });
    await session.openOrg("org-acu");
    expect(session.notices.current).toMatchObject({ failure: { code: "browser_not_found" } });
    await session.openTemplate();
    expect(session.notices.current).toMatchObject({ failure: { code: "template" } });
  });
});
