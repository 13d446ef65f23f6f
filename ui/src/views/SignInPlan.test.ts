import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { app, grant, jwtApp, org, orgs, refused, signIn, waiting } from "../testing/fixtures";
import type { Shell } from "../testing/shell";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { OrgView } from "../wire/OrgView";
import type { SignInForm } from "../wire/SignInForm";

const button = (name: string | RegExp) => screen.getByRole("button", { name });

const started = (shell: Shell): SignInForm | undefined => shell.called("start_sign_in")[0]?.["form"] as SignInForm | undefined;

describe("before the browser opens", () => {
  it("says where one will sign in, to what, with what, and where it comes back to", async () => {
    const { user, container } = await openWindow([org()]);
    button(/Rehearsal Tool, fresh/).focus();
    await user.keyboard("s");
    await settle();
    const plan = within(screen.getByRole("region", { name: "Sign in: Rehearsal Tool" }));
    expect(screen.getByText("SANDBOX: UAT")).toBeVisible();
    expect(plan.getByText("acme--uat.sandbox.my.salesforce.com")).toBeVisible();
    expect(plan.getByText("Acme Retail · UAT")).toBeVisible();
    expect(plan.getByText("ana@acme.com")).toBeVisible();
    expect(plan.getByText("Manage user data via APIs (api)")).toBeVisible();
    expect(plan.getByText("http://localhost:33333")).toBeVisible();
    await expectAccessible(container);
  });

  it.each([
    ["production", "PRODUCTION"],
    ["unknown", "UNKNOWN, TREATED AS PRODUCTION"],
  ] as const)("says %s in capitals", async (environment, band) => {
    const { user } = await openWindow([org({ environment })]);
    button(/Rehearsal Tool, fresh/).focus();
    await user.keyboard("s");
    expect(screen.getByText(band)).toBeVisible();
  });

  it("goes on in the default browser, or in the one that is chosen", async () => {
    const { user, shell } = await openWindow([org()]);
    button(/Rehearsal Tool, fresh/).focus();
    await user.keyboard("s");
    await settle();
    await user.selectOptions(screen.getByRole("combobox", { name: "Browser" }), "Firefox");
    await user.click(button("Continue in browser"));
    expect(started(shell)).toMatchObject({ browser: { browser: "firefox", profile: null, isPrivate: false }, thenCopy: null });
    expect(button("Continue in browser")).toHaveAttribute("aria-disabled", "true");
  });

  it.each([
    [3, 0],
    [4, 1],
  ])("with %i sign-ins known, warns that the oldest may end: %i", async (known, warnings) => {
    const { user, container } = await openWindow([org({ apps: [app({ grant: grant({ approvals: { known, about: 5 } }) })] })]);
    button(/Rehearsal Tool, fresh/).focus();
    await user.keyboard("s");
    expect(screen.queryAllByText("This may end your oldest sign-in of this app without a word")).toHaveLength(warnings);
    await expectAccessible(container);
  });

  it("can be left, and the focus goes back to the row", async () => {
    const { user, shell } = await openWindow([org()]);
    const row = button(/Rehearsal Tool, fresh/);
    row.focus();
    await user.keyboard("s");
    await settle();
    await user.keyboard("{Escape}");
    await settle();
    expect(row).toHaveFocus();
    expect(screen.getByRole("heading", { name: "Rehearsal Tool" })).toBeVisible();
    expect(shell.called("start_sign_in")).toEqual([]);
  });

  it("says who else would be cancelled, and does it in this order", async () => {
    const { user, shell } = await openWindow(orgs());
    shell.tell({ what: "sign_in", signIn: signIn(waiting(5)) });
    await settle();
    button(/^Acme Retail, production, Rehearsal Tool/).focus();
    await user.keyboard("s");
    await settle();
    expect(screen.getByText("A sign-in to Acme Retail · UAT, Rehearsal Tool is under way. Cancel it and start this one?")).toBeVisible();
    shell.on("cancel_sign_in", () => shell.tell({ what: "sign_in", signIn: signIn({ at: "failed", failure: { code: "cancelled" } }) }));
    await user.click(button("Cancel it and continue"));
    await settle();
    const order = shell.calls.map(({ command }) => command).filter((command) => /^(cancel|start)/.test(command));
    expect(order).toEqual(["cancel_sign_in", "start_sign_in"]);
    expect(shell.called("start_sign_in")[0]?.["app"]).toBe("app-acp");
  });

  it("asks for whatever the app allows when no scope is named, and expects nobody the first time", async () => {
    const { user } = await openWindow([org({ apps: [app({ scopes: [], grant: null, status: { word: "sign_in" } })] })]);
    button(/Rehearsal Tool, sign in/).focus();
    await user.keyboard("s");
    expect(screen.getByText("Whatever the app allows")).toBeVisible();
    expect(screen.queryByText("Expected user")).toBeNull();
  });
});

