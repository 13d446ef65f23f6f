import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { app, grant, org, orgs, signIn } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";

const button = (name: string | RegExp) => screen.getByRole("button", { name });

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
    expect(shell.called("start_sign_in")).toEqual([{ app: "app-acu", browser: "firefox", thenCopy: false }]);
    expect(button("Continue in browser")).toHaveAttribute("aria-disabled", "true");
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
    shell.tell({ what: "sign_in", signIn: signIn({ at: "waiting", until: Date.now() + 200_000 }) });
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
      shell.refuse("copy_fresh_token", { code: "needs_sign_in", app: "app-acu" }),
    );
    button(/Rehearsal Tool, sign in/).focus();
    await user.keyboard("{Enter}");
    await settle();
    expect(screen.getByText(/To copy a token you need to sign in first/)).toBeVisible();
    await user.click(button("Continue in browser"));
    expect(shell.called("start_sign_in")).toEqual([{ app: "app-acu", browser: null, thenCopy: true }]);

    shell.tell({ what: "sign_in", signIn: signIn({ at: "waiting", until: Date.now() + 300_000 }) });
    await settle();
    expect(screen.getByRole("heading", { name: "Signing in to Acme Retail · UAT" })).toHaveFocus();
    shell.tell({ what: "orgs", orgs: [org()] });
    shell.tell({ what: "sign_in", signIn: signIn({ at: "done" }) });
    await settle();
    expect(screen.getByRole("heading", { name: "Signed in to Acme Retail · UAT" })).toHaveFocus();
    expect(screen.getByText("Signed in to Acme Retail UAT as ana@acme.com.")).toBeVisible();
  });

  it("says that Salesforce has ended the last sign-in", async () => {
    const ended = { stage: "refresh", error: "invalid_grant", description: "expired access/refresh token", meaning: "grant_ended" } as const;
    const { user } = await openWindow([org({ apps: [app({ status: { word: "renews" }, grant: grant() })] })], (shell) =>
      shell.refuse("copy_fresh_token", { code: "refused", refusal: ended }),
    );
    await user.click(button("Copy fresh token for Acme Retail UAT, Rehearsal Tool"));
    await settle();
    expect(screen.getByText(/Salesforce has ended the last sign-in/)).toBeVisible();
  });
});
