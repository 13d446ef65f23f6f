import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { org, quickSettings } from "../testing/fixtures";
import type { Shell } from "../testing/shell";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { QuickSettings } from "../wire/QuickSettings";

const dialog = () => within(screen.getByRole("dialog", { name: "Quick switcher" }));
const record = () => dialog().getByRole("button", { name: "Press the new keys" });

async function opened(view: Partial<QuickSettings> = {}, prepare: (shell: Shell) => void = () => undefined) {
  const there = await openWindow([org()], (shell) => {
    shell.on("quick_settings", () => quickSettings(view));
    prepare(shell);
  });
  await there.user.click(screen.getByRole("button", { name: "More" }));
  await there.user.click(screen.getByRole("menuitem", { name: "Quick switcher…" }));
  await settle();
  return there;
}

describe("the keys of the quick switcher", () => {
  it("are shown with whether they work, and the command that works everywhere", async () => {
    const { user, shell, container } = await opened();
    expect(dialog().getByText("Ctrl+Alt+K")).toBeVisible();
    expect(dialog().getByText("They work wherever you are.")).toBeVisible();
    await expectAccessible(container);
    await user.click(dialog().getByRole("button", { name: "Copy Command" }));
    await settle();
    expect(shell.called("copy_words")).toEqual([{ text: "keyperch --quick" }]);
    expect(screen.getByText("Command copied.")).toBeVisible();
  });

  it("are recorded by pressing them", async () => {
    const { user, shell, container } = await opened();
    await user.click(record());
    expect(dialog().getByText("Press them now. Esc leaves them as they are.")).toBeVisible();
    await fireEvent.keyDown(record(), { key: "Control", code: "ControlLeft", ctrlKey: true });
    expect(dialog().getByText("Ctrl+…")).toBeVisible();
    await expectAccessible(container);
    await fireEvent.keyDown(record(), { key: "j", code: "KeyJ", ctrlKey: true, altKey: true });
    await settle();
    expect(shell.called("set_quick")).toEqual([{ shortcut: "Ctrl+Alt+J", instantCodes: false }]);
    expect(dialog().getByText("Ctrl+Alt+J")).toBeVisible();
    expect(record()).toHaveAttribute("aria-pressed", "false");
  });

  it("are heard by the button that was clicked, also where the engine gives it no keyboard", async () => {
    await opened();
    await fireEvent.click(record());
    expect(record()).toHaveFocus();
  });

  it("stay as they are after Esc, and the dialog stays open", async () => {
    const { user, shell } = await opened();
    await user.click(record());
    const isTaken = await fireEvent.keyDown(record(), { key: "Escape", code: "Escape" });
    expect(isTaken).toBe(false);
    expect(dialog().queryByText(/Press them now/)).toBeNull();
    expect(shell.called("set_quick")).toEqual([]);
  });

  it("let go when the keyboard goes on", async () => {
    const { user } = await opened();
    await user.click(record());
    await user.tab();
    expect(record()).toHaveAttribute("aria-pressed", "false");
    expect(record()).not.toHaveFocus();
  });

  it("are never one key that would not type any more", async () => {
    const { user, shell } = await opened();
    await user.click(record());
    await fireEvent.keyDown(record(), { key: "k", code: "KeyK" });
    expect(dialog().getByText(/^Press a key together with Ctrl/)).toBeVisible();
    expect(shell.called("set_quick")).toEqual([]);
  });

  it("that another program has are said to be taken, with two others to take", async () => {
    const { user, shell, container } = await opened({ shortcutState: "taken" });
    expect(dialog().getByText(/^Another program has these keys/)).toBeVisible();
    await expectAccessible(container);
    await user.click(dialog().getByRole("button", { name: "Take Ctrl+Shift+Space" }));
    expect(shell.called("set_quick")).toEqual([{ shortcut: "Ctrl+Shift+Space", instantCodes: false }]);
  });

  it("are refused in words where the program cannot take them", async () => {
    const { user } = await opened({}, (shell) =>
      shell.refuse("set_quick", { code: "field", refused: { field: "shortcut", problem: "taken" } }),
    );
    await user.click(record());
    await fireEvent.keyDown(record(), { key: "l", code: "KeyL", altKey: true });
    await settle();
    expect(dialog().getByText("Another program has these keys. Press others.")).toBeVisible();
  });

  it("may be none", async () => {
    const { user, shell } = await opened();
    await user.click(dialog().getByRole("button", { name: "No keys" }));
    expect(shell.called("set_quick")).toEqual([{ shortcut: null, instantCodes: false }]);
  });

  it("are the desktop's own where no program may claim any", async () => {
    const { container } = await opened({ shortcutState: "not_here", shortcut: null });
    expect(dialog().getByText("This desktop lets no program claim keys for itself.")).toBeVisible();
    expect(dialog().getByText(/^Set a shortcut in your desktop’s keyboard settings/)).toBeVisible();
    expect(dialog().getByText(/--quick/)).toBeVisible();
    expect(dialog().queryByRole("button", { name: "Press the new keys" })).toBeNull();
    await expectAccessible(container);
  });
});