describe("a copy that needs a sign-in first", () => {
  it("says so, keeps the intent through the browser, and copies by itself", async () => {
    const needy = org({ apps: [app({ status: { word: "sign_in" } })] });
    const { user, shell } = await openWindow([needy], (shell) =>
      shell.refuse("copy_token", { code: "needs_sign_in", app: "app-acu" }),
    );
    button(/Rehearsal Tool, sign in/).focus();
    await user.keyboard("{Enter}");
    await settle();
    expect(screen.getByText(/To copy a token you need to sign in first/)).toBeVisible();
    await user.click(button("Continue in browser"));
    expect(started(shell)).toMatchObject({ browser: null, withDeviceCode: false, accept: "pinned", thenCopy: "token" });

    shell.tell({ what: "sign_in", signIn: signIn(waiting(5)) });
    await settle();
    expect(screen.getByRole("heading", { name: "Signing in to Acme Retail · UAT" })).toHaveFocus();
    shell.tell({ what: "orgs", orgs: [org()] });
    shell.tell({ what: "sign_in", signIn: signIn({ at: "done" }) });
    await settle();
    expect(screen.getByRole("heading", { name: "Signed in to Acme Retail · UAT" })).toHaveFocus();
    expect(screen.getByText("Signed in to Acme Retail UAT as ana@acme.com.")).toBeVisible();
  });

  it("says that Salesforce has ended the last sign-in", async () => {
    const ended = refused("grant_ended", "invalid_grant", "expired access/refresh token", "refresh");
    const { user } = await openWindow([org({ apps: [app({ status: { word: "renews" }, grant: grant() })] })], (shell) =>
      shell.refuse("copy_token", ended),
    );
    await user.click(button("Copy fresh token for Acme Retail UAT, Rehearsal Tool"));
    await settle();
    expect(screen.getByText(/Salesforce has ended the last sign-in/)).toBeVisible();
  });
});

describe("the browser of a sign-in", () => {
  async function plan(more: Partial<OrgView> = {}) {
    const opened = await openWindow([org(more)]);
    button(/Rehearsal Tool, fresh/).focus();
    await opened.user.keyboard("s");
    await settle();
    return opened;
  }
  const box = (name: string) => screen.getByRole("combobox", { name });

  it("is the one that was chosen for the org last, with its profile and its window", async () => {
    const browser = { browser: "firefox", profile: "acme", isPrivate: true };
    const { user, shell } = await plan({ browser });
    expect(box("Browser")).toHaveDisplayValue("Firefox");
    expect(box("Profile")).toHaveDisplayValue("Acme");
    expect(screen.getByRole("checkbox", { name: "In its Private window" })).toBeChecked();
    await user.click(button("Continue in browser"));
    expect(started(shell)?.browser).toEqual(browser);
  });

  it("is the default one when the last one is gone", async () => {
    const { user, shell } = await plan({ browser: { browser: "vivaldi", profile: "x", isPrivate: true } });
    expect(screen.queryByRole("combobox", { name: "Profile" })).toBeNull();
    await user.selectOptions(box("Browser"), "");
    await user.click(button("Continue in browser"));
    expect(started(shell)?.browser).toBeNull();
  });

  it("says of one that it has no private window, and never asks it for one", async () => {
    const { user, shell } = await plan({ browser: { browser: "chromium", profile: null, isPrivate: true } });
    await user.selectOptions(box("Browser"), "Safari");
    expect(screen.getByText("Safari cannot be asked for a private window.")).toBeVisible();
    await user.click(screen.getByRole("checkbox", { name: "Ask for the log-in anew" }));
    await user.click(button("Continue in browser"));
    expect(started(shell)).toMatchObject({ browser: { browser: "safari", isPrivate: false }, freshLogIn: true });
  });
});

describe("a sign-in as somebody else", () => {
  const otherUser = { code: "other_user", expected: "ana@acme.com", answered: "bob@acme.com" } as const;
  const safari = { id: "safari", name: "Safari", profiles: [], privateWindow: null };

  it.each([
    ["promises a private window where a browser has one", null, "This time in a private window, and Salesforce asks for the log-in anew."],
    ["promises none where no browser has one", [safari], "This time Salesforce asks for the log-in anew, whoever is logged in."],
  ])("%s", async (_name, browsers, said) => {
    const { user, shell } = await openWindow([org()], (shell) => {
      if (browsers !== null) shell.on("list_browsers", () => browsers);
    });
    await user.click(button(/Rehearsal Tool, fresh/));
    shell.tell({ what: "sign_in", signIn: signIn({ at: "failed", failure: otherUser }) });
    await settle();
    await user.click(button("Try again in a private window"));
    await settle();
    expect(screen.getByText(said)).toBeVisible();
  });
});

describe("a sign-in without a browser", () => {
  it("with a signed assertion says for which user, and offers no browser", async () => {
    const { user, shell, container } = await openWindow([org({ apps: [jwtApp({ grant: null, status: { word: "sign_in" } })] })]);
    button(/Rehearsal Tool, sign in/).focus();
    await user.keyboard("s");
    await settle();
    expect(screen.getByText("Keyperch will sign in at")).toBeVisible();
    expect(screen.getByText("integration@acme.com.uat")).toBeVisible();
    expect(screen.queryByRole("combobox")).toBeNull();
    await expectAccessible(container);
    await user.click(button("Connect"));
    expect(started(shell)).toMatchObject({ browser: null, withDeviceCode: false, freshLogIn: false });
  });

  it("with a device code warns of codes that others send, and shows the host large", async () => {
    const { user, shell, container } = await openWindow([org()]);
    await user.click(button(/Rehearsal Tool, fresh/));
    await user.click(button("More for this app"));
    await user.click(screen.getByRole("menuitem", { name: "Sign in with a device code…" }));
    await settle();
    expect(screen.getByText("Only type a code that you asked for yourself, here, now")).toBeVisible();
    expect(screen.getByText("acme--uat.sandbox.my.salesforce.com", { selector: ".where *" })).toBeVisible();
    await expectAccessible(container);
    await user.click(button("Get a code"));
    expect(started(shell)).toMatchObject({ browser: null, withDeviceCode: true });
  });
});
