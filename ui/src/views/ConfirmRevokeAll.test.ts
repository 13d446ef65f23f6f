import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { app, org, orgs } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { OrgView } from "../wire/OrgView";

async function ask(list: OrgView[] = orgs()) {
  const opened = await openWindow(list);
  await opened.user.click(screen.getByRole("button", { name: "More" }));
  await settle();
  await opened.user.click(screen.getByRole("menuitem", { name: "Revoke all sign-ins…" }));
  await settle();
  return { ...opened, dialog: within(screen.getByRole("dialog", { name: "Revoke all sign-ins?" })) };
}

const go = { name: "Revoke all" };

describe("revoking every sign-in", () => {
  it("says how many there are, how many of production, what ends and what stays", async () => {
    const { dialog, container } = await ask();
    expect(dialog.getByText("Salesforce ends 5 sign-ins of Keyperch’s.")).toBeVisible();
    expect(dialog.getByText("1 of them in PRODUCTION.")).toBeVisible();
    expect(dialog.getByText("Every tool that uses these tokens is signed out too.")).toBeVisible();
    expect(dialog.getByText(/^Entries, keys and secrets stay/)).toBeVisible();
    expect(dialog.getByRole("button", { name: "Cancel" })).toHaveFocus();
    expect(dialog.getByRole("button", go)).toHaveClass("danger");
    await expectAccessible(container);
  });

  it("says what came of it, by the numbers that were asked about", async () => {
    const { user, shell, dialog, container } = await ask();
    const held = shell.hold("revoke_all");
    await user.click(dialog.getByRole("button", go));
    expect(dialog.getByRole("status")).toHaveTextContent("Telling Salesforce…");
    expect(dialog.getByRole("button", go)).toHaveAttribute("aria-disabled", "true");
    shell.tell({ what: "orgs", orgs: [org({ apps: [app({ grant: null })] })] });
    await settle();
    expect(dialog.getByText("Salesforce ends 5 sign-ins of Keyperch’s.")).toBeVisible();
    held.answer({ heard: 3, waiting: 2 });
    await settle();
    expect(dialog.getByRole("status")).toHaveTextContent("3 revoked");
    expect(dialog.getByRole("status")).toHaveTextContent("2 wait: Salesforce could not be reached");
    expect(dialog.queryByRole("button", go)).toBeNull();
    expect(dialog.getAllByRole("button", { name: "Close" })[1]).toHaveFocus();
    await expectAccessible(container);
  });

  it("says nothing of waiting where Salesforce has heard of them all", async () => {
    const { user, dialog } = await ask([org()]);
    expect(dialog.queryByText(/PRODUCTION/)).toBeNull();
    await user.click(dialog.getByRole("button", go));
    await settle();
    expect(dialog.getByRole("status")).toHaveTextContent(/^1 revoked$/);
  });

  it("says why it could not be done, and can be tried again", async () => {
    const { user, shell, dialog } = await ask();
    shell.refuse("revoke_all", { code: "keychain_frozen" });
    await user.click(dialog.getByRole("button", go));
    await settle();
    expect(dialog.getByRole("alert")).toHaveTextContent("The system keychain does not answer");
    await user.click(dialog.getByRole("button", go));
    expect(shell.called("revoke_all")).toHaveLength(2);
  });

  it("has nothing to do where nobody is signed in", async () => {
    const { dialog, shell } = await ask([org({ apps: [] })]);
    expect(dialog.getByText("No app is signed in. There is nothing to revoke.")).toBeVisible();
    expect(dialog.queryByRole("button", go)).toBeNull();
    expect(shell.called("revoke_all")).toEqual([]);
  });
});