describe("how eager the quick switcher is", () => {
  it("is switched with a warning of what may go wrong", async () => {
    const { user, shell } = await opened();
    const box = dialog().getByRole("checkbox", { name: "Instant codes" });
    expect(box).toHaveAccessibleDescription(/mistypes a code/);
    await user.click(box);
    expect(shell.called("set_quick")).toEqual([{ shortcut: "Ctrl+Alt+K", instantCodes: true }]);
  });

  it("stays as it was where that was refused", async () => {
    const { user } = await opened({}, (shell) => shell.refuse("set_looks_at_start", { code: "registry_unwritable", reference: "7f3a" }));
    const box = dialog().getByRole("checkbox", { name: "Look at all orgs at the start" });
    await user.click(box);
    await settle();
    expect(box).not.toBeChecked();
    expect(dialog().getByRole("alert")).toHaveTextContent("7f3a");
  });

  it("takes a second switch while the first is kept", async () => {
    const { user, shell } = await opened();
    const held = shell.hold("set_quick");
    const instant = dialog().getByRole("checkbox", { name: "Instant codes" });
    const start = dialog().getByRole("checkbox", { name: "Look at all orgs at the start" });
    await user.click(instant);
    await user.click(start);
    held.answer(quickSettings({ instantCodes: true }));
    await settle();
    expect([instant, start].map((box) => (box as HTMLInputElement).checked)).toEqual([true, true]);
    expect(shell.called("set_looks_at_start")).toEqual([{ on: true }]);
  });

  it("keeps the keys that were pressed just before a switch", async () => {
    const { user, shell } = await opened();
    const held = shell.hold("set_quick");
    await user.click(dialog().getByRole("button", { name: "No keys" }));
    await user.click(dialog().getByRole("checkbox", { name: "Instant codes" }));
    expect(shell.called("set_quick")).toEqual([{ shortcut: null, instantCodes: false }]);
    shell.on("set_quick", () => quickSettings({ shortcut: null, instantCodes: true }));
    held.answer(quickSettings({ shortcut: null }));
    await settle();
    expect(shell.called("set_quick").at(-1)).toEqual({ shortcut: null, instantCodes: true });
    expect(dialog().getByRole("checkbox", { name: "Instant codes" })).toBeChecked();
  });

  it("says also of the first of two what it was refused for", async () => {
    const { user, shell } = await opened();
    shell.refuse("set_quick", { code: "registry_unwritable", reference: "7f3a" });
    await user.click(dialog().getByRole("checkbox", { name: "Instant codes" }));
    await user.click(dialog().getByRole("checkbox", { name: "Look at all orgs at the start" }));
    await settle();
    expect(dialog().getByRole("alert")).toHaveTextContent("7f3a");
  });

  it("asks of all orgs at the start only where that was chosen", async () => {
    const { user, shell } = await opened();
    await user.click(dialog().getByRole("checkbox", { name: "Look at all orgs at the start" }));
    expect(shell.called("set_looks_at_start")).toEqual([{ on: true }]);
  });

  it("that cannot be looked up can be asked for again", async () => {
    const { user, shell } = await opened({}, (there) => there.refuse("quick_settings", { code: "registry_unwritable", reference: "7f3a" }));
    expect(dialog().getByRole("alert")).toHaveTextContent("7f3a");
    shell.on("quick_settings", () => quickSettings());
    await user.click(dialog().getByRole("button", { name: "Try again" }));
    await settle();
    expect(record()).toBeVisible();
  });
});
