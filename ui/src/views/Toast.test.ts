import { screen, within } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";

import { app, clipboard, org } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { ClipboardView } from "../wire/ClipboardView";

const messages = () => within(screen.getByRole("region", { name: "Messages" }));

async function copied(more: Partial<ClipboardView>) {
  const opened = await openWindow([org()]);
  opened.shell.tell({ what: "clipboard", clipboard: clipboard(more), cleared: null });
  await settle();
  return opened;
}

describe("a message about a copy", () => {
  it.each([
    [{ what: "token" }, "Token for Acme Retail UAT copied. Clears in 90 seconds."],
    [{ what: "new_token" }, "New token for Acme Retail UAT copied. Clears in 90 seconds."],
    [{ what: "consumer_secret" }, "Consumer Secret for Acme Retail UAT copied. Clears in 90 seconds."],
    [{ what: "consumer_key" }, "Consumer Key for Acme Retail UAT copied. Clears in 90 seconds."],
    [{ what: "sign_in_link" }, "Sign-in link for Acme Retail UAT copied. Clears in 90 seconds."],
    [{ what: "token", environment: "production", org: "Acme Retail" }, "PRODUCTION token for Acme Retail copied. Clears in 90 seconds."],
    [{ what: "new_token", environment: "unknown", org: "Acme" }, "New PRODUCTION token for Acme copied. Clears in 90 seconds."],
  ] as const)("%j", async (more, text) => {
    await copied(more);
    expect(messages().getByRole("status")).toHaveTextContent(text);
  });

  it("is a status, can be dismissed, and is sound", async () => {
    const { user, container } = await copied({});
    await expectAccessible(container);
    await user.keyboard("{F8}");
    expect(messages().getByRole("button", { name: "Dismiss" })).toHaveFocus();
    await user.keyboard("{Enter}");
    expect(messages().getByRole("status")).toBeEmptyDOMElement();
  });

  it("goes by itself after six seconds, but not while the mouse is on it", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { user } = await copied({});
    await user.hover(messages().getByText(/^Token for/));
    vi.advanceTimersByTime(60_000);
    flushSync();
    expect(messages().getByText(/^Token for/)).toBeVisible();
    await user.unhover(messages().getByText(/^Token for/));
    vi.advanceTimersByTime(6000);
    flushSync();
    expect(messages().queryByText(/^Token for/)).toBeNull();
  });
});

describe("a message about the clipboard", () => {
  it.each([
    ["cleared", "status", "Clipboard cleared."],
    ["not_ours", "status", "The clipboard already holds something else; nothing cleared."],
    ["refused", "alert", /^This desktop does not let Keyperch clear the clipboard/],
  ] as const)("%s", async (cleared, role, text) => {
    const { shell } = await copied({});
    shell.tell({ what: "clipboard", clipboard: null, cleared });
    await settle();
    expect(messages().getByRole(role)).toHaveTextContent(text);
  });
});

describe("a message about a failure", () => {
  it("is an alert, and leads to the whole story", async () => {
    const { user, shell } = await openWindow([org()]);
    shell.tell({ what: "failed", failure: { code: "template", refused: { reason: "not_a_template", place: "org.address" } } });
    await settle();
    expect(messages().getByRole("alert")).toHaveTextContent("This file cannot be used as a template.");
    await user.click(messages().getByRole("button", { name: "What to do" }));
    expect(within(screen.getByRole("dialog")).getByText("Look at this place in the file: org.address")).toBeVisible();
    expect(messages().queryByRole("button")).toBeNull();
  });

  it("of a row that is out of sight leads there", async () => {
    const { user, shell } = await openWindow([org(), org({ id: "org-2", client: "Boreal", apps: [] })]);
    const held = shell.hold("copy_token");
    await user.click(screen.getByRole("button", { name: "Copy fresh token for Acme Retail UAT, Rehearsal Tool" }));
    await user.click(screen.getByRole("button", { name: /^Boreal, UAT sandbox, 0 apps/ }));
    held.refuse({ code: "keychain_locked", prompt: "unanswered" });
    await settle();
    await user.click(messages().getByRole("button", { name: "What to do" }));
    await settle();
    expect(screen.getByRole("heading", { name: "The system keychain is locked" })).toBeVisible();
  });
});

describe("a message about a removal", () => {
  const removal = (name: string | null, orgs: number) => ({ id: "removal-1", name, orgs, until: Date.now() + 10_000 });

  it.each([
    ["Acme Retail UAT", 1, "Acme Retail UAT removed from this computer."],
    [null, 5, "5 orgs removed from this computer."],
  ])("of %s says what went, and brings it back", async (name, count, text) => {
    const { user, shell, container } = await openWindow([org()]);
    shell.tell({ what: "removal", removal: removal(name, count) });
    await settle();
    expect(messages().getByRole("status")).toHaveTextContent(text);
    await expectAccessible(container);
    await user.click(messages().getByRole("button", { name: "Undo" }));
    await settle();
    expect(shell.called("undo_removal")).toEqual([{ removal: "removal-1" }]);
    expect(messages().getByRole("status")).toHaveTextContent(/brought back/);
  });

  it("gives the keyboard back when it is too late", async () => {
    const { user, shell } = await openWindow([org()]);
    const row = screen.getByRole("button", { name: /Rehearsal Tool, fresh/ });
    row.focus();
    shell.tell({ what: "removal", removal: removal("UAT", 1) });
    await settle();
    await user.keyboard("{F8}");
    expect(messages().getByRole("button", { name: "Undo" })).toHaveFocus();
    shell.tell({ what: "removal", removal: null });
    await settle();
    expect(row).toHaveFocus();
  });

  it.each(["{Enter}", "{Escape}"])("gives it to the list after %s where it came from a row that was removed", async (key) => {
    const { user, shell } = await openWindow([org(), org({ id: "org-2", name: "Dev", apps: [app({ id: "app-2" })] })]);
    screen.getByRole("button", { name: /Dev.*Rehearsal Tool, fresh/ }).focus();
    shell.tell({ what: "removal", removal: removal("Dev", 1) });
    await settle();
    await user.keyboard("{F8}");
    shell.tell({ what: "orgs", orgs: [org()] });
    await settle();
    await user.keyboard(key);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(document.activeElement).toHaveAttribute("data-row");
  });

  it("is undone by Ctrl+Z, but not where something is typed", async () => {
    const { user, shell } = await openWindow([org()]);
    shell.tell({ what: "removal", removal: removal("UAT", 1) });
    await user.click(screen.getByRole("textbox", { name: /^Search/ }));
    await user.keyboard("{Control>}z{/Control}");
    expect(shell.called("undo_removal")).toEqual([]);
    screen.getByRole("button", { name: /Rehearsal Tool, fresh/ }).focus();
    await user.keyboard("{Control>}z{/Control}");
    expect(shell.called("undo_removal")).toHaveLength(1);
  });
});

describe("a message about a plain value", () => {
  it("names what was copied", async () => {
    const { user } = await openWindow([org()]);
    await user.click(screen.getByRole("button", { name: /Rehearsal Tool, fresh/ }));
    await user.click(screen.getByRole("button", { name: "Copy Callback URL" }));
    await settle();
    expect(messages().getByRole("status")).toHaveTextContent("Callback URL copied.");
  });
});
