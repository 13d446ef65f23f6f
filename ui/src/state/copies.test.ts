import { describe, expect, it } from "vitest";

import { app, callbackMismatch, org, readiness, signIn as signInView } from "../testing/fixtures";
import { openSession, openWithApp, settle } from "../testing/window";
import type { AppView } from "../wire/AppView";
import type { Failure } from "../wire/Failure";
import type { Session } from "./session.svelte";

const atApp = (id: string) => ({ kind: "app", id }) as const;

describe("a copy in another shape", () => {
  it("asks for that shape, and says by itself that an address was copied", async () => {
    const { shell, session, found } = await openWithApp();
    await session.copyToken(found, "bearer");
    expect(session.notices.current).toBeNull();
    await session.copyToken(found, "instance_url");
    expect(shell.called("copy_token").map(({ shape }) => shape)).toEqual(["bearer", "instance_url"]);
    expect(session.notices.current).toEqual({ say: "detail_copied", detail: "instance_url" });
  });
});

describe("what Enter does by how an app stands", () => {
  it("waits for an app that is not ready, and shows it", async () => {
    const { shell, session, found } = await openWithApp({ status: { word: "not_ready" } });
    await session.copyToken(found);
    expect(shell.called("copy_token")).toEqual([]);
    expect(shell.called("wait_until_ready")).toEqual([{ app: "app-acu" }]);
    expect(session.screen.isDetailOpen).toBe(true);
  });

  it("does not begin to wait twice", async () => {
    const { shell, session, found } = await openWithApp({ status: { word: "not_ready" } });
    shell.tell({ what: "readiness", readiness: readiness({ is: "waiting", failure: callbackMismatch }) });
    await session.copyToken(found);
    expect(shell.called("wait_until_ready")).toEqual([]);
  });

  it.each([
    ["an org that was out of reach", { word: "offline", failure: { code: "unreachable", host: "h" } }],
    ["an app that asks by itself", { word: "server" }],
  ] as const)("asks for a token of %s", async (_what, status) => {
    const { shell, session, found } = await openWithApp({ status });
    await session.copyToken(found);
    expect(shell.called("copy_token")).toHaveLength(1);
  });
});

describe("what is guarded", () => {
  const guarded: Failure = { code: "guarded", orgs: ["org-acu"], level: "second_enter" };

  it.each([
    ["copy_token", (session: Session, found: AppView) => session.copyToken(found)],
    ["copy_credential", (session: Session, found: AppView) => session.copyCredential(found.id, "secret")],
    ["open_org", (session: Session) => session.openOrg("org-acu")],
  ])("is asked about, and done again when it is passed: %s", async (command, act) => {
    const { shell, session, found } = await openWithApp();
    shell.refuse(command, guarded);
    const asked: [failure: unknown, again: () => void][] = [];
    session.guard.ask = (failure, again) => asked.push([failure, again]) > 0;
    await act(session, found);
    expect(session.notices.current).toBeNull();
    expect(asked.map(([failure]) => failure)).toEqual([guarded]);
    shell.on(command, () => undefined);
    asked[0]?.[1]();
    await settle();
    expect(shell.called(command)).toHaveLength(2);
  });

  it("is said to be guarded while another question is open", async () => {
    const { shell, session, found } = await openWithApp();
    session.guard.ask({ code: "guarded", orgs: ["org-2"], level: "second_enter" }, () => undefined);
    shell.refuse("copy_token", guarded);
    shell.refuse("open_org", guarded);
    await session.copyToken(found);
    expect(session.notices.current).toEqual({ say: "failed", failure: guarded, app: "app-acu" });
    session.notices.dismiss();
    await session.openOrg("org-acu");
    expect(session.notices.current).toEqual({ say: "failed", failure: guarded, app: null });
    expect(session.guard.asked?.orgs).toEqual(["org-2"]);
  });

  it("is copied in its shape after a sign-in, as soon as the guard is passed", async () => {
    const { shell, session } = await openWithApp({ status: { word: "sign_in" }, grant: null });
    session.proposeSignIn("app-acu", "to_copy", { thenCopy: "bearer" });
    await session.startSignIn({ browser: null, freshLogIn: false });
    shell.tell({ what: "sign_in", signIn: signInView({ at: "done" }) });
    shell.tell({ what: "failed", failure: guarded });
    expect(session.notices.current, "the question says it").toMatchObject({ say: "signed_in" });
    expect(session.guard.asked).toMatchObject({ orgs: ["org-acu"], deed: "copy" });
    expect(shell.called("copy_token")).toEqual([]);
    await session.guard.pass({ by: "again" });
    await settle();
    expect(shell.called("copy_token")).toEqual([{ app: "app-acu", shape: "bearer" }]);
  });

  it("is only said where no sign-in tells which app it was", async () => {
    const { shell, session } = await openWithApp();
    shell.tell({ what: "failed", failure: guarded });
    expect(session.notices.current).toEqual({ say: "failed", failure: guarded, app: null });
    expect(session.guard.asked).toBeNull();
  });
});

