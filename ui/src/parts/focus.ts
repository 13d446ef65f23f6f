// Where the keyboard is, when something opens or closes.

import { tick } from "svelte";

/** Puts the focus on an element as soon as it is there, and brings it into sight. */
export function focusHere(element: HTMLElement): void {
  element.focus();
  // What comes into the page with it may be put in above it still.
  void tick().then(() => {
    if (element === document.activeElement) element.scrollIntoView({ block: "nearest" });
  });
}

/** Whatever has the focus now gets it back when this element goes, if it is still there. */
export function returnFocus(_element: Element): () => void {
  const opener = document.activeElement;
  // Later: whatever closes this may move the focus itself, and the opener may be on its way out too.
  return () => queueMicrotask(() => focusIfLost(opener));
}

/** Gives the focus to an element, if nothing else has it. */
export function focusIfLost(element: Element | null): void {
  const isLost = document.activeElement === null || document.activeElement === document.body;
  if (isLost && element instanceof HTMLElement && element.isConnected) element.focus();
}
