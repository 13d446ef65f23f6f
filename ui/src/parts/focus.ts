// Where the keyboard is, when something opens or closes.

/** Puts the focus on an element as soon as it is there. */
export function focusHere(element: HTMLElement): void {
  element.focus();
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
