// What the keys do in the quick switcher. A key that is held down does a thing once.

import { isComposing } from "../../parts/composing";
import { PressedAnew } from "../../parts/pressed-anew";
import type { Quick } from "../../state/quick.svelte";
import { copyToken, type Deed } from "../../state/quick-errand.svelte";
import { isApple } from "../keys";

export class QuickKeyboard {
  readonly #quick: Quick;
  readonly #keys = new PressedAnew();

  constructor(quick: Quick) {
    this.#quick = quick;
  }

  readonly pressed = (event: KeyboardEvent): void => {
    this.#keys.down(event);
    if (isComposing(event)) return;
    const done = this.#wish(event);
    if (done === undefined) return;
    event.preventDefault();
    done();
  };

  /** One that the engine goes on with after the window is hidden swallows the next key that is pressed: WebKitGTK does. */
  readonly letGo = (event: KeyboardEvent): void => {
    event.preventDefault();
    this.#keys.up(event);
  };

  /** Whoever lets go of a key elsewhere is not heard here. */
  readonly forget = (): void => this.#keys.forget();

  #wish(event: KeyboardEvent): (() => void) | undefined {
    const quick = this.#quick;
    const isCommand = isApple() ? event.metaKey : event.ctrlKey;
    const number = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (event.key === "Enter") return this.#once(() => quick.do(deedOf(isCommand, event.shiftKey)));
    if (isCommand && number !== undefined) return this.#once(() => quick.nth(Number(number) - 1));
    // With whatever is held beside it: no other way out is expected of it.
    if (event.key === "Escape") return () => quick.leave();
    if (isCommand || event.altKey || event.shiftKey) return undefined;
    if (event.key === "ArrowDown") return () => quick.move(1);
    if (event.key === "ArrowUp") return () => quick.move(-1);
    if (event.key === "ArrowRight" && isAtEnd(event.target)) return () => quick.openShapes();
    if (event.key === "ArrowLeft" && quick.shapeAt !== null) return () => quick.closeShapes();
    return undefined;
  }

  #once(act: () => void): () => void {
    return this.#keys.isHeld ? () => undefined : act;
  }
}

function deedOf(isCommand: boolean, isShifted: boolean): Deed {
  if (isCommand) return { do: "open" };
  return isShifted ? { do: "copy", shape: "bearer" } : copyToken;
}

/** Whether the caret has nowhere to go to the right; in what has no caret, it has not. */
function isAtEnd(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement)) return true;
  const { selectionStart, selectionEnd, value } = target;
  return selectionStart === value.length && selectionEnd === value.length;
}
