import { screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import { org, upkeep } from "../testing/fixtures";
import { expectAccessible, openSession, openWindow, settle, show } from "../testing/window";
import type { Failure } from "../wire/Failure";
import FailureScreen from "./FailureScreen.svelte";

const memory = { name: "Memory only this time" };
const frozen: Failure = { code: "keychain_frozen" };

async function fail(failure: Failure, retries = true) {
  const { shell, session } = await openSession([org()]);
  const [again, onclose] = [vi.fn(), vi.fn()];
  const shown = await show(FailureScreen, { session, failure, about: undefined, onretry: retries ? again : null, onclose });
  return { ...shown, shell, again, onclose };
}

describe("memory only", () => {
  it.each<Failure>([
    { code: "keychain_locked", prompt: "dismissed" },
    frozen,
    { code: "keychain_absent", lacking: "collection" },
    { code: "keychain_refused", reference: "1" },
  ])("is offered by name where the keychain fails, with what it means: $code", async (failure) => {
    const { container } = await fail(failure);
    expect(screen.getByRole("button", memory)).toHaveAccessibleDescription(/forgotten when Keyperch ends. Nothing is ever written to a file/);
    await expectAccessible(container);
  });

  it.each<Failure>([{ code: "unreachable", host: "h" }, { code: "registry_damaged", reference: "1", backup: null }])(
    "is not offered for anything else: $code",
    async (failure) => {
      await fail(failure);
      expect(screen.queryByRole("button", memory)).toBeNull();
    },
  );

  it("tries again what failed, once it is so", async () => {
    const { user, shell, again } = await fail(frozen);
    const held = shell.hold("keep_in_memory");
    await user.click(screen.getByRole("button", memory));
    expect(screen.getByRole("button", memory)).toHaveAttribute("aria-disabled", "true");
    shell.tell({ what: "upkeep", upkeep: upkeep({ memoryOnly: true }) });
    await settle();
    expect(screen.getByRole("button", memory), "the keyboard keeps its place").toHaveFocus();
    expect(again).not.toHaveBeenCalled();
    held.answer();
    await settle();
    expect(again).toHaveBeenCalledOnce();
    expect(screen.queryByRole("button", memory), "it is so already").toBeNull();
  });

  it("closes what cannot be tried again", async () => {
    const { user, onclose } = await fail(frozen, false);
    await user.click(screen.getByRole("button", memory));
    await settle();
    expect(onclose).toHaveBeenCalledOnce();
  });

  it("says why it could not be so, and tries nothing", async () => {
    const { user, shell, again } = await fail(frozen);
    shell.refuse("keep_in_memory", { code: "unexpected", reference: "1" });
    await user.click(screen.getByRole("button", memory));
    await settle();
    expect(screen.getByRole("alert")).toHaveTextContent("Something went wrong in Keyperch");
    expect(again).not.toHaveBeenCalled();
  });

  it("is offered in the form of an app, which is then saved", async () => {
    const { user, shell } = await openWindow([org()], (shell) => shell.refuse("edit_app", { code: "keychain_absent", lacking: "bus" }));
    screen.getByRole("button", { name: /Rehearsal Tool, fresh/ }).focus();
    await user.keyboard("e");
    const form = within(screen.getByRole("dialog", { name: "Edit Rehearsal Tool" }));
    await user.click(form.getByRole("button", { name: "Save app" }));
    await settle();
    expect(form.getByRole("alert")).toHaveTextContent("Keyperch was started outside a desktop session");
    shell.on("edit_app", () => undefined);
    await user.click(form.getByRole("button", memory));
    await settle();
    expect(shell.calls.map(({ command }) => command).slice(-3)).toEqual(["edit_app", "keep_in_memory", "edit_app"]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