describe("the instance URL", () => {
  it.each([
    ["a problem", { word: "problem", failure: callbackMismatch }],
    ["a sign-in that ended", { word: "sign_in" }],
    ["an app that is not ready", { word: "not_ready" }],
  ] as const)("takes no token, and is copied beside %s", async (_what, status) => {
    const { shell, session, found } = await openWithApp({ status });
    await session.copyToken(found, "instance_url");
    shell.tell({ what: "wanted", app: "app-acu", shape: "instance_url" });
    await settle();
    const once = { app: "app-acu", shape: "instance_url" };
    expect(shell.called("copy_token")).toEqual([once, once]);
    expect([session.signIn.plan, session.troubles.of("app-acu"), shell.called("wait_until_ready")]).toEqual([null, undefined, []]);
  });

  it("that no sign-in has brought yet leads to one, and is copied then", async () => {
    const { shell, session, found } = await openWithApp({ status: { word: "sign_in" }, grant: null });
    shell.refuse("copy_token", { code: "needs_sign_in", app: "app-acu" });
    await session.copyToken(found, "instance_url");
    expect(session.signIn.plan).toMatchObject({ app: "app-acu", thenCopy: "instance_url" });
  });
});

describe("what was wanted elsewhere", () => {
  it.each(["shortcuts", "activity", "sets"] as const)("takes the place of what is only read: %s", async (ask) => {
    const { shell, session } = await openWithApp({ status: { word: "sign_in" }, grant: null });
    session.screen.ask({ ask });
    shell.tell({ what: "wanted", app: "app-acu", shape: "token" });
    expect(session.screen.asked).toBeNull();
    expect(session.signIn.plan?.app).toBe("app-acu");
  });

  it.each([
    ["a sign-in", { word: "sign_in" }, { code: "needs_sign_in", app: "app-acu" }],
    ["a problem", { word: "problem", failure: callbackMismatch }, callbackMismatch],
  ] as const)("is said in passing over a form that somebody fills in: %s", async (_what, status, failure) => {
    const { shell, session } = await openWithApp({ status, grant: null });
    session.screen.ask({ ask: "edit_org", org: "org-2" });
    shell.tell({ what: "wanted", app: "app-acu", shape: "env" });
    expect(session.screen.asked).toEqual({ ask: "edit_org", org: "org-2" });
    expect(session.screen.place).toBeNull();
    expect(session.notices.current).toEqual({ say: "failed", failure, app: "app-acu" });
    const plan = session.signIn.plan;
    expect([plan?.thenCopy, session.troubles.of("app-acu")?.failure]).toEqual(
      status.word === "sign_in" ? ["env", undefined] : [undefined, callbackMismatch],
    );
  });

  it("is copied over a form where nothing is in its way, and waited for where the app is not ready", async () => {
    const { shell, session } = await openWithApp({ status: { word: "not_ready" } });
    session.screen.ask({ ask: "edit_org", org: "org-2" });
    shell.tell({ what: "wanted", app: "app-acu", shape: "env" });
    shell.tell({ what: "wanted", app: "app-2", shape: "env" });
    await settle();
    expect(shell.called("wait_until_ready")).toEqual([{ app: "app-acu" }]);
    expect(shell.called("copy_token")).toEqual([{ app: "app-2", shape: "env" }]);
    expect(session.screen.asked?.ask).toBe("edit_org");
  });

  it("leads to the sign-in that is in its way, and copies then", async () => {
    const { shell, session } = await openWithApp({ status: { word: "sign_in" }, grant: null });
    shell.tell({ what: "wanted", app: "app-acu", shape: "bearer" });
    expect(session.signIn.plan).toMatchObject({ app: "app-acu", reason: "to_copy", thenCopy: "bearer" });
    expect(session.screen.isAt("app-acu")).toBe(true);
    expect(shell.called("copy_token")).toEqual([]);
  });

  it("shows the problem", async () => {
    const { shell, session } = await openWithApp({ status: { word: "problem", failure: callbackMismatch } });
    shell.tell({ what: "wanted", app: "app-acu", shape: "token" });
    expect(session.troubles.of("app-acu")?.failure).toEqual(callbackMismatch);
  });

  it("is asked for here in its shape otherwise; of an app that is gone nothing is", async () => {
    const { shell } = await openWithApp();
    shell.tell({ what: "wanted", app: "gone", shape: "env" });
    shell.tell({ what: "wanted", app: "app-acu", shape: "env" });
    await settle();
    expect(shell.called("copy_token")).toEqual([{ app: "app-acu", shape: "env" }]);
  });
});

