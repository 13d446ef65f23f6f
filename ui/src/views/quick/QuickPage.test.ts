import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { explain } from "../../failures";
import { clipboard } from "../../testing/fixtures";
import { acmeAll, field, full, openQuick, production, QuickShell, quickView, uat } from "../../testing/quick";
import { expectAccessible, settle } from "../../testing/window";
import type { Failure } from "../../wire/Failure";
import type { GuardLevel } from "../../wire/GuardLevel";
import QuickPage from "./QuickPage.svelte";

const options = () => screen.getAllByRole("option");
const chosen = () => screen.getByRole("option", { selected: true });
const alert = () => screen.getAllByRole("alert").map((alert) => alert.textContent).join("");
const statuses = () => screen.getAllByRole("status").map((status) => status.textContent).join("");
const guarded = (level: GuardLevel): Failure => ({ code: "guarded", orgs: ["org-acp"], level });

describe("the quick switcher", () => {
  it("is a field that has the keyboard, and a list that belongs to it", async () => {
    const { container } = await openQuick();
    expect(field()).toHaveFocus();
    expect(field()).toHaveAttribute("aria-controls", screen.getByRole("listbox", { name: "Orgs" }).id);
    expect(field()).toHaveAttribute("aria-activedescendant", options()[0]?.id);
    expect(screen.getByText("37 orgs")).toBeVisible();
    await expectAccessible(container);
  });

  it("calls each row by one sentence, and shows what is to be pressed", async () => {
    await openQuick();
    expect(options().map((option) => option.getAttribute("aria-label"))).toEqual([
      "Acme Retail, UAT sandbox, renews, code a c u",
      "Acme Retail, Full copy sandbox, fresh, code a c f",
      "Acme Retail, production, renews, code a c p",
      "set Acme all, 5 tokens, Production, code a c a",
    ]);
    expect(options().map((option) => within(option).getByText(/^(Enter|Ctrl\+\d)$/).textContent)).toEqual([
      "Enter",
      "Ctrl+2",
      "Ctrl+3",
      "Ctrl+4",
    ]);
    expect(options().map((option) => option.dataset["environment"])).toEqual(["uat", "full_copy", "production", "production"]);
  });

  it("names the app where an org has several, and lets names run in their own direction", async () => {
    const shell = new QuickShell([uat({ client: "شركة أكمي", name: "اختبار", app: "Postman" })]);
    await openQuick(shell);
    expect(chosen()).toHaveAccessibleName("شركة أكمي, اختبار, UAT sandbox, Postman, renews, code a c u");
    expect([...chosen().querySelectorAll("bdi")].map((name) => name.textContent)).toEqual(["شركة أكمي", "اختبار", "Postman"]);
  });

  it("finds while one types, moves with the arrows, and copies with Enter", async () => {
    const { shell, press } = await openQuick();
    await press("acme");
    expect(options()).toHaveLength(4);
    await press("{ArrowDown}");
    expect(chosen()).toHaveAccessibleName(/Full copy/);
    expect(field()).toHaveAttribute("aria-activedescendant", chosen().id);
    await press("{ArrowUp}{ArrowUp}");
    expect(chosen()).toHaveAccessibleName(/Acme all/);
    await press("{ArrowDown}{ArrowDown}{Enter}");
    expect(shell.called("quick_copy")).toEqual([{ pick: { pick: "app", app: "app-acf", org: "org-acf" }, shape: "token" }]);
  });

  it("copies the header with Shift+Enter, opens with Ctrl+Enter, and a row by its number", async () => {
    const { shell, press } = await openQuick();
    await press("{Shift>}{Enter}{/Shift}");
    await press("{Control>}{Enter}{/Control}");
    await press("{Control>}2{/Control}");
    expect(shell.called("quick_copy")).toEqual([
      { pick: uat().pick, shape: "bearer" },
      { pick: { pick: "app", app: "app-acf", org: "org-acf" }, shape: "token" },
    ]);
    expect(shell.called("quick_open")).toEqual([{ org: "org-acu" }]);
    await press("{Control>}9{/Control}");
    expect(shell.called("quick_copy"), "there is no ninth row").toHaveLength(2);
  });

  it("opens the shapes of a row with Right, at the end of what is typed", async () => {
    const { shell, press, container } = await openQuick();
    await press("acu{ArrowLeft}{ArrowRight}");
    expect(screen.getByRole("listbox", { name: "Orgs" })).toBeVisible();
    await press("{ArrowRight}");
    const shapes = within(screen.getByRole("listbox", { name: "Copy Acme Retail / UAT as" })).getAllByRole("option");
    expect(shapes.map((shape) => shape.textContent.trim())).toEqual([
      "Token",
      "Authorization: Bearer …",
      "Instance URL",
      "Token and URL as .env",
      "curl command",
      "JSON",
      "Postman environment",
    ]);
    await expectAccessible(container);
    await press("{ArrowLeft}");
    expect(screen.getByRole("listbox", { name: "Orgs" })).toBeVisible();
    await press("{ArrowRight}{Escape}");
    expect(screen.getByRole("listbox", { name: "Orgs" })).toBeVisible();
    await press("{ArrowRight}{ArrowUp}{ArrowUp}{Enter}");
    expect(shell.called("quick_copy")).toEqual([{ pick: uat().pick, shape: "json" }]);
    expect(shell.called("quick_hide")).toEqual([]);
  });

  it("has no shapes for a set", async () => {
    const { press } = await openQuick(new QuickShell([acmeAll()]));
    await press("{ArrowRight}");
    expect(screen.getByRole("listbox", { name: "Orgs" })).toBeVisible();
  });

  it("says when no org matches, and then does nothing", async () => {
    const { shell, press, container } = await openQuick();
    await press("xyz{Enter}");
    expect(statuses()).toContain("No org matches “xyz”.");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(field()).toHaveAttribute("aria-expanded", "false");
    expect(shell.called("quick_copy")).toEqual([]);
    await expectAccessible(container);
  });

  it("says what can be typed, and when there is nothing to find", async () => {
    const { shell } = await openQuick(new QuickShell([]));
    expect(statuses()).toContain("Type a few letters");
    shell.on("quick_find", () => quickView([], { orgs: 0 }));
    await fireEvent.input(field(), { target: { value: "a" } });
    await settle();
    expect(statuses()).toContain("No orgs yet. Add one in Keyperch.");
  });

  it("copies what is clicked, once for a double click", async () => {
    const { shell, user } = await openQuick();
    shell.refuse("quick_copy", guarded("second_enter"));
    await user.dblClick(screen.getByRole("option", { name: /production/ }));
    await settle();
    expect(shell.called("quick_copy")).toHaveLength(1);
    expect(shell.called("pass_guard")).toEqual([]);
    expect(field()).toHaveFocus();
  });

  it("takes letters that come before the field has the focus", async () => {
    const { press } = await openQuick();
    field().blur();
    await press("acf");
    expect(field()).toHaveValue("acf");
  });

  it("leaves no key to the engine that may hide it, and none that goes up: the next one would be swallowed", async () => {
    await openQuick();
    const isLeft = async (event: "keyDown" | "keyUp", key: string, code = key, more = {}) => fireEvent[event](field(), { key, code, ...more });
    expect(await isLeft("keyDown", "Escape")).toBe(false);
    expect(await isLeft("keyDown", "Escape", "Escape", { shiftKey: true })).toBe(false);
    expect(await isLeft("keyDown", "Enter")).toBe(false);
    expect(await isLeft("keyDown", "Enter"), "held down").toBe(false);
    expect(await isLeft("keyDown", "2", "Digit2", { ctrlKey: true })).toBe(false);
    expect(await isLeft("keyUp", "Enter")).toBe(false);
    expect(await isLeft("keyUp", "a", "KeyA")).toBe(false);
    expect(await isLeft("keyDown", "a", "KeyA"), "a letter is typed").toBe(true);
  });

  it("takes no key that ends what is put together of several, as WebKit tells of it", async () => {
    const { shell } = await openQuick();
    const enter = { key: "Enter", code: "Enter" };
    await fireEvent.keyDown(field(), { ...enter, keyCode: 229 });
    await settle();
    expect(shell.called("quick_copy")).toEqual([]);
    await fireEvent.keyDown(field(), enter);
    await settle();
    expect(shell.called("quick_copy"), "one that is pressed after it").toHaveLength(1);
  });

  it("copies the row that is clicked, though other rows are on their way", async () => {
    const { shell, user, press } = await openQuick();
    const held = shell.hold("quick_find");
    await press("a");
    await user.click(screen.getByRole("option", { name: /Full copy/ }));
    held.answer(quickView([uat(), production(), full()]));
    await settle();
    expect(shell.called("quick_copy")).toEqual([{ pick: full().pick, shape: "token" }]);
    expect(chosen()).toHaveAccessibleName(/Full copy/);
  });

  it("says why it will hear of nothing", async () => {
    const shell = new QuickShell();
    shell.refuse("quick_watch", { code: "keychain_frozen" });
    render(QuickPage);
    await settle();
    expect(statuses()).toContain(explain({ code: "keychain_frozen" }).title);
  });

  it("hides on Esc, while it asks, too", async () => {
    const { shell, press } = await openQuick();
    shell.hold("quick_copy");
    await press("{Enter}");
    expect(within(chosen()).getByText("Getting the token…")).toBeVisible();
    expect(statuses()).toContain("Getting the token…");
    expect(field()).toHaveAttribute("readonly");
    await press("{Escape}");
    expect(shell.called("quick_hide")).toEqual([{}]);
  });
});

