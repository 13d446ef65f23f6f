import { describe, expect, it } from "vitest";

import { pressedKeys } from "./pressed-keys";

const press = (code: string, key: string, more: KeyboardEventInit = {}) =>
  pressedKeys(new KeyboardEvent("keydown", { code, key, ...more }));

describe("the keys of a shortcut", () => {
  it.each([
    ["KeyK", "k", { ctrlKey: true, altKey: true }, "Ctrl+Alt+K"],
    ["Space", " ", { ctrlKey: true, shiftKey: true }, "Ctrl+Shift+Space"],
    ["Digit1", "!", { altKey: true, shiftKey: true }, "Alt+Shift+1"],
    ["KeyY", "z", { metaKey: true }, "Super+Y"],
    ["F9", "F9", {}, "F9"],
    ["ArrowUp", "ArrowUp", { ctrlKey: true }, "Ctrl+ArrowUp"],
  ])("%s: %s", (code, key, more, keys) => {
    expect(press(code, key, more)).toEqual({ is: "whole", keys });
  });

  it("are not yet whole while only such are held that go with another", () => {
    expect(press("ControlLeft", "Control", { ctrlKey: true, altKey: true })).toEqual({ is: "held", keys: "Ctrl+Alt" });
  });

  it("are more than a letter: it would never type again", () => {
    expect(press("KeyK", "k")).toEqual({ is: "alone" });
    expect(press("KeyK", "K", { shiftKey: true })).toEqual({ is: "alone" });
  });

  it.each(["Escape", "Tab"])("are not %s, which leaves", (key) => {
    expect(press(key, key)).toEqual({ is: "left" });
  });
});
