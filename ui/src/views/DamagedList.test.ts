import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { org } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { Failure } from "../wire/Failure";

const damaged = (backup: number | null): Failure => ({ code: "registry_damaged", reference: "a1b2c3d4", backup });
const copy = () => screen.getByRole("button", { name: /^Use the copy of 20 Nov 2026, \d\d:\d\d$/ });

const openDamaged = (backup: number | null = Date.UTC(2026, 10, 20, 12)) =>
  openWindow([], (shell) => shell.refuse("watch", damaged(backup)));

describe("a damaged list", () => {
  it("says that nothing is lost, and offers the copy by its date", async () => {
    const { container } = await openDamaged();
    expect(screen.getByRole("heading", { name: "The list of orgs is damaged" })).toBeVisible();
    expect(screen.getByText(/^It cannot be read. Nothing has been deleted: the damaged file is set aside, not overwritten/)).toBeVisible();
    expect(copy()).toBeVisible();
    expect(screen.queryByRole("button", { name: "More" }), "nothing else can be done").toBeNull();
    await expectAccessible(container);
  });

  it("is whole again from the copy", async () => {
    const { user, shell } = await openDamaged();
    const held = shell.hold("use_backup");
    await user.click(copy());
    expect(copy()).toHaveAttribute("aria-disabled", "true");
    shell.on("watch", ({ changes }) => {
      (changes as { onmessage: (change: unknown) => void }).onmessage({ what: "orgs", orgs: [org()] });
    });
    held.answer();
    await settle();
    expect(screen.getByRole("button", { name: /Rehearsal Tool, fresh/ })).toBeVisible();
  });

  it("says why the copy could not be used", async () => {
    const { user, shell } = await openDamaged();
    shell.refuse("use_backup", { code: "registry_unwritable", reference: "1" });
    await user.click(copy());
    await settle();
    expect(within(screen.getByRole("main")).getByRole("alert")).toHaveTextContent("The list of orgs cannot be saved");
  });

  it("without a copy offers an empty list, and asks once more", async () => {
    const { user, shell, container } = await openDamaged(null);
    expect(screen.queryByRole("button", { name: /^Use the copy/ })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Start with an empty list" }));
    const dialog = within(screen.getByRole("dialog", { name: "Start with an empty list?" }));
    expect(dialog.getByText("The damaged file is kept beside the new one.")).toBeVisible();
    expect(dialog.getByText(/Self-check, in the menu at the top, finds them/)).toBeVisible();
    expect(dialog.getByRole("button", { name: "Cancel" })).toHaveFocus();
    await expectAccessible(container);
    expect(shell.called("start_empty")).toEqual([]);
    shell.on("watch", ({ changes }) => {
      (changes as { onmessage: (change: unknown) => void }).onmessage({ what: "orgs", orgs: [] });
    });
    await user.click(dialog.getByRole("button", { name: "Start empty" }));
    await settle();
    expect(shell.called("start_empty")).toHaveLength(1);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("heading", { name: /one safe place/ })).toBeVisible();
    expect(screen.getByRole("button", { name: "More" }), "the self-check is in reach").toBeVisible();
  });

  it("says why it could not be begun anew", async () => {
    const { user, shell } = await openDamaged(null);
    shell.refuse("start_empty", { code: "registry_unwritable", reference: "1" });
    await user.click(screen.getByRole("button", { name: "Start with an empty list" }));
    const dialog = within(screen.getByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Start empty" }));
    await settle();
    expect(dialog.getByRole("alert")).toHaveTextContent("The list of orgs cannot be saved");
  });
});
