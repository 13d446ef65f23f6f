import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import { PressedAnew } from "../parts/pressed-anew";
import type { Guarded } from "../state/guard.svelte";
import { org } from "../testing/fixtures";
import { expectAccessible, openSession, openWindow, settle, show } from "../testing/window";
import type { Failure } from "../wire/Failure";
import type { GuardLevel } from "../wire/GuardLevel";
import type { OrgView } from "../wire/OrgView";
import GuardQuestion from "./GuardQuestion.svelte";

const production = (more: Partial<OrgView> = {}) => org({ name: "Production", environment: "production", ...more });
const guarded = (level: GuardLevel, orgs = ["org-acu"]): Failure => ({ code: "guarded", orgs, level });

/** A window whose org is guarded; Enter was pressed on its row. */
async function pressed(level: GuardLevel, entries: OrgView[] = [production()], orgs = ["org-acu"]) {
  const opened = await openWindow(entries, (shell) => {
    // Passed once, it is open.
    shell.on("copy_token", () =>
      shell.called("pass_guard").length === 0 ? Promise.reject(guarded(level, orgs)) : undefined,
    );
  });
  const row = screen.getAllByRole("button", { name: /Rehearsal Tool, fresh/ })[0] as HTMLElement;
  row.focus();
  await opened.user.keyboard("{Enter}");
  await settle();
  return { ...opened, row, dialog: screen.getByRole("alertdialog") };
}

describe("the second Enter", () => {
  it("says where one is, and copies once it is pressed", async () => {
    const { user, shell, dialog, container, row } = await pressed("second_enter");
    expect(dialog).toHaveAccessibleName("Press Enter again: PRODUCTION");
    expect(within(dialog).getByText("Acme Retail · Production")).toBeVisible();
    expect(within(dialog).getByRole("button", { name: "Copy from PRODUCTION" })).toHaveFocus();
    await expectAccessible(container);
    await user.keyboard("{Enter}");
    await settle();
    expect(shell.called("pass_guard")).toEqual([{ orgs: ["org-acu"], proof: { by: "again" } }]);
    expect(shell.called("copy_token")).toHaveLength(2);
    expect(screen.queryByRole("alertdialog")).toBeNull();
    await settle();
    expect(row).toHaveFocus();
  });

  it("is not the first one, held down", async () => {
    const { shell, dialog } = await pressed("second_enter");
    const button = within(dialog).getByRole("button", { name: "Copy from PRODUCTION" });
    const isTaken = await fireEvent.keyDown(button, { key: "Enter", repeat: true });
    expect(isTaken, "the engine presses no button then").toBe(false);
    await fireEvent.click(button);
    expect(shell.called("pass_guard")).toEqual([]);
  });

  it("is not the first one, held down where the engine does not mark what a key repeats", async () => {
    const { shell, user, dialog, row } = await pressed("second_enter");
    await fireEvent(dialog, new Event("cancel", { cancelable: true }));
    row.focus();
    await user.keyboard("{Enter>3}");
    await settle();
    expect(screen.getByRole("alertdialog")).toBeVisible();
    expect(shell.called("pass_guard")).toEqual([]);
    await user.keyboard("{/Enter}");
    await new Promise((resolve) => setTimeout(resolve));
    await user.keyboard("{Enter}");
    await settle();
    expect(shell.called("pass_guard")).toHaveLength(1);
  });

  it("is not the second half of a double click", async () => {
    const { shell, dialog } = await pressed("second_enter");
    await fireEvent.click(within(dialog).getByRole("button", { name: "Copy from PRODUCTION" }), { detail: 2 });
    expect(shell.called("pass_guard")).toEqual([]);
  });

  it("may be a click", async () => {
    const { user, shell, dialog } = await pressed("second_enter");
    await user.click(within(dialog).getByRole("button", { name: "Copy from PRODUCTION" }));
    expect(shell.called("pass_guard")).toHaveLength(1);
  });

  it("is not needed after Esc: nothing is copied", async () => {
    const { user, shell, dialog } = await pressed("second_enter");
    await fireEvent(dialog, new Event("cancel", { cancelable: true }));
    expect(screen.queryByRole("alertdialog")).toBeNull();
    await user.keyboard("{Escape}");
    expect(shell.called("pass_guard")).toEqual([]);
    expect(shell.called("copy_token")).toHaveLength(1);
  });

  it("treats an unknown org as production", async () => {
    const { dialog } = await pressed("second_enter", [org({ environment: "unknown" })]);
    expect(dialog).toHaveAccessibleName("Press Enter again: UNKNOWN, TREATED AS PRODUCTION");
  });

  it("calls an org outside production by its name", async () => {
    const { dialog } = await pressed("second_enter", [org()]);
    expect(within(dialog).getByRole("button", { name: "Copy from Acme Retail · UAT" })).toBeVisible();
  });

  it("counts many orgs, and those of them in production", async () => {
    const { dialog } = await pressed("second_enter", [production(), org({ id: "org-2", apps: [] })], ["org-acu", "org-2"]);
    expect(within(dialog).getByText("2 orgs, 1 org of them in PRODUCTION")).toBeVisible();
    expect(dialog).toHaveAccessibleName("Press Enter again: PRODUCTION");
  });
});