describe("one org that is told anew", () => {
  it("stands where it stood, and what is chosen of it and is gone is chosen no more", async () => {
    const { shell, session } = await openWithApp();
    session.choose(atApp("app-acu"));
    shell.tell({ what: "org", org: org({ name: "Renamed", apps: [app()] }) });
    expect(session.orgs.list.map(({ name }) => name)).toEqual(["Renamed", "UAT"]);
    expect(session.screen.isAt("app-acu")).toBe(true);
    shell.tell({ what: "org", org: org({ apps: [] }) });
    expect(session.screen.place).toBeNull();
  });

  it("is picked for as long as it is there", async () => {
    const { shell, session } = await openWithApp();
    session.selection.add(["org-acu", "org-2"]);
    shell.tell({ what: "orgs", orgs: [org()] });
    expect(session.selection.orgs).toEqual(["org-acu"]);
  });
});

describe("many orgs", () => {
  it("are changed at once", async () => {
    const { shell, session } = await openWithApp();
    session.selection.add(["org-2", "org-acu"]);
    await session.bulk.keepAlive();
    expect(shell.called("edit_orgs")).toEqual([{ orgs: ["org-acu", "org-2"], edit: { change: "keep_alive", on: true } }]);
    session.bulk.makeSet();
    expect(session.screen.asked).toEqual({ ask: "edit_set", set: null, apps: ["app-acu", "app-2"] });
    session.bulk.ask("guard");
    expect(session.screen.asked).toEqual({ ask: "edit_many", orgs: ["org-acu", "org-2"], change: "guard" });
    session.bulk.askToRemove();
    expect(session.screen.asked).toEqual({ ask: "remove_orgs", orgs: ["org-acu", "org-2"] });
  });

  it("are kept alive no longer where all of them are", async () => {
    const { shell, session } = await openSession([org({ keepsAlive: true })]);
    session.selection.toggle("org-acu");
    await session.bulk.keepAlive();
    expect(shell.called("edit_orgs")).toEqual([{ orgs: ["org-acu"], edit: { change: "keep_alive", on: false } }]);
  });

  it("a fold is seen at once, and taken back when it could not be kept", async () => {
    const { shell, session } = await openWithApp();
    const held = shell.hold("fold_clients");
    const folding = session.bulk.fold(["client-ac"], true);
    expect(session.orgs.folded).toEqual(["client-ac"]);
    held.refuse({ code: "registry_unwritable", reference: "1" });
    await folding;
    expect(session.orgs.folded).toEqual([]);
    expect(session.notices.current).toMatchObject({ say: "failed" });
  });
});
