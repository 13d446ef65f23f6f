// Tells a key that is pressed from one that is still held down. Some engines do not mark what a held key repeats, so
// each key has to be let go of before it counts again. A key is known by its place: what it types may change while it is
// down, with what is held beside it.

import { isComposing } from "./composing";

export class PressedAnew {
  readonly #down = new Set<string>();
  #isHeld = false;

  /** Whether what happens now comes of a key that was never let go of. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  readonly down = (event: KeyboardEvent): void => {
    // Some input methods give back a key that they have no use for: it is told once more, as pressed.
    if (isComposing(event)) return;
    this.#isHeld = event.repeat || this.#down.has(placeOf(event));
    this.#down.add(placeOf(event));
  };

  readonly up = (event: KeyboardEvent): void => {
    this.#down.delete(placeOf(event));
    // macOS does not tell of keys that go up while this one is down.
    if (event.key === "Meta") this.#down.clear();
    // Later: a button is pressed by Space when the key goes up.
    setTimeout(() => {
      this.#isHeld = false;
    });
  };

  /** The mouse or a finger came down: that is no key. */
  readonly pointed = (): void => {
    this.#isHeld = false;
  };

  /** The window lost the keyboard: nobody tells of keys that go up elsewhere. */
  readonly forget = (): void => {
    this.#down.clear();
    this.#isHeld = false;
  };
}

/** A key that is on no board has no place. */
const placeOf = ({ code, key }: KeyboardEvent): string => (code === "" ? key : code);
