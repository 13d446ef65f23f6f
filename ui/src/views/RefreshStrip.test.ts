import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { app, callbackMismatch, org } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { RefreshView } from "../wire/RefreshView";

const refresh = (more: Partial<RefreshView> = {}): RefreshView => ({
  done: 12,
  of: 40,
  isRunning: true,
  isCancelled: false,
  failed: [],
  ...more,
});

async function told(more: Partial<RefreshView>) {
  const opened = await openWindow([org(), org({ id: "org-2", name: "Dev", apps: [app({ id: "app-2" })] })]);
  opened.shell.tell({ what: "refresh", refresh: refresh(more) });
  await settle();
  return { ...opened, strip: within(screen.getByRole("region", { name: "Refresh of tokens" })) };
}

const failed = [
  { app: "app-acu", failure: callbackMismatch },
  { app: "app-2", failure: { code: "needs_sign_in", app: "app-2" } as const },
  { app: "app-gone", failure: { code: "gone" } as const },
];

describe("a refresh of many tokens", () => {
  it("says how far it is, and can be cancelled", async () => {
    const { user, shell, strip, container } = await told({ failed: failed.slice(0, 2) });
    expect(strip.getByText("Refreshing 12 of 40 · 2 failed")).toBeVisible();
    expect(strip.getByRole("progressbar")).toHaveAttribute("value", "12");
    await expectAccessible(container);
    await user.click(strip.getByRole("button", { name: "Cancel" }));
    expect(shell.called("cancel_refresh")).toHaveLength(1);
  });

  it("says what came of it, and leads to what did not go well", async () => {
    const { user, shell, strip, container } = await told({ done: 40, isRunning: false, failed });
    expect(strip.getAllByText("37 of 40 refreshed · 3 failed")).toHaveLength(2);
    expect(strip.queryByRole("progressbar")).toBeNull();
    await expectAccessible(container);
    const failures = within(strip.getByRole("list", { name: "What could not be refreshed" }));
    expect(failures.getAllByRole("button"), "what is gone meanwhile leads nowhere").toHaveLength(2);
    await user.click(failures.getByRole("button", { name: /^Acme Retail · UAT, Rehearsal Tool: / }));
    await settle();
    expect(screen.getByRole("button", { name: "Try again" })).toBeVisible();
    await user.click(failures.getByRole("button", { name: /^Acme Retail · Dev, Rehearsal Tool: / }));
    await settle();
    expect(screen.getByRole("heading", { name: "Sign in: Rehearsal Tool" })).toBeVisible();
    await user.click(strip.getByRole("button", { name: "Dismiss" }));
    await settle();
    expect(shell.called("dismiss_refresh")).toHaveLength(1);
    expect(screen.queryByRole("region", { name: "Refresh of tokens" })).toBeNull();
  });

  it("that is being cancelled says so, and cannot be cancelled again", async () => {
    const { strip } = await told({ isCancelled: true });
    expect(strip.getByText("Cancelling…")).toBeVisible();
    expect(strip.queryByRole("button", { name: "Cancel" })).toBeNull();
  });

  it("gives the keyboard to the list when the button that had it goes", async () => {
    const { user, shell, strip } = await told({});
    const later = () => new Promise((resolve) => setTimeout(resolve, 5));
    strip.getByRole("button", { name: "Cancel" }).focus();
    shell.tell({ what: "refresh", refresh: refresh({ isCancelled: true }) });
    await later();
    expect(document.activeElement).toHaveAttribute("data-row");
    shell.tell({ what: "refresh", refresh: refresh({ isRunning: false }) });
    await settle();
    strip.getByRole("button", { name: "Dismiss" }).focus();
    await user.keyboard("{Enter}");
    await later();
    expect(screen.queryByRole("region", { name: "Refresh of tokens" })).toBeNull();
    expect(document.activeElement).toHaveAttribute("data-row");
  });

  it("takes the keyboard from nowhere", async () => {
    const { shell } = await told({});
    shell.tell({ what: "refresh", refresh: refresh({ isCancelled: true }) });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(document.body).toHaveFocus();
  });

  it("of orgs without any sign-in says that there was nothing to do", async () => {
    const { strip } = await told({ done: 0, of: 0, isRunning: false });
    expect(strip.getAllByText("No org has a sign-in to refresh.")).toHaveLength(2);
  });

  it("keeps another from being begun, and says why", async () => {
    const { user, shell } = await told({});
    await user.click(screen.getByRole("button", { name: "More" }));
    const all = screen.getByRole("menuitem", { name: "Refresh all tokens" });
    expect(all).toHaveAttribute("aria-disabled", "true");
    expect(all).toHaveAccessibleDescription("Tokens are being refreshed already.");
    await user.click(all);
    expect(all, "it stays open").toBeVisible();
    await user.keyboard("{Escape}");
    await user.click(screen.getByRole("button", { name: "Sort and fold" }));
    await user.click(screen.getByRole("menuitem", { name: "Select all" }));
    const picked = within(screen.getByRole("region", { name: "Selection" }));
    const refreshThem = picked.getByRole("button", { name: "Refresh tokens" });
    expect(refreshThem).toHaveAttribute("aria-disabled", "true");
    expect(refreshThem).toHaveAccessibleDescription("Tokens are being refreshed already.");
    await user.click(refreshThem);
    expect(shell.called("refresh_orgs")).toEqual([]);
  });

  it("that was cancelled says so", async () => {
    const { strip } = await told({ isRunning: false, isCancelled: true });
    expect(strip.getAllByText("Cancelled. 12 of 40 refreshed")).toHaveLength(2);
  });

  it("of all begins in the menu, and of a client at its head", async () => {
    const orgs = [org(), org({ id: "org-2", clientId: "client-b", client: "Boreal", apps: [app({ id: "app-2" })] })];
    const { user, shell } = await openWindow(orgs);
    await user.click(screen.getByRole("button", { name: "More" }));
    await user.click(screen.getByRole("menuitem", { name: "Refresh all tokens" }));
    await user.click(screen.getByRole("button", { name: "More for Boreal" }));
    await user.click(screen.getByRole("menuitem", { name: "Refresh tokens" }));
    expect(shell.called("refresh_orgs")).toEqual([{ orgs: ["org-acu", "org-2"] }, { orgs: ["org-2"] }]);
  });

  it("that cannot begin says why", async () => {
    const { user, shell } = await openWindow([org()]);
    shell.refuse("refresh_orgs", { code: "keychain_locked", prompt: "unanswered" });
    await user.click(screen.getByRole("button", { name: "More" }));
    await user.click(screen.getByRole("menuitem", { name: "Refresh all tokens" }));
    await settle();
    expect(screen.getByRole("alert")).toHaveTextContent("The system keychain is locked");
  });
});
