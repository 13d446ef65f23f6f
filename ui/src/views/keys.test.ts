import { afterEach, describe, expect, it, vi } from "vitest";

import { commandKey, wishAnywhere, wishInList } from "./keys";

const press = (key: string, more: KeyboardEventInit = {}) => new KeyboardEvent("keydown", { key, ...more });

afterEach(() => {
  vi.restoreAllMocks();
});

describe("keys in the list", () => {
  it.each([
    ["ArrowUp", "up"],
    ["ArrowDown", "down"],
    ["Home", "first"],
    ["End", "last"],
    ["ArrowLeft", "fold"],
    ["ArrowRight", "unfold"],
    ["Enter", "copy"],
    ["c", "check"],
    ["p", "pin"],
    ["r", "sort"],
    ["x", "select"],
    ["s", "sign_in"],
    ["S", "sign_in"],
    ["g", "set_up"],
    ["e", "edit"],
    ["F2", "edit"],
    ["Delete", "remove"],
    ["/", "search"],
    ["?", "shortcuts"],
  ])("%s: %s", (key, wish) => {
    expect(wishInList(press(key))).toBe(wish);
  });

  it("mean nothing with a command key, nor when they are others", () => {
    expect(wishInList(press("s", { ctrlKey: true }))).toBeUndefined();
    expect(wishInList(press("Delete", { altKey: true }))).toBeUndefined();
    expect(wishInList(press("constructor"))).toBeUndefined();
    expect(wishInList(press("y"))).toBeUndefined();
  });

  it("mean something else with Shift, or with the command key", () => {
    expect(wishInList(press("Enter", { shiftKey: true }))).toBe("bearer");
    expect(wishInList(press("a", { ctrlKey: true }))).toBe("select_all");
    expect(wishInList(press("Enter", { ctrlKey: true }))).toBeUndefined();
  });
});

describe("keys anywhere", () => {
  it.each([
    ["n", { ctrlKey: true }, "add_org"],
    ["o", { ctrlKey: true }, "open_template"],
    ["f", { ctrlKey: true }, "search"],
    ["X", { ctrlKey: true, shiftKey: true }, "clear_clipboard"],
    ["x", { ctrlKey: true }, undefined],
    ["Enter", { ctrlKey: true }, "open"],
    ["u", { ctrlKey: true }, "instance_url"],
    ["i", { ctrlKey: true }, "details"],
    ["z", { ctrlKey: true }, "undo"],
    ["C", { ctrlKey: true, shiftKey: true }, "secret"],
    ["n", { ctrlKey: true, shiftKey: true }, undefined],
    ["n", { ctrlKey: true, altKey: true }, undefined],
    ["n", {}, undefined],
    ["F6", {}, "next_pane"],
    ["F8", {}, "message"],
    ["Escape", {}, "leave"],
    ["/", {}, "search"],
    ["?", {}, "shortcuts"],
  ])("%s %j: %s", (key, more, wish) => {
    expect(wishAnywhere(press(key, more))).toBe(wish);
  });

  it("are typed where something is typed", () => {
    const box = document.createElement("input");
    const seen: unknown[] = [];
    box.addEventListener("keydown", (event) => seen.push(wishAnywhere(event)));
    for (const key of ["/", "?", "F6"]) box.dispatchEvent(press(key));
    for (const key of ["z", "u", "Enter", "f"]) box.dispatchEvent(press(key, { ctrlKey: true }));
    box.dispatchEvent(press("C", { ctrlKey: true, shiftKey: true }));
    expect(seen).toEqual([undefined, undefined, "next_pane", undefined, undefined, undefined, "search", undefined]);
  });

  it("follow Apple's custom on Apple's computers", () => {
    vi.spyOn(navigator, "userAgent", "get").mockReturnValue("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)");
    expect(commandKey()).toBe("⌘");
    expect(wishAnywhere(press("n", { metaKey: true }))).toBe("add_org");
    expect(wishAnywhere(press("n", { ctrlKey: true }))).toBeUndefined();
  });
});