describe("opening a guarded org", () => {
  it("says that it is opened, and opens it once that is answered", async () => {
    const { user, shell } = await openWindow([production()], (there) => {
      there.on("open_org", vi.fn().mockRejectedValueOnce(guarded("second_enter")).mockResolvedValue(undefined));
    });
    await user.click(screen.getByRole("button", { name: /Rehearsal Tool, fresh/ }));
    await user.click(screen.getByRole("button", { name: "Open org" }));
    await settle();
    await user.click(screen.getByRole("button", { name: "Open PRODUCTION" }));
    await settle();
    expect(shell.called("open_org")).toHaveLength(2);
  });
});

describe("the name that is to be read", () => {
  it("is shown nowhere in the question, and copies once it is typed", async () => {
    const { user, shell, dialog, container } = await pressed("read_name");
    const field = within(dialog).getByRole("textbox", { name: "The short code of Acme Retail · Production" });
    expect(field).toHaveFocus();
    expect(dialog.textContent).not.toMatch(/\bacu\b/);
    await expectAccessible(container);
    await user.keyboard("acu{Enter}");
    await settle();
    expect(shell.called("pass_guard")).toEqual([{ orgs: ["org-acu"], proof: { by: "code", code: "acu" } }]);
    expect(shell.called("copy_token")).toHaveLength(2);
  });

  it("that is wrong is said beside the field", async () => {
    const { user, shell, dialog } = await pressed("read_name");
    shell.refuse("pass_guard", { code: "field", refused: { field: "code", problem: "not_the_code" } });
    await user.keyboard("xyz{Enter}");
    await settle();
    const field = within(dialog).getByRole("textbox");
    expect(field).toHaveAccessibleDescription(/^This is not the short code/);
    expect(field).toHaveFocus();
    expect(shell.called("copy_token")).toHaveLength(1);
  });

  it("of several orgs is that of their set", async () => {
    const { dialog } = await pressed("read_name", [production(), org({ id: "org-2", apps: [] })], ["org-acu", "org-2"]);
    const field = within(dialog).getByRole("textbox", { name: "The short code of the set" });
    expect(field).toHaveAccessibleDescription("It stands beside the set’s name in Sets.");
  });

  it("is that of each of several orgs that are changed, which are named", async () => {
    const { shell, session } = await openSession([production(), org({ id: "org-2", code: "acd", apps: [] })]);
    const { user, container } = await show(GuardQuestion, { session, pressed: new PressedAnew() });
    session.guard.ask(guarded("read_name", ["org-acu", "org-2"]) as Guarded, () => undefined, "change");
    await settle();
    const dialog = within(screen.getByRole("alertdialog"));
    expect(within(dialog.getByRole("list", { name: "2 orgs" })).getAllByRole("listitem")).toHaveLength(2);
    const field = dialog.getByRole("textbox", { name: "The short codes of these orgs, with spaces between" });
    await expectAccessible(container);
    await user.type(field, "acu acd abcdefgh{Enter}");
    await settle();
    expect(shell.called("pass_guard")).toMatchObject([{ proof: { by: "code", code: "acu acd abcdefgh" } }]);
  });

  it("says that this computer is asked too, where one of several orgs wants that", async () => {
    const device = org({ id: "org-2", guard: { level: "device_unlock", chosen: "device_unlock", openUntil: null }, apps: [] });
    const { user, shell, dialog } = await pressed("read_name", [production(), device], ["org-acu", "org-2"]);
    shell.hold("pass_guard");
    expect(within(dialog).queryByRole("status")).toBeNull();
    await user.keyboard("all{Enter}");
    await settle();
    expect(within(dialog).getByText("This computer asks who you are.")).toBeVisible();
  });
});

describe("unlocking by the computer", () => {
  async function asked() {
    const { shell, user, container } = await openWindow([production()], (there) => {
      there.refuse("copy_token", guarded("device_unlock"));
    });
    const held = shell.hold("pass_guard");
    screen.getByRole("button", { name: /Rehearsal Tool, fresh/ }).focus();
    await user.keyboard("{Enter}");
    await settle();
    return { shell, user, container, held, dialog: within(screen.getByRole("alertdialog")) };
  }

  it("begins at once, says so, and can be cancelled meanwhile", async () => {
    const { shell, user, container, held, dialog } = await asked();
    expect(shell.called("pass_guard")).toEqual([{ orgs: ["org-acu"], proof: { by: "device" } }]);
    expect(dialog.getByText("This computer asks who you are.")).toBeVisible();
    await expectAccessible(container);
    await user.click(dialog.getAllByRole("button", { name: "Cancel" })[0] as HTMLElement);
    expect(screen.queryByRole("alertdialog")).toBeNull();
    held.answer();
    await settle();
    expect(shell.called("copy_token")).toHaveLength(1);
  });

  it.each(["not_here", "not_installed"] as const)("that it cannot ask (%s) leaves it to the short code", async (why) => {
    const { shell, user, held } = await asked();
    held.refuse({ code: "not_unlocked", why });
    await settle();
    const dialog = within(screen.getByRole("alertdialog"));
    await user.type(dialog.getByRole("textbox"), "acp");
    await user.keyboard("{Enter}");
    expect(shell.called("pass_guard").at(-1)).toMatchObject({ proof: { by: "code", code: "acp" } });
  });

  it("that was refused says why, and can be asked for again", async () => {
    const { shell, user, held, dialog } = await asked();
    held.refuse({ code: "not_unlocked", why: "refused" });
    await settle();
    expect(dialog.getByRole("alert")).toHaveTextContent("This computer did not say who you are");
    await user.click(dialog.getByRole("button", { name: "Ask again" }));
    expect(shell.called("pass_guard")).toHaveLength(2);
  });
});