describe("a production row", () => {
  const asking = async () => {
    const opened = await openQuick(new QuickShell([production()]));
    opened.shell.refuse("quick_copy", guarded("second_enter"));
    await opened.press("acp{Enter}");
    return opened;
  };

  it("asks for Enter once more, loudly", async () => {
    const { container } = await asking();
    expect(alert()).toBe("Press Enter again: PRODUCTION");
    expect(within(chosen()).getByText("Press Enter again: PRODUCTION")).toBeVisible();
    await expectAccessible(container);
  });

  it("is copied by it", async () => {
    const { shell, press } = await asking();
    shell.on("quick_copy", () => null);
    await press("{Enter}");
    expect(shell.called("pass_guard")).toEqual([{ orgs: ["org-acp"], proof: { by: "again" } }]);
    expect(shell.called("quick_copy")).toHaveLength(2);
  });

  it("is never passed by a key that is held down, whether or not the engine says that it repeats", async () => {
    const shell = new QuickShell([production()]);
    shell.refuse("quick_copy", guarded("second_enter"));
    await openQuick(shell);
    const enter = { key: "Enter", code: "Enter" };
    await fireEvent.keyDown(field(), enter);
    await settle();
    await fireEvent.keyDown(field(), enter);
    await fireEvent.keyDown(field(), { ...enter, repeat: true });
    await settle();
    expect(shell.called("pass_guard")).toEqual([]);
    await fireEvent.keyUp(field(), enter);
    await fireEvent.keyDown(field(), { ...enter, repeat: true });
    await settle();
    expect(shell.called("pass_guard")).toEqual([]);
    await fireEvent.keyUp(field(), enter);
    await fireEvent.keyDown(field(), enter);
    await settle();
    expect(shell.called("pass_guard")).toHaveLength(1);
  });

  it("forgets its question when another row is come to, or more is typed", async () => {
    const { press } = await asking();
    await press("{Backspace}");
    expect(alert()).toBe("");
  });

  it("hears Enter again when it is shown anew, though nobody heard it let go", async () => {
    const { shell } = await openQuick();
    await fireEvent.keyDown(field(), { key: "Enter", code: "Enter" });
    shell.tellQuick({ what: "hidden" });
    shell.tellQuick({ what: "shown" });
    await settle();
    await fireEvent.keyDown(field(), { key: "Enter", code: "Enter" });
    await settle();
    expect(shell.called("quick_copy")).toHaveLength(2);
  });

  it("that asks for its short code makes the field the place for it", async () => {
    const { shell, press, container } = await openQuick(new QuickShell([production()]));
    shell.refuse("quick_copy", guarded("read_name"));
    shell.refuse("pass_guard", { code: "field", refused: { field: "code", problem: "not_the_code" } });
    await press("{Enter}");
    const code = () => screen.getByLabelText("Type the short code of Acme Retail / Production");
    expect(code()).toHaveFocus();
    expect(document.body.textContent, "the code is not there to be read").not.toContain("acp");
    await expectAccessible(container);
    await press("acu{Enter}");
    expect(code()).toHaveAccessibleDescription(/This is not the short code/);
    expect(code()).toHaveValue("");
    expect(code()).toHaveFocus();
    expect(alert()).toContain("This is not the short code");
    shell.on("pass_guard", () => null).on("quick_copy", () => null);
    await press("acp{Enter}");
    expect(shell.called("pass_guard").at(-1)).toEqual({ orgs: ["org-acp"], proof: { by: "code", code: "acp" } });
    expect(field()).toHaveFocus();
  });

  it("of a set wants the set's short code", async () => {
    const shell = new QuickShell([acmeAll()]);
    shell.refuse("quick_copy", guarded("read_name"));
    const { press } = await openQuick(shell);
    await press("{Enter}");
    expect(screen.getByLabelText("Type the short code of Acme all")).toHaveAccessibleDescription(/It is the set’s short code/);
  });

  it("goes back to the list with Esc from there", async () => {
    const { shell, press } = await openQuick(new QuickShell([production()]));
    shell.refuse("quick_copy", guarded("read_name"));
    await press("{Enter}");
    await press("{Escape}");
    expect(field()).toHaveFocus();
    expect(shell.called("quick_hide")).toEqual([]);
  });
});

