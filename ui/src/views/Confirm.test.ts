import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { app, grant, org } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { OrgView } from "../wire/OrgView";

async function ask(name: RegExp, way: string, orgs: OrgView[] = [org()]) {
  const opened = await openWindow(orgs);
  await opened.user.click(screen.getByRole("button", { name }));
  await opened.user.click(screen.getByRole("button", { name: way }));
  await settle();
  return { ...opened, dialog: within(screen.getByRole("dialog")) };
}

describe("signing out", () => {
  it("says what it ends and what stays, begins at the harmless button, and says when it is done", async () => {
    const { user, shell, dialog, container } = await ask(/Rehearsal Tool, fresh/, "Sign out…");
    expect(screen.getByRole("dialog", { name: "Sign out of Rehearsal Tool?" })).toBeVisible();
    expect(dialog.getByText("Acme Retail · UAT")).toBeVisible();
    expect(dialog.getByRole("button", { name: "Cancel" })).toHaveFocus();
    await expectAccessible(container);
    await user.click(dialog.getByRole("button", { name: "Sign out" }));
    await settle();
    expect(shell.called("sign_out")).toEqual([{ app: "app-acu" }]);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByText("Signed out of Acme Retail UAT at Salesforce.")).toBeVisible();
  });

  it("says so when Salesforce could not be told yet", async () => {
    const { user, shell, dialog } = await ask(/Rehearsal Tool, fresh/, "Sign out…");
    shell.on("sign_out", () => "waiting");
    await user.click(dialog.getByRole("button", { name: "Sign out" }));
    await settle();
    expect(screen.getByText("Signed out here. Salesforce could not be reached; it will be told as soon as it can be.")).toBeVisible();
  });

  it("that did not work says why, and asks again", async () => {
    const { user, shell, dialog } = await ask(/Rehearsal Tool, fresh/, "Sign out…");
    shell.refuse("sign_out", { code: "unreachable", host: "acme--uat.sandbox.my.salesforce.com" });
    await user.click(dialog.getByRole("button", { name: "Sign out" }));
    await settle();
    expect(dialog.getByRole("alert")).toHaveTextContent("Salesforce cannot be reached");
  });

  it("of production says PRODUCTION", async () => {
    const { dialog } = await ask(/Rehearsal Tool, fresh/, "Sign out…", [org({ environment: "production" })]);
    expect(dialog.getByText("PRODUCTION")).toBeVisible();
  });
});

describe("removing an app", () => {
  it("also signs out at Salesforce", async () => {
    const { user, shell, dialog, container } = await ask(/Rehearsal Tool, fresh/, "Remove…");
    expect(dialog.getByRole("checkbox", { name: "Also sign out at Salesforce" })).toBeChecked();
    expect(dialog.getByText(/^You can undo this for 10 seconds\./)).toBeVisible();
    await expectAccessible(container);
    await user.click(dialog.getByRole("button", { name: "Remove" }));
    await settle();
    expect(shell.called("remove_app")).toEqual([{ app: "app-acu", signOut: true }]);
    expect(shell.called("sign_out"), "it is one thing, not two of which one can fail").toEqual([]);
  });

  it("does not where the box is not ticked", async () => {
    const { user, shell, dialog } = await ask(/Rehearsal Tool, fresh/, "Remove…");
    await user.click(dialog.getByRole("checkbox"));
    await user.click(dialog.getByRole("button", { name: "Remove" }));
    await settle();
    expect(shell.called("remove_app")).toEqual([{ app: "app-acu", signOut: false }]);
  });

  it("closes no other dialog, once its own was closed", async () => {
    const other = org({ id: "org-2", name: "Dev", apps: [app({ id: "app-2", name: "Other" })] });
    const { user, shell, dialog } = await ask(/UAT.*Rehearsal Tool, fresh/, "Remove…", [org(), other]);
    const held = shell.hold("remove_app");
    await user.click(dialog.getByRole("button", { name: "Remove" }));
    await user.click(dialog.getByRole("button", { name: "Cancel" }));
    await user.click(screen.getByRole("button", { name: /Other, fresh/ }));
    await user.click(screen.getByRole("button", { name: "Remove…" }));
    held.answer();
    await settle();
    expect(screen.getByRole("dialog", { name: "Remove Other?" })).toBeVisible();
  });

  it("that nobody signed in to has nothing to sign out of", async () => {
    const { user, shell, dialog } = await ask(/Rehearsal Tool, sign in/, "Remove…", [org({ apps: [app({ grant: null, status: { word: "sign_in" } })] })]);
    expect(dialog.queryByRole("checkbox")).toBeNull();
    await user.click(dialog.getByRole("button", { name: "Remove" }));
    expect(shell.called("remove_app")).toEqual([{ app: "app-acu", signOut: false }]);
  });

  it("says why it could not be removed", async () => {
    const { user, shell, dialog } = await ask(/Rehearsal Tool, fresh/, "Remove…");
    shell.refuse("remove_app", { code: "keychain_locked", prompt: "unanswered" });
    await user.click(dialog.getByRole("button", { name: "Remove" }));
    await settle();
    expect(dialog.getByRole("alert")).toHaveTextContent("The system keychain is locked");
  });
});

describe("removing an org", () => {
  it("says how much goes with it, and signs out of it all", async () => {
    const apps = [app(), app({ id: "app-2", name: "Other", grant: grant() }), app({ id: "app-3", name: "Third", grant: null })];
    const { user, shell } = await openWindow([org({ apps })]);
    await user.click(screen.getByRole("button", { name: /3 apps/ }));
    await user.click(screen.getByRole("button", { name: "More for this org" }));
    await user.click(screen.getByRole("menuitem", { name: "Remove…" }));
    await settle();
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.getByText(/with 3 apps, and their keys/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Remove" }));
    await settle();
    expect(shell.called("remove_orgs")).toEqual([{ orgs: ["org-acu"], signOut: true }]);
  });
});
