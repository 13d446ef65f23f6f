import { beforeEach, describe, expect, it, vi } from "vitest";

import { PressedAnew } from "./pressed-anew";

const key = (repeat = false) => new KeyboardEvent("keydown", { key: "Enter", code: "Enter", repeat });
const up = () => new KeyboardEvent("keyup", { key: "Enter", code: "Enter" });

describe("a key", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  it("that is pressed counts, and one that the engine says is repeated does not", () => {
    const pressed = new PressedAnew();
    pressed.down(key());
    expect(pressed.isHeld).toBe(false);
    pressed.down(key(true));
    expect(pressed.isHeld).toBe(true);
  });

  it("that is held counts only once it was let go of, also where the engine does not mark what it repeats", () => {
    const pressed = new PressedAnew();
    pressed.down(key());
    pressed.down(key());
    expect(pressed.isHeld).toBe(true);
    pressed.up(up());
    expect(pressed.isHeld, "a button may be pressed by the key that goes up").toBe(true);
    vi.runAllTimers();
    pressed.down(key());
    expect(pressed.isHeld).toBe(false);
  });

  it("that belongs to what is put together of several is told once more, and counts then", () => {
    const pressed = new PressedAnew();
    pressed.down(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 229 }));
    pressed.down(key());
    expect(pressed.isHeld).toBe(false);
  });

  it("is not what a mouse does", () => {
    const pressed = new PressedAnew();
    pressed.down(key());
    pressed.down(key());
    pressed.pointed();
    expect(pressed.isHeld).toBe(false);
  });

  it("that went up elsewhere is not missed for ever", () => {
    const pressed = new PressedAnew();
    pressed.down(key());
    pressed.forget();
    pressed.down(key());
    expect(pressed.isHeld).toBe(false);
  });

  it("is the same one, whatever it types with Shift held", () => {
    const pressed = new PressedAnew();
    pressed.down(new KeyboardEvent("keydown", { key: "x", code: "KeyX" }));
    pressed.up(new KeyboardEvent("keyup", { key: "X", code: "KeyX" }));
    pressed.down(new KeyboardEvent("keydown", { key: "x", code: "KeyX" }));
    expect(pressed.isHeld).toBe(false);
  });

  it("that went up unheard, with the command key of macOS down, counts once that one is up", () => {
    const pressed = new PressedAnew();
    pressed.down(new KeyboardEvent("keydown", { key: "Meta", code: "MetaLeft" }));
    pressed.down(key());
    pressed.up(new KeyboardEvent("keyup", { key: "Meta", code: "MetaLeft" }));
    pressed.down(key());
    expect(pressed.isHeld).toBe(false);
  });
});