describe("what went wrong", () => {
  it.each<[Failure, string]>([
    [{ code: "needs_sign_in", app: "app-acu" }, "Enter goes on in Keyperch."],
    [{ code: "keychain_frozen" }, "Enter tries again."],
  ])("is said in the row, which stays: %j", async (failure, words) => {
    const { shell, press, container } = await openQuick();
    shell.refuse("quick_copy", failure);
    await press("{Enter}");
    expect(alert()).toContain(words);
    expect(chosen()).toHaveAccessibleName(new RegExp(words));
    await expectAccessible(container);
  });
});

describe("the message", () => {
  const told = async (change: Parameters<QuickShell["tellQuick"]>[0]) => {
    const opened = await openQuick();
    opened.shell.tellQuick(change);
    await settle();
    return opened;
  };

  it("says what was copied, and for how long", async () => {
    const { container } = await told({ what: "message", clipboard: clipboard({ what: "new_token" }), set: null });
    expect(screen.getByRole("status")).toHaveTextContent("New token for Acme Retail UAT copied. Clears in 90 seconds.");
    expect(screen.queryByRole("combobox")).toBeNull();
    await expectAccessible(container);
  });

  it("says that an address was copied, which stays", async () => {
    await told({ what: "message", clipboard: null, set: null });
    expect(screen.getByRole("status")).toHaveTextContent(/^Instance URL copied\.$/);
  });

  it("is loud where it is production's", async () => {
    await told({ what: "message", clipboard: clipboard({ org: "Acme Retail", environment: "production" }), set: null });
    const words = screen.getByText("PRODUCTION token for Acme Retail copied. Clears in 90 seconds.");
    expect(words.closest("[data-environment]")).toHaveAttribute("data-environment", "production");
  });

  const uatSet = { what: "set", org: "Acme all" } as const;
  const leftOut = [{ app: "app-acu", org: "Acme Retail UAT", failure: { code: "gone" } as const }];

  it.each([
    [uatSet, { copied: 5, leftOut: [] }, "5 tokens of Acme all copied. Clears in 90 s."],
    [uatSet, { copied: 4, leftOut }, "4 of 5 tokens of Acme all copied. Clears in 90 s."],
    [
      { ...uatSet, environment: "production" as const },
      { copied: 1, leftOut: [] },
      "1 token of Acme all copied, PRODUCTION among them. Clears in 90 s.",
    ],
  ])("says how much of a set was copied", async (more, set, words) => {
    await told({ what: "message", clipboard: clipboard(more), set });
    expect(screen.getByRole("status")).toHaveTextContent(words);
  });

  it("is said by the desktop where no window of ours may take the focus, with the same words and nothing in the window", async () => {
    const { shell } = await told({ what: "notice", clipboard: clipboard({ what: "new_token" }), set: null });
    shell.tellQuick({ what: "notice", clipboard: clipboard({ org: "Acme Retail", environment: "production" }), set: null });
    await settle();
    shell.tellQuick({ what: "notice", clipboard: null, set: null });
    shell.tellQuick({ what: "hidden" });
    await settle();
    expect(shell.called("quick_notify")).toEqual([
      { title: "Copied", text: "New token for Acme Retail UAT copied. Clears in 90 seconds.", isLoud: false },
      { title: "PRODUCTION copied", text: "PRODUCTION token for Acme Retail copied. Clears in 90 seconds.", isLoud: true },
      { title: "Copied", text: "Instance URL copied.", isLoud: false },
    ]);
    expect(field()).toBeVisible();
  });

  it("gives way when it is shown again, and nothing of before is left", async () => {
    const { shell, press } = await openQuick();
    await press("acu");
    shell.tellQuick({ what: "message", clipboard: clipboard(), set: null });
    await settle();
    shell.tellQuick({ what: "shown" });
    await settle();
    expect(field()).toHaveFocus();
    expect(field()).toHaveValue("");
    expect(options()).toHaveLength(4);
  });

  it("gives way to a key, which is typed", async () => {
    const { press } = await told({ what: "message", clipboard: clipboard(), set: null });
    await press("acf");
    expect(field()).toHaveValue("acf");
  });
});
